"""Routes under /aturan/."""

from django.urls import path

from netral.rules.views import desk, files, packages, public

app_name = "rules"

urlpatterns = [
    path("", public.index, name="index"),
    path("meja/", desk.desk, name="desk"),
    path("meja/mulai/", desk.begin, name="begin"),
    path("meja/paket/", packages.packages, name="packages"),
    path("meja/paket/kunci/", packages.make_key, name="make_key"),
    path("meja/paket/sematkan/", packages.pin, name="pin"),
    path("meja/paket/<int:pk>/lepas/", packages.unpin, name="unpin"),
    path("meja/<int:pk>/", desk.work, name="work"),
    path("meja/<int:pk>/periksa/", desk.examine, name="examine"),
    path("meja/<int:pk>/kemajuan/", desk.progress, name="progress"),
    path("meja/<int:pk>/ajukan/", desk.propose, name="propose"),
    path("meja/<int:pk>/kembalikan/", desk.send_back, name="send_back"),
    path("meja/<int:pk>/terbitkan/", desk.publish, name="publish"),
    path("meja/<int:pk>/buang/", desk.discard, name="discard"),
    path("meja/<int:pk>/berkas/<str:name>/", files.file, name="file"),
    path("meja/<int:pk>/berkas/<str:name>/teks/", files.text, name="text"),
    path("meja/<int:pk>/berkas/<str:name>/baru/", files.new_rule, name="new_rule"),
    path("meja/<int:pk>/berkas/<str:name>/butir/<str:code>/", files.edit_rule, name="edit_rule"),
    path("<slug:slug>/", public.base, name="base"),
    path("<slug:slug>/butir/<str:code>/", public.rule, name="rule"),
    path("<slug:slug>/versi/", public.versions, name="versions"),
    path("<slug:slug>/unduh/<str:version>.json", public.data, name="data"),
    path("<slug:slug>/unduh/<str:version>.xlsx", public.sheet, name="sheet"),
    path("<slug:slug>/unduh/<str:version>.zip", public.archive, name="archive"),
    path("<slug:slug>/unduh/<str:version>.paket", public.package, name="package"),
]
