"""Routes under /kewajiban/."""

from django.urls import path

from netral.duties.views import desks, excuses, terms

app_name = "duties"

urlpatterns = [
    path("", desks.index, name="index"),
    path("unit/<int:pk>/", desks.unit, name="unit"),
    path("jabatan/<int:pk>/", desks.office, name="office"),
    path("kebijakan/", terms.policy, name="policy"),
    path("<int:pk>/", excuses.show, name="show"),
    path("<int:pk>/kecualikan/", excuses.excusing, name="excuse"),
    path("<int:pk>/batal-kecuali/", excuses.withdrawing, name="withdraw"),
]
