"""Routes of the log's pages. Its raw files lie elsewhere, for machines."""

from django.urls import path

from netral.transparency.views import entry, log, search, verifier

app_name = "transparency"

urlpatterns = [
    path("", log.show, name="log"),
    path("cari/", search.search, name="search"),
    path("netral-periksa.html", verifier.download, name="verifier"),
    path("<str:leaf>/", entry.by_hash, name="by_hash"),
    path("<str:leaf>/bukti.tlog-proof", entry.proof, name="proof"),
    path("<str:index>/<str:leaf>/", entry.show, name="entry"),
]
