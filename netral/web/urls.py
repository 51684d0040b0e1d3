"""Routes of the shell."""

from django.urls import path

from netral.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("bahasa/", views.language, name="language"),
    path("tampilan/", views.theme, name="theme"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("keadaan/", views.health, name="health"),
]
