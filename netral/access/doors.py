"""allauth's pages under Indonesian addresses, with allauth's own route names.

What is not listed here does not exist: no sign-up, no address book, no sign-in by code.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from netral.access.views import entrance, factors

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci/", factors.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("masuk/lupa/", entrance.forgotten, name="account_reset_password"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/sandi/", factors.ChangePassword.as_view(), name="account_change_password"),
    path("akun/ulangi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/ulangi/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("akun/ulangi/kunci/", factors.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("akun/pengaman/", mfa.index, name="mfa_index"),
    path("akun/pengaman/aplikasi/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("akun/pengaman/aplikasi/hapus/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("akun/pengaman/cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "akun/pengaman/cadangan/baru/",
        factors.RenewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/pengaman/cadangan/unduh/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("akun/pengaman/kunci/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("akun/pengaman/kunci/tambah/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("akun/pengaman/kunci/<int:pk>/nama/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "akun/pengaman/kunci/<int:pk>/hapus/",
        factors.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
