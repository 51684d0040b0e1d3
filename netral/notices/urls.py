"""Routes of the app."""

from django.urls import path

from netral.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("terbaca/", views.read_all, name="read_all"),
    path("<int:pk>/buka/", views.read, name="read"),
]
