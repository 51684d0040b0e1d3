"""Every route starts here."""

from django.urls import include, path

urlpatterns = [
    path("", include("netral.web.urls")),
    path("", include("netral.insight.urls")),  # saya/, papan/, unit/
    path("", include("netral.access.doors")),  # masuk/, keluar/, akun/pengaman/
    path("akun/", include("netral.access.urls")),
    path("aturan/", include("netral.rules.urls")),
    path("bolehkah/", include("netral.answers.urls")),
    path("bukti/", include("netral.transparency.urls")),
    path("edaran/", include("netral.circulars.urls")),
    path("izin/", include("netral.permits.urls")),
    path("kewajiban/", include("netral.duties.urls")),
    path("kelola/", include("netral.orgs.urls")),  # units, offices, people, roster
    path("log/", include("netral.ledger.urls")),  # raw files of the log
    path("pakta/", include("netral.pacts.urls")),
    path("pengawasan/", include("netral.supervision.urls")),
    path("pesan/", include("netral.notices.urls")),
    path("sosialisasi/", include("netral.outreach.urls")),
    path("tanya/", include("netral.advice.urls")),
    path("verifikasi/", include("netral.signing.urls")),
]

handler400 = "netral.web.views.errors.bad_request"
handler403 = "netral.web.views.errors.forbidden"
handler404 = "netral.web.views.errors.missing"
handler500 = "netral.web.views.errors.broken"
