"""Routes of the log's pages. Its raw files lie elsewhere, for machines."""

from django.urls import path

from netral.transparency.views import audit, entry, log, search, verifier

app_name = "transparency"

urlpatterns = [
    path("", log.show, name="log"),
    path("daftar/", audit.entries, name="entries"),
    path("daftar.csv", audit.table, name="table"),
    path("netral-periksa.html", verifier.download, name="verifier"),
    path("cari/", search.search, name="search"),
    path("<str:leaf>/", entry.by_hash, name="by_hash"),
    path("<str:leaf>/bukti.tlog-proof", entry.proof, name="proof"),
    path("<str:index>/<str:leaf>/", entry.show, name="entry"),
]
