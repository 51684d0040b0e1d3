"""Routes under /kewajiban/."""

from django.urls import URLPattern

app_name = "duties"

urlpatterns: list[URLPattern] = []
