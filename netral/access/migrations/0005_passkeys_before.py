"""Link the passkeys registered before the link was kept, by the credential their leaf commits to."""

import json

from django.db import migrations


def link(apps, schema_editor):
    Authenticator = apps.get_model("mfa", "Authenticator")
    Disclosure = apps.get_model("ledger", "Disclosure")
    Passkey = apps.get_model("access", "Passkey")
    opened = Disclosure.objects.filter(
        entry__kind="credential.registered/1", field="credential", value__isnull=False
    )
    registered = {
        json.loads(bytes(value)): (institution, entry)
        for value, institution, entry in opened.order_by("entry").values_list(
            "value", "entry__institution", "entry"
        )
    }
    for authenticator in Authenticator.objects.filter(type="webauthn"):
        credential = authenticator.data.get("credential", {}).get("rawId")
        if credential in registered:
            institution, entry = registered[credential]
            Passkey.objects.create(
                institution_id=institution, entry_id=entry, authenticator=authenticator
            )


class Migration(migrations.Migration):

    dependencies = [("access", "0004_passkeys")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop)]
