"""Two institutions in one house, each with one of everything that an address can name."""

import io
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from PIL import Image

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.access.queries import Seat, seat
from netral.advice.actions.answering import Answering, answer
from netral.advice.actions.asking import Asking
from netral.advice.actions.asking import ask as ask_team
from netral.advice.actions.publishing import approve, propose
from netral.advice.core import Verdict
from netral.advice.models import Question
from netral.advice.queries.attested import version
from netral.advice.queries.texts import Words
from netral.circulars.actions import drafts
from netral.circulars.models import CascadeItem
from netral.duties.actions.assessing import freeze_assessment
from netral.duties.actions.publishing import publish_figures
from netral.duties.actions.recaps import make_recap
from netral.duties.actions.reckoning import reckon
from netral.duties.core import Kind as Owes
from netral.duties.core.weeks import week_of
from netral.duties.models import Obligation
from netral.notices.models import Message
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.intake import receive_roster
from netral.orgs.actions.units import add_unit
from netral.orgs.core import PersonKind, UnitKind
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import root
from netral.outreach.actions.attending import enter
from netral.outreach.actions.closing import close
from netral.outreach.actions.files import keep
from netral.outreach.actions.learning import finish
from netral.outreach.actions.moves import Hand as Closer
from netral.outreach.actions.planning import Plan, plan
from netral.outreach.core import FileRole, Purpose, SessionKind
from netral.outreach.models import CourseResult
from netral.outreach.queries.courses import quiz_of
from netral.pacts import reader
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.actions.counter import take_paper
from netral.pacts.actions.pledges import refuse
from netral.pacts.actions.reports import make_report
from netral.pacts.models import Pledge
from netral.pacts.scans import Scan
from netral.permits.actions.asking import ask
from netral.permits.actions.deciding import Ruled, decide, send_back
from netral.permits.actions.moves import Hand
from netral.permits.core import Body, Kind, Wish
from netral.permits.models import Permit
from netral.rules.actions.drafts import begin
from netral.rules.actions.keys import pin
from netral.rules.core.package import fingerprint, public_text
from netral.supervision.actions.knowledge import Heard, record_knowledge
from netral.supervision.actions.knowledge_steps import Taking, take_step
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core.knowledge import Step
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, BY, NOON, SINCE, Member
from tests.circulars.scene import published, restated
from tests.supervision import scene as supervision

REASON: Final = "Saya keberatan karena alasan pribadi."
DAY: Final = date(2020, 1, 1)


@dataclass
class City:
    """A city; `ids` and `slugs` are named after what an address means by them."""

    word: str  # stands in every name of this city, and nowhere else
    house: Institution
    unit: Unit  # where everything happens
    other: Unit  # beside it
    people: dict[str, Member] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)

    def hire(self, name: str, unit: Unit, kind: PersonKind = PersonKind.PNS) -> Member:
        """Put somebody on the roster; the house's own number keeps identities apart."""
        number = self.house.pk % 2 * 40 + len(self.people)  # of two houses one is even
        self.people[name] = cast.employ(unit, f"{name} {self.word}", number, kind)
        return self.people[name]

    def in_role(self, role: Role, unit: Unit | None = None) -> User:
        """Return somebody in a role: over the whole, or by an office of a unit."""
        if role is Role.AUDITOR:
            number = f"AUD-{self.house.pk}"
            return cast.entrust(cast.account(self.house, number, self.word), role, self.house)
        member = self.hire(f"{role}-{len(self.people)}", unit or self.unit)
        if role in {
            Role.ADMIN, Role.DRAFTER, Role.ADVISER, Role.CASE_OFFICER, Role.INSPECTOR,
        }:  # fmt: skip
            cast.entrust(member.user, role, self.house)
        elif role is Role.SUPERADMIN:
            Grant.objects.create(
                user=member.user, role=role, institution=None, unit_path="",
                source="command:test", starts_at=NOON, entry=member.person.entry,
            )  # fmt: skip
        elif role is not Role.EMPLOYEE:
            place = root(self.house) if role is Role.SIGNATORY else unit or self.unit
            cast.appoint(member, place, f"{role} {self.word}", role)
        return member.user


