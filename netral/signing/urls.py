"""Routes of the app."""

from django.urls import path

from netral.signing import views

app_name = "signing"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("segel/", views.seals, name="seals"),
    path("segel/<str:fingerprint>.pem", views.certificate, name="certificate"),
    path("<str:code>/", views.paper, name="paper"),
]
