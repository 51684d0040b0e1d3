"""Routes under /pengawasan/."""

from django.urls import path

from netral.supervision.views import index

app_name = "supervision"

urlpatterns = [
    path("", index.index, name="index"),
]
