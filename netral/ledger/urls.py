"""Addresses of the raw files of the log."""

from django.urls import path

from netral.ledger import views

app_name = "ledger"
urlpatterns = [path("<path:path>", views.file, name="file")]
