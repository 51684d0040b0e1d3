"""Routes under /tanya/. An address holds nothing that says who asked, or what."""

from django.urls import path

from netral.advice.views import asker, public, publication, team

app_name = "advice"

urlpatterns = [
    path("", asker.mine, name="mine"),
    path("baru/", asker.ask, name="ask"),
    path("saya/<slug:slug>/", asker.question, name="question"),
    path("saya/<slug:slug>/terkirim/", asker.sent, name="sent"),
    path("saya/<slug:slug>/tarik/", asker.withdraw, name="withdraw"),
    path("saya/<slug:slug>/penerbitan/", asker.consent, name="consent"),
    path("saya/<slug:slug>/jawaban.pdf", asker.paper, name="paper"),
    path("saya/<slug:slug>/bukti.tlog-proof", asker.proof, name="proof"),
    path("saya/<slug:slug>/bukti/", asker.fields, name="fields"),
    path("meja/", team.desk, name="desk"),
    path("meja/<slug:slug>/", team.work, name="work"),
    path("meja/<slug:slug>/ambil/", team.take, name="take"),
    path("meja/<slug:slug>/lepas/", team.release, name="release"),
    path("meja/<slug:slug>/tanya-balik/", team.ask_back, name="ask_back"),
    path("meja/<slug:slug>/jawab/", team.answer, name="answer"),
    path("meja/<slug:slug>/terbitkan/", publication.propose, name="propose"),
    path("meja/<slug:slug>/bandingkan/", publication.review, name="review"),
    path("<slug:slug>/", public.published, name="published"),
    path("<slug:slug>/<slug:item>/", public.published_one, name="published_one"),
    path("<slug:slug>/<slug:item>/tarik/", publication.retract, name="retract"),
]
