"""Routes of desks and boards."""

from django.urls import path, re_path

from netral.insight.views import compliance, national, opened, pages

app_name = "insight"

urlpatterns = [
    path("saya/", pages.mine, name="mine"),
    path("papan/", pages.board, name="board"),
    path("unit/<int:pk>/", pages.unit, name="unit"),
    path("papan/kewajiban/", compliance.board, name="compliance"),
    path("papan/kewajiban/<int:pk>/", compliance.unit, name="compliance_unit"),
    path("papan/kewajiban/<int:pk>/unduh.xlsx", compliance.workbook, name="workbook"),
    path("papan/kewajiban/<int:pk>/unduh.csv", compliance.table, name="table"),
    path("papan/terlambat/", compliance.late, name="late"),
    path("papan/daerah/", opened.regions, name="regions"),
    path("papan/nasional/", national.board, name="national"),
    re_path(r"^papan/nasional/data\.(?P<kind>csv|xlsx)$", national.file, name="national_file"),
    path("data-terbuka/", opened.index, name="open"),
    re_path(r"^data-terbuka/semua\.(?P<kind>csv|json)$", opened.everything, name="open_all"),
    path("data-terbuka/<slug:slug>/", opened.house, name="open_house"),
    re_path(
        r"^data-terbuka/(?P<slug>[-\w]+)/data\.(?P<kind>csv|json)$", opened.file, name="open_file"
    ),
]
