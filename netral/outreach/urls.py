"""Routes under /sosialisasi/."""

from django.urls import path

from netral.outreach.views import attending, closing, courses, files, hosting, reading

app_name = "outreach"

urlpatterns = [
    path("", reading.index, name="index"),
    path("baru/", hosting.new, name="new"),
    path("selesai/", reading.done, name="done"),
    path("kursus/", courses.index, name="course"),
    path("kursus/kuis/", courses.quiz, name="quiz"),
    path("kursus/hasil/<int:pk>/", courses.result, name="result"),
    path("kursus/unit/", courses.progress, name="progress"),
    path("kursus/unit/<int:pk>/", courses.people, name="people"),
    path("hadir/<slug:slug>/<slug:code>/", attending.arrive, name="arrive"),
    path("<slug:slug>/", reading.show, name="show"),
    path("<slug:slug>/ubah/", hosting.edit, name="edit"),
    path("<slug:slug>/batal/", hosting.call_off, name="cancel"),
    path("<slug:slug>/layar/", hosting.screen, name="screen"),
    path("<slug:slug>/hadir/", attending.claim, name="claim"),
    path("<slug:slug>/daftar/", attending.enter_people, name="enter"),
    path("<slug:slug>/daftar.csv", attending.roll_csv, name="roll_csv"),
    path("<slug:slug>/daftar.xlsx", attending.roll_xlsx, name="roll_xlsx"),
    path("<slug:slug>/berkas/", files.add, name="add_file"),
    path("<slug:slug>/berkas/<int:pk>/", files.download, name="file"),
    path("<slug:slug>/berkas/<int:pk>/hapus/", files.take_out, name="remove_file"),
    path("<slug:slug>/tutup/", closing.close_session, name="close"),
    path("<slug:slug>/notulen.pdf", closing.minutes, name="minutes"),
]
