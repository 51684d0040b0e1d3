"""Routes under /pengawasan/."""

from django.urls import path

from netral.supervision.views import index, knowledge, referrals

app_name = "supervision"

urlpatterns = [
    path("", index.index, name="index"),
    path("dugaan/", knowledge.clocks, name="knowledge_list"),
    path("dugaan/catat/", knowledge.record, name="knowledge_record"),
    path("dugaan/tafsir/", knowledge.law_reading, name="knowledge_reading"),
    path("dugaan/<slug:slug>/", knowledge.show, name="knowledge"),
    path("dugaan/<slug:slug>/rujuk/", knowledge.hand_on, name="knowledge_refer"),
    path("dugaan/<slug:slug>/panggilan.pdf", knowledge.summons, name="knowledge_summons"),
    path("dugaan/<slug:slug>/<slug:path>/", knowledge.step, name="knowledge_step"),
    path("lapor/", referrals.tell, name="tell"),
    path("lapor/saya/", referrals.told, name="told"),
    path("rujukan/", referrals.desk, name="referral_desk"),
    path("rujukan/angka/", referrals.figures, name="referral_figures"),
    path("rujukan/<slug:slug>/", referrals.work, name="referral"),
    path("rujukan/<slug:slug>/ambil/", referrals.take, name="referral_take"),
    path("rujukan/<slug:slug>/catatan/", referrals.note, name="referral_note"),
    path("rujukan/<slug:slug>/orang/", referrals.name, name="referral_name"),
    path("rujukan/<slug:slug>/tutup/", referrals.close, name="referral_close"),
]
