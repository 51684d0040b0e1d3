"""Routes under /izin/."""

from django.urls import path

from netral.permits.views import asking, deciding, reading

app_name = "permits"

urlpatterns = [
    path("", reading.index, name="index"),
    path("baru/", asking.choose, name="choose"),
    path("baru/badan-adhoc/", asking.service, name="ask_service"),
    path("baru/cltn/", asking.leave, name="ask_leave"),
    path("meja/", deciding.desk, name="desk"),
    path("register/", reading.register, name="register"),
    path("register.csv", reading.register_csv, name="register_csv"),
    path("register.xlsx", reading.register_xlsx, name="register_xlsx"),
    path("<slug:slug>/", reading.show, name="show"),
    path("<slug:slug>/surat.pdf", reading.letter, name="letter"),
    path("<slug:slug>/bukti.tlog-proof", reading.proof, name="proof"),
    path("<slug:slug>/bukti/", reading.fields, name="fields"),
    path("<slug:slug>/jawab/", asking.answer_question, name="answer"),
    path("<slug:slug>/tarik/", asking.take_back, name="withdraw"),
    path("<slug:slug>/akhiri/", asking.end_early, name="end"),
    path("<slug:slug>/putuskan/", deciding.decision, name="decide"),
    path("<slug:slug>/cabut/", deciding.revocation, name="revoke"),
]
