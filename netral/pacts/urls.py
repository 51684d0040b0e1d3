"""Routes of the app."""

from django.urls import path

from netral.pacts.views import boards, campaigns, mine, people, receipts, reports, touch

app_name = "pacts"
urlpatterns = [
    path("", mine.index, name="index"),
    path("baru/", campaigns.new, name="new"),
    path("laporan/<int:pk>.pdf", reports.pdf, name="report"),
    path("<slug:slug>/", mine.campaign, name="campaign"),
    path("<slug:slug>/bukti/", receipts.receipt, name="receipt"),
    path("<slug:slug>/bukti.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("<slug:slug>/bukti.tlog-proof", receipts.receipt_proof, name="receipt_proof"),
    path("<slug:slug>/bukti/isian/", receipts.receipt_fields, name="receipt_fields"),
    path("<slug:slug>/kunci/", touch.ask, name="ask"),
    path("<slug:slug>/tolak/", mine.refusal, name="refuse"),
    path("<slug:slug>/ubah/", campaigns.edit, name="edit"),
    path("<slug:slug>/buka/", campaigns.opening, name="opening"),
    path("<slug:slug>/perpanjang/", campaigns.extend, name="extend"),
    path("<slug:slug>/tutup/", campaigns.close, name="close"),
    path("<slug:slug>/selaraskan/", campaigns.reconcile, name="reconcile"),
    path("<slug:slug>/papan/", boards.board, name="board"),
    path("<slug:slug>/papan/<int:pk>/", boards.unit, name="unit"),
    path("<slug:slug>/papan/<int:pk>/pegawai/", boards.people, name="people"),
    path("<slug:slug>/papan/<int:pk>/ingatkan/", boards.remind, name="remind"),
    path("<slug:slug>/papan/<int:pk>/laporan/", reports.make, name="make_report"),
    path("<slug:slug>/papan/<int:pk>/laporan.xlsx", reports.sheet, name="sheet"),
    path("<slug:slug>/pegawai/<int:pk>/", people.pledge, name="pledge"),
    path("<slug:slug>/pegawai/<int:pk>/bebas/", people.exemption, name="exempt"),
    path("<slug:slug>/pegawai/<int:pk>/cuti/", people.on_leave, name="leave"),
    path("<slug:slug>/pegawai/<int:pk>/kembali/", people.back, name="back"),
    path("<slug:slug>/pegawai/<int:pk>/kertas/", people.take, name="take"),
    path("<slug:slug>/pegawai/<int:pk>/periksa/", people.confirm, name="confirm"),
    path("<slug:slug>/pegawai/<int:pk>/pindaian/", people.scan, name="scan"),
    path("<slug:slug>/loket/", people.counter, name="counter"),
]
