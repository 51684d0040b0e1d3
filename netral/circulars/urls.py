"""Routes of the app."""

from django.urls import URLPattern

app_name = "circulars"
urlpatterns: list[URLPattern] = []
