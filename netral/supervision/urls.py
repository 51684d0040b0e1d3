"""Routes under /pengawasan/."""

from django.urls import path

from netral.supervision.views import (
    checks,
    findings,
    guidance,
    index,
    knowledge,
    nil_reports,
    referrals,
    risks,
)

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
    path("pembinaan/", guidance.given, name="given"),
    path("pembinaan/saya/", guidance.mine, name="mine"),
    path("pembinaan/angka/", guidance.figures, name="guidance_figures"),
    path("pembinaan/baru/", guidance.choose, name="choose"),
    path("pembinaan/baru/<int:pk>/", guidance.write, name="write"),
    path("pembinaan/<slug:slug>/", guidance.show, name="guidance"),
    path("cek/", checks.index, name="checks"),
    path("cek/mandiri/<int:pk>/", checks.self_check, name="self_check"),
    path("cek/lapangan/<int:pk>/", checks.field_check, name="field_check"),
    path("cek/<slug:slug>/", checks.show, name="check"),
    path("temuan/", findings.listed, name="findings"),
    path("temuan/baru/<int:pk>/", findings.new, name="new_finding"),
    path("temuan/<slug:slug>/", findings.show, name="finding"),
    path("temuan/<slug:slug>/tutup/", findings.close, name="close_finding"),
    path("temuan/<slug:slug>/bukti/", findings.prove, name="prove_finding"),
    path("temuan/<slug:slug>/bukti/<int:order>/", findings.file, name="finding_file"),
    path("risiko/", risks.listed, name="risks"),
    path("risiko/<int:pk>/", risks.show, name="risk"),
    path("nihil/", nil_reports.nil, name="nil"),
]