def open_city(code: str, slug: str, word: str) -> City:
    """Open a city with one of everything, brought about as in production."""
    house = open_institution(
        facts=InstitutionFacts(
            code=code, slug=slug, name=f"Kota {word}", place=word, head_title=f"Wali {word}",
            demo_starts_at=NOON, demo_since=SINCE,
        ),
        by=BY,
        at=AT,
    )  # fmt: skip
    units = [
        add_unit(
            institution=house, parent=root(house), code=f"{code}.0{n}", name=f"Unit {n} {word}",
            kind=UnitKind.DISTRICT, by=BY, at=AT, begins_on=DAY,
        )
        for n in (1, 2)
    ]  # fmt: skip
    city = City(word, house, units[0], units[1])
    mayor = city.hire("Wali", root(house), PersonKind.OFFICIAL)
    cast.appoint(mayor, root(house), f"Wali {word}", Role.SIGNATORY, is_head=True)
    head = cast.appoint(
        city.hire("Camat", city.unit), city.unit, f"Camat {word}", Role.HEAD, is_head=True
    )
    person = city.hire("Pegawai", city.unit).person
    given = city.in_role(Role.DRAFTER)
    term = Holding.objects.get(person=head.person)
    city.ids |= {
        "unit": city.unit.pk, "person": person.pk, "office": term.office_id, "term": term.pk,
        "grant": Grant.objects.get(user=given, role=Role.DRAFTER).pk,
    }  # fmt: skip
    _circulars(city)
    _pacts(city)
    _permits(city)
    _sessions(city)
    _advice(city)
    _rules(city)
    _supervision(city)
    _roster(city)
    _duties(city)
    _suspicions(city)
    return city


def _circulars(city: City) -> None:
    top = root(city.house)
    out = published(top, city.people["Wali"], f"{city.house.pk}/343", subject=f"SE {city.word}")
    item = CascadeItem.objects.of(city.house).get(unit=city.unit)
    facts = drafts.Facts(
        unit=city.unit, subject=f"Konsep {city.word}",
        clauses=[replace(restated(each)) for each in out.clauses.all()],
    )  # fmt: skip
    made = drafts.draft(institution=city.house, facts=facts, parent=out, by=BY, at=AT)
    message = Message.objects.filter(recipient=f"user:{city.people['Camat'].user.pk}").first()
    assert message is not None
    city.slugs |= {"circular": out.slug, "draft": made.slug}
    clause = out.clauses.earliest("order")
    city.ids |= {"item": item.pk, "message": message.pk, "clause": clause.pk}


def _pacts(city: City) -> None:
    facts = CampaignFacts(
        name=f"Pakta {city.word}", text=reader.template().text,
        audience={"kinds": [], "units": []},
        opens_at=NOON - timedelta(days=2), deadline=NOON + timedelta(days=2),
    )  # fmt: skip
    campaign = draft_campaign(institution=city.house, facts=facts, by=BY, at=AT)
    city.slugs["unopened"] = draft_campaign(institution=city.house, facts=facts, by=BY, at=AT).slug
    open_campaign(campaign=campaign, by=BY, at=AT)
    of = Pledge.objects.filter(campaign=campaign).select_related("person", "unit", "wave")
    head = city.people["Camat"]
    unwilling = of.get(person=head.person)
    refuse(pledge=unwilling, reason=REASON, by=f"user:{head.user.pk}", at=AT)
    pledge = of.get(person=city.people["Pegawai"].person)
    scan = Scan(b"\xff\xd8\xff pindaian", "image/jpeg")
    take_paper(pledge=pledge, scan=scan, signed_at=NOON - timedelta(hours=1), by=BY, at=AT)
    report = make_report(campaign=campaign, unit=city.unit, by=BY, at=AT)
    city.slugs["campaign"] = campaign.slug
    city.ids |= {"pledge": pledge.pk, "refused": unwilling.pk, "report": report.pk}


def _permits(city: City) -> None:
    """Let the employee ask three times: one waits, one is granted, one came back."""
    member, head = city.people["Pegawai"], city.people["Camat"]
    hand = Hand(f"user:{head.user.pk}", head.person.full_name, f"Camat {city.word}")
    made: dict[str, Permit] = {}
    for month, name in ((7, "permit"), (8, "granted"), (9, "question")):
        wish = Wish(
            kind=Kind.ADHOC, election="pilkada-2024", body=Body.STATION, place=f"TPS {city.word}",
            starts_on=date(2024, month, 1), ends_on=date(2024, month, 28),
        )  # fmt: skip
        made[name] = ask(person=member.person, wish=wish, by=f"user:{member.user.pk}", at=AT)
    granted = Ruled(granted=True, reason=f"Tugas tidak terganggu, {city.word}.")
    decide(permit=made["granted"], ruled=granted, hand=hand, turn=0, at=AT)
    send_back(permit=made["question"], question="TPS berapa?", hand=hand, turn=0, at=AT)
    city.slugs |= {name: permit.slug for name, permit in made.items()}


def _sessions(city: City) -> None:
    """Let the head plan two sessions: attendance at one is open, the other is closed."""
    head = city.people["Camat"]
    by = f"user:{head.user.pk}"
    wish = Plan(
        kind=SessionKind.MEETING, purposes=[Purpose.SOCIALISE], title=f"Apel {city.word}",
        starts_at=NOON - timedelta(minutes=30), ends_at=NOON + timedelta(hours=1),
    )  # fmt: skip
    made = plan(unit=city.unit, wish=wish, by=by, at=AT)
    octets = picture()
    kept = keep(session=made, role=FileRole.PHOTO, name="foto.png", octets=octets, by=by, at=AT)
    over = plan(unit=city.unit, wish=replace(wish, title=f"Rapat {city.word}"), by=by, at=AT)
    enter(session=over, people=[city.people["Pegawai"].person], by=by, at=AT)
    close(session=over, minutes="Dibahas.", reason="", hand=Closer(by, head.person.name), at=AT)
    city.slugs |= {"session": made.slug, "held": over.slug}
    city.ids |= {"file": kept.pk, "result": _learned(city).pk}


