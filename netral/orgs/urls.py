"""Routes of the app, under /kelola/."""

from django.urls import path, re_path

from netral.orgs.views import offices, people, rosters, slips, units

app_name = "orgs"
urlpatterns = [
    path("unit/", units.units, name="units"),
    path("unit/<int:pk>/", units.unit, name="unit"),
    path("unit/<int:pk>/tambah/", units.add, name="add_unit"),
    path("unit/<int:pk>/nama/", units.rename, name="rename_unit"),
    path("unit/<int:pk>/pindah/", units.move, name="move_unit"),
    path("unit/<int:pk>/gabung/", units.merge, name="merge_unit"),
    path("unit/<int:pk>/tutup/", units.close, name="close_unit"),
    path("unit/<int:pk>/jabatan/", offices.add, name="add_office"),
    path("unit/<int:pk>/pegawai/", people.add, name="add_person"),
    path("unit/<int:pk>/slip/", slips.of_unit, name="slips"),
    path("jabatan/<int:pk>/", offices.office, name="office"),
    path("jabatan/<int:pk>/serah/", offices.hand, name="hand_over"),
    path("jabatan/<int:pk>/tutup/", offices.close, name="close_office"),
    path("jabatan/masa/<int:pk>/akhir/", offices.end, name="end_term"),
    path("lembaga/", offices.institution, name="institution"),
    path("lembaga/lambang/", offices.emblem, name="emblem"),
    path("pegawai/", people.people, name="people"),
    path("pegawai/<int:pk>/", people.person, name="person"),
    path("pegawai/<int:pk>/data/", people.correct, name="correct_person"),
    path("pegawai/<int:pk>/pindah/", people.move, name="transfer"),
    path("pegawai/<int:pk>/cuti/", people.on_leave, name="leave"),
    path("pegawai/<int:pk>/keluar/", people.gone, name="gone"),
    path("pegawai/<int:pk>/kembali/", people.back, name="back"),
    path("pegawai/<int:pk>/slip/", slips.of_person, name="slip"),
    path("impor/", rosters.imports, name="imports"),
    path("impor/templat.xlsx", rosters.template, name="template"),
    path("impor/<int:pk>/", rosters.roster, name="roster"),
    path("impor/<int:pk>/kemajuan/", rosters.progress, name="progress"),
    path("impor/<int:pk>/terapkan/", rosters.apply, name="apply_roster"),
    path("impor/<int:pk>/sisihkan/", rosters.drop, name="drop_roster"),
    re_path(r"^impor/(?P<pk>\d+)/ditolak\.(?P<kind>csv|xlsx)$", rosters.refused, name="refused"),
    path("impor/<int:pk>/tidak-ada.xlsx", rosters.missing, name="missing"),
]
