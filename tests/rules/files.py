"""A whole small rule base as its files, and the same with something changed."""

from collections.abc import Mapping
from typing import Final

PLAIN: Final = {
    "base.toml": """code = "id-kecil"
version = "2024.1.0"
publisher = "Netral"
""",
    "subjects.toml": """[[subject]]
code = "pns"
name_id = "PNS"
name_en = "Civil servant"
groups = ["asn"]
silence_id = "Asas netralitas tetap berlaku."
silence_en = "The principle of neutrality still holds."
verified = true

[[subject]]
code = "pppk"
name_id = "PPPK"
name_en = "Contract civil servant"
groups = ["asn"]
silence_id = "Asas netralitas tetap berlaku."
silence_en = "The principle of neutrality still holds."
""",
    "acts.toml": """[[topic]]
code = "medsos"
name_id = "Media sosial"
name_en = "Social media"

[[act]]
code = "like"
name_id = "menyukai unggahan calon"
name_en = "like a candidate's post"
topic = "medsos"
searched = ["suka", "like"]

[[act]]
code = "hadir"
name_id = "menghadiri kampanye"
name_en = "attend a campaign"
topic = "medsos"
searched = ["hadir"]
""",
    "circumstances.toml": """[[circumstance]]
code = "cltn"
question_id = "Apakah Anda sedang menjalani CLTN?"
question_en = "Are you on unpaid leave?"
yes_id = "Anda sedang menjalani CLTN"
yes_en = "You are on unpaid leave"
no_id = "Anda tidak sedang menjalani CLTN"
no_en = "You are not on unpaid leave"
""",
    "instruments.toml": """[[instrument]]
code = "SKB-2022"
name_id = "SKB 2022"
name_en = "Joint decree of 2022"
title = "Keputusan Bersama contoh"
rank = "joint-decree"
from = 2022-09-22
source = "uji"
confidence = "found"

[[instrument]]
code = "PP-94"
name_id = "PP 94/2021"
name_en = "Government Regulation 94/2021"
title = "Peraturan Pemerintah contoh"
rank = "government-regulation"
from = 2021-08-31
source = "uji"
confidence = "found"
""",
    "sanctions.toml": """[[type]]
code = "moral_terbuka"
group = "ethics"
level = "moral"
name_id = "Sanksi moral terbuka"
name_en = "Open moral sanction"
basis = "PP 42/2004"
confidence = "found"

[[ladder]]
class = "moral"
subjects = ["asn"]
types = ["moral_terbuka"]
""",
    "handlers.toml": "",
    "history.toml": "",
}
RULE: Final = """[[rule]]
code = "{code}"
title_id = "{code}: {act}"
title_en = "{code}: {act}"
effect = "{effect}"
rank = "joint-decree"
from = 2022-09-22
confidence = "{confidence}"
reason_id = "Sumber mengatakan demikian."
reason_en = "The source says so."
{more}
[rule.when]
act = ["{act}"]
subject = ["asn"]
{when}
[[rule.cite]]
source = "SKB-2022"
at = "A.4"
confidence = "found"

[[rule.case]]
name = "Contoh {code}"
on = 2024-01-10
outcome = "{effect}"
rules = ["{code}"]
source = "uji"
[rule.case.facts]
act = "{act}"
subject = "pns"
{facts}
"""


def rule(code: str, act: str = "like", effect: str = "prohibited", **more: str) -> str:
    """Write one rule on an act of civil servants, with the case that guards it."""
    given = {"confidence": "found", "more": "", "when": "", "facts": ""} | more
    return RULE.format(code=code, act=act, effect=effect, **given)


LIKE: Final = rule("R-LIKE", more='sanction = "moral"')
ATTEND: Final = rule("R-HADIR", "hadir")
TITLE: Final = 'title_id = "Etika"\ntitle_en = "Ethics"\n\n'


def files(*rules: str, version: str = "2024.1.0", **changed: str) -> dict[str, str]:
    """Return a base of some rules, by default two that pass the gate."""
    base = PLAIN["base.toml"].replace("2024.1.0", version)
    family = TITLE + "\n".join(rules or (LIKE, ATTEND))
    return {**PLAIN, "base.toml": base, "rules-etika.toml": family} | dict(_named(changed))


def _named(changed: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}.toml": text for name, text in changed.items()}