def _learned(city: City) -> CourseResult:
    """Let the employee finish the quiz."""
    member = city.people["Pegawai"]
    quiz = quiz_of(Person.objects.select_related("institution").get(pk=member.person.pk), AT)
    given = {each.key: each.answer for each in quiz.questions}
    by = f"user:{member.user.pk}"
    return finish(person=quiz.person, mark=quiz.mark, given=given, by=by, at=AT)


def picture() -> bytes:
    """Return a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def _advice(city: City) -> None:
    """Let the employee ask, and two advisers answer and publish, as far as each has come."""
    seats = [_seat(city.in_role(Role.ADVISER), city.house) for _ in "12"]
    made: dict[str, Question] = {}
    for name in ("asked", "spare", "answered", "proposed", "approved"):
        asking = Asking(text=f"Bolehkah ini, {city.word}?", once=name, may_publish=True)
        made[name] = question = ask_team(person=city.people["Pegawai"].person, asking=asking, at=AT)
        if name in {"asked", "spare"}:
            continue
        said = Answering(verdict=Verdict.ALLOWED, text=f"Boleh, {city.word}.")
        answer(question=question, answering=said, seat=seats[0])
        words = Words(title=f"Bolehkah, {city.word}?", question="Bolehkah?", answer="Boleh.")
        if name != "answered":
            propose(question=question, said=words, seat=seats[0])
        if name == "approved":
            shown = approve(question=question, seen=version(words), seat=seats[1])
            city.slugs["public"] = shown.slug
    city.slugs |= {name: question.slug for name, question in made.items()}
    city.slugs["house"] = city.house.slug


def _duties(city: City) -> None:
    reckon(institution=city.house, at=AT)
    owed = Obligation.objects.of(city.house).filter(unit=city.unit, kind=Owes.ACKNOWLEDGE)
    city.ids["obligation"] = owed.get().pk
    week = week_of(NOON.date())
    city.ids["recap"] = make_recap(unit=city.unit, week=week, by=BY, at=AT).pk
    city.ids["frozen"] = freeze_assessment(unit=city.unit, by=BY, at=AT).pk
    publish_figures(institution=city.house, week=week, by=BY, at=AT)


def _suspicions(city: City) -> None:
    """Let the head know of two suspicions, one of which has gone to the desk."""
    city.in_role(Role.CASE_OFFICER, city.other)
    head, about = city.people["Camat"], city.people["Pegawai"].person
    term = Holding.objects.select_related("office__unit__institution", "person__account").get(
        person=head.person
    )
    what = f"Membagikan amplop di {city.word}."
    heard = Heard(who=about.name, what=what, once="known", suspect=about)
    city.slugs["known"] = record_knowledge(term=term, heard=heard, told_at=NOON, at=AT).slug
    made = record_knowledge(term=term, heard=replace(heard, once="2"), told_at=NOON, at=AT)
    city.slugs["summoned"] = made.slug
    call = Taking(step=Step.SUMMONED, seen=1, meets_on=date(2024, 7, 5), note="09.00, aula")
    take_step(knowledge=made, taking=call, seat=_seat(head.user, city.house))
    sending = Referring(who=about.name, what=what, once="sent", suspect=about, as_head=True)
    city.slugs["referral"] = refer(sender=head.person, referring=sending, at=AT).slug


def _seat(user: User, house: Institution) -> Seat:
    found = seat(user, now=AT.logged, chosen=house.pk)
    assert found is not None
    return found


def _roster(city: City) -> None:
    name = f"{city.word}.csv"
    made = receive_roster(institution=city.house, name=name, chunks=[b"NIP"], by=BY, at=AT)
    city.ids["roster"] = made.pk


def _rules(city: City) -> None:
    made = begin(institution=city.house, by=BY, at=AT)
    public, owner = bytes(range(32)), f"99.0{city.house.pk % 10}"
    trusted = pin(
        institution=city.house, text=public_text(public, owner), owner=f"Sahabat {city.word}",
        heard=fingerprint(public, owner), by=BY, at=AT,
    )  # fmt: skip
    city.ids |= {"ruleset": made.pk, "pin": trusted.pk}


def _supervision(city: City) -> None:
    """Let the head find something, show it by a photo, and guide the employee."""
    head = city.people["Camat"]
    by = f"user:{head.user.pk}"
    finding = supervision.found(city.unit, by, AT)
    supervision.photographed(finding, by, AT)
    note = supervision.guided(city.people["Pegawai"].person, head, AT, f"Ingat, {city.word}.")
    assert finding.point is not None
    city.slugs |= {
        "check": finding.point.check_list.slug, "finding": finding.slug, "guidance": note.slug,
    }  # fmt: skip
