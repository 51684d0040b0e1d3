"""Routes under /bolehkah/."""

from django.urls import path

from netral.answers import views

app_name = "answers"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.ask, name="ask"),
    path("<slug:slug>/aturan-<slug:digest>.json", views.rules, name="rules"),
]
