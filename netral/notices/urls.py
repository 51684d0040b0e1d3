"""Routes of the app."""

from django.urls import path

from netral.notices.views import inbox, receipts

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("terbaca/", inbox.read_all, name="read_all"),
    path("<int:pk>/buka/", inbox.read, name="read"),
    path("kabar/whatsapp/", receipts.whatsapp, name="whatsapp"),
    path("kabar/sms/", receipts.sms, name="sms"),
]
