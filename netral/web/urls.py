"""Routes of the shell."""

from django.urls import URLPattern

app_name = "web"
urlpatterns: list[URLPattern] = []
