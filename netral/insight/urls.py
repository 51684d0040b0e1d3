"""Routes of desks and boards."""

from django.urls import path

from netral.insight import views

app_name = "insight"

urlpatterns = [
    path("saya/", views.mine, name="mine"),
    path("papan/", views.board, name="board"),
    path("unit/<int:pk>/", views.unit, name="unit"),
]
