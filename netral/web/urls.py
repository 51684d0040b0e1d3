"""Routes of the shell."""

from django.urls import path

from netral.web.views import beside, channels, deliveries, gallery, health, pages, preferences

app_name = "web"
urlpatterns = [
    path("", pages.home, name="home"),
    path("instansi/<slug:slug>/", pages.house, name="house"),
    path("bahasa/", preferences.language, name="language"),
    path("tampilan/", preferences.theme, name="theme"),
    path("privasi/", pages.privacy, name="privacy"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("bolehkah/<slug:slug>/terbit.json", beside.published, name="published"),
    path("saya/keterangan.json", beside.facts, name="facts"),
    path("akun/saluran/", channels.channels, name="channels"),
    path("pesan/kiriman/", deliveries.deliveries, name="deliveries"),
    path("galeri/", gallery.gallery, name="gallery"),
    path("keadaan/", health.health, name="health"),
]
