"""Routes under /edaran/."""

from django.urls import path

from netral.circulars.views import (
    cascade,
    compare,
    desk,
    editor,
    meanings,
    numbers,
    preview,
    public,
    signing,
)

app_name = "circulars"

urlpatterns = [
    path("", public.index, name="index"),
    path("perbandingan/", compare.compare, name="compare"),
    path("meja/", desk.desk, name="desk"),
    path("meja/nomor/", numbers.settings, name="numbers"),
    path("meja/baru/", editor.new, name="new"),
    path("meja/butir/<int:pk>/terima/", cascade.acknowledge, name="acknowledge"),
    path("meja/butir/<int:pk>/turunan/", cascade.derive, name="derive"),
    path("meja/<slug:slug>/", desk.work, name="work"),
    path("meja/<slug:slug>/sunting/", editor.edit, name="edit"),
    path("meja/<slug:slug>/makna/<int:order>/", meanings.meaning, name="meaning"),
    path("meja/<slug:slug>/buang/", editor.discard, name="discard"),
    path("meja/<slug:slug>/konsep.pdf", preview.preview, name="preview"),
    path("meja/<slug:slug>/ajukan/", desk.submit, name="submit"),
    path("meja/<slug:slug>/paraf/", desk.initial, name="initial"),
    path("meja/<slug:slug>/kembalikan/", desk.send_back, name="send_back"),
    path("meja/<slug:slug>/tanda-tangan/", signing.sign, name="sign"),
    path("meja/<slug:slug>/terbitkan/", desk.publish, name="publish"),
    path("meja/<slug:slug>/cabut/", desk.revoke, name="revoke"),
    path("<slug:slug>/", public.show, name="show"),
    path("<slug:slug>.json", public.data, name="data"),
    path("<slug:slug>.pdf", public.pdf, name="pdf"),
    path("<slug:slug>.tlog-proof", public.proof, name="proof"),
    path("<slug:slug>/jdih/", public.jdih, name="jdih"),
    path("<slug:slug>/baca/", cascade.read, name="read"),
    path("<slug:slug>/sebaran/", cascade.tree, name="cascade"),
    path("<slug:slug>/sebaran/<int:pk>/", cascade.tree, name="cascade_unit"),
]
