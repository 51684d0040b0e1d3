"""Routes under /akun/: the own account, activation, roles."""

from django.urls import path

from netral.access.views import account, entrance, roles

app_name = "access"
urlpatterns = [
    path("", account.account, name="account"),
    path("aktivasi/", entrance.activation, name="activation"),
    path("lupa/terkirim/", entrance.forgotten_done, name="forgotten_done"),
    path("sandi-baru/<str:uid>/<str:token>/", entrance.reset, name="reset"),
    path("instansi/", account.institution, name="institution"),
    path("bahasa/", account.language, name="language"),
    path("perangkat/keluar/", account.end_sessions, name="end_sessions"),
    path("surel/", account.new_address, name="new_address"),
    path("surel/<str:token>/", account.address, name="address"),
    path("peran/", roles.roles, name="roles"),
    path("peran/<int:pk>/akhiri/", roles.end_role, name="end_role"),
]
