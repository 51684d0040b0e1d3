"""Routes under /kewajiban/."""

from django.urls import path

from netral.duties.views import (
    assessments,
    calendar_feed,
    chain,
    desks,
    excuses,
    recaps,
    terms,
)

app_name = "duties"

urlpatterns = [
    path("", desks.index, name="index"),
    path("unit/<int:pk>/", desks.unit, name="unit"),
    path("jabatan/<int:pk>/", desks.office, name="office"),
    path("kebijakan/", terms.policy, name="policy"),
    path("rekap/<int:pk>/buat/", recaps.make, name="make_recap"),
    path("rekap/<int:pk>.pdf", recaps.pdf, name="recap"),
    path("penilaian/", assessments.index, name="assessment"),
    path("penilaian/<int:pk>/", assessments.unit, name="assessment_unit"),
    path("penilaian/<int:pk>/simpan/", assessments.freeze, name="freeze_assessment"),
    path("penilaian/<int:pk>.pdf", assessments.pdf, name="assessment_pdf"),
    path("<int:pk>/", excuses.show, name="show"),
    path("<int:pk>/kecualikan/", excuses.excusing, name="excuse"),
    path("<int:pk>/batal-kecuali/", excuses.withdrawing, name="withdraw"),
    path("kalender/", calendar_feed.tools, name="tools"),
    path("kalender/<str:token>.ics", calendar_feed.feed, name="feed"),
    path("poster/<int:pk>.pdf", calendar_feed.wall, name="poster"),
    path("rantai/", chain.choose, name="chain_choose"),
    path("rantai/<int:pk>/", chain.person, name="chain_person"),
    path("rantai/<int:pk>/<int:clause>/", chain.chain, name="chain"),
    path("rantai/berkas/<int:serial>.pdf", chain.paper, name="chain_paper"),
]
