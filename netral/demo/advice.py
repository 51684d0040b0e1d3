"""The neutrality team of one city, and some questions in every state by the morning."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.access.actions import grant
from netral.access.core import Role
from netral.access.queries import Seat, seat
from netral.advice.actions.answering import Answering, answer, ask_back, take
from netral.advice.actions.asking import Asking, ask, reply, withdraw
from netral.advice.actions.publishing import approve, propose, retract
from netral.advice.core import Verdict
from netral.advice.models import Question
from netral.advice.queries.attested import version
from netral.advice.queries.texts import Words
from netral.calendar.queries import elections
from netral.demo.houses import BY, House, account
from netral.demo.staff import ADVISERS
from netral.orgs.core import ASN
from netral.orgs.models import Person

DAY: Final = timedelta(days=1)
ASKED: Final = (timedelta(days=16), timedelta(days=10))  # before the morning, from and until
ANSWERED: Final = (timedelta(days=9), timedelta(days=4))
COMPARED: Final = timedelta(days=2)
GUEST: Final = "pegawai"


@dataclass(frozen=True, slots=True)
class Story:
    """One question and what becomes of it."""

    fate: (
        str  # "published", "proposed", "answered", "retracted", "asked_back", "late", "fresh", ...
    )
    act: str
    text: str
    verdict: Verdict = Verdict.UNDECIDED
    answer: str = ""
    rules: tuple[str, ...] = ()
    facts: str = ""
    title: str = ""  # of the public version
    public: str = ""  # the question as it is published
    asked: str = ""  # what the team asks back
    told: str = ""  # what the asker replies
    by_guest: bool = False


STORIES: Final = (
    Story(
        "published",
        "suara.pakai",
        "Saya bertugas di loket sampai pukul 15.00 pada hari pemungutan suara. Bolehkah saya "
        "meninggalkan loket sebentar untuk mencoblos di TPS dekat rumah?",
        Verdict.ALLOWED,
        "Boleh. Menggunakan hak pilih tidak mengurangi netralitas pegawai. Atur waktunya dengan "
        "rekan seunit supaya pelayanan tetap berjalan.\n\nJangan memperlihatkan pilihan Anda, juga "
        "tidak dengan foto surat suara.",
        ("PERM-VOTE",),
        "Anda terdaftar sebagai pemilih di TPS itu.",
        "Bolehkah pegawai yang bertugas menggunakan hak pilih?",
        "Seorang pegawai bertugas pada hari pemungutan suara dan ingin memilih pada jam kerja.",
    ),
    Story(
        "proposed",
        "adhoc.anggota",
        "Ketua RT meminta saya menjadi anggota KPPS. Atasan belum saya beri tahu. Apa yang harus "
        "saya lakukan dahulu?",
        Verdict.CONDITIONAL,
        "Boleh dengan izin lebih dahulu. Ajukan izin melalui halaman Izin, dan mulailah bertugas "
        "hanya setelah izin itu diberikan.",
        ("PERM-ADHOC", "ADHOC-NO-PERMIT"),
        "",
        "Apa syaratnya menjadi anggota KPPS?",
        "Seorang pegawai diminta menjadi anggota KPPS dan belum memiliki izin.",
        by_guest=True,
    ),
    Story(
        "retracted",
        "foto.berpose",
        "Seorang bakal calon datang ke kondangan dan mengajak berfoto. Bolehkah saya menolak saja?",
        Verdict.CONDITIONAL,
        "Menolak selalu boleh. Bila berfoto, jangan memakai simbol tangan atau atribut, dan jangan "
        "mengunggahnya.",
        (),
        "Acara itu acara keluarga, bukan kampanye.",
        "Bagaimana bila diajak berfoto oleh bakal calon?",
        "Seorang pegawai diajak berfoto oleh bakal calon pada acara keluarga.",
    ),
    Story(
        "answered",
        "medsos.grup",
        "Grup alumni sekolah saya mulai membagikan ajakan memilih seorang bakal calon. Saya hanya "
        "membaca. Haruskah saya keluar?",
        Verdict.CONDITIONAL,
        "Anda boleh tetap di grup alumni selama grup itu bukan grup pemenangan dan Anda tidak "
        "menyukai, mengomentari, atau meneruskan ajakan itu. Bila grup diubah menjadi grup "
        "pemenangan, keluarlah.",
        ("SKB22-KE-04", "SKB22-DI-06"),
        "Grup itu dibuat untuk alumni, bukan untuk pemenangan.",
        told="Grup itu dibuat tahun 2009 untuk reuni.",
        asked="Siapa yang membuat grup itu, dan untuk apa?",
    ),
    Story(
        "asked_back",
        "kampanye.hadir",
        "Tetangga mengundang saya ke pertemuan yang dihadiri bakal calon. Bolehkah saya datang?",
        asked="Apakah undangan itu menyebut kampanye atau deklarasi, dan apakah pada jam kerja?",
        by_guest=True,
    ),
    Story(
        "late",
        "pasangan.dampingi",
        "Suami saya hendak mendaftar sebagai calon. Cuti apa yang harus saya ajukan, dan sejak "
        "kapan?",
    ),
    Story(
        "fresh",
        "medsos.like",
        "Dahulu saya menyukai unggahan orang yang sekarang menjadi bakal calon. Perlukah dihapus?",
    ),
    Story("withdrawn", "", "Bolehkah saya bertanya tentang rekan kerja saya di sini?"),
)


class Advice:
    """Appoints the team, then plays the questions of one city in the order of time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:advice")  # noqa: S311
        found = map(self._person, ADVISERS)
        self._team = [self._appointed(person) for person in found if person]
        known = {each.code for each in elections()}
        named = (code for code in house.city.circular.elections if code in known)
        self._election = next(named, "")

    def play(self) -> None:
        """Ask, then answer, then publish; in a city too small for a team nobody asks."""
        if len(self._team) < len(ADVISERS):
            return
        asked = [(self._asked_at(s.fate), s, person) for s, person in self._pairs()]
        for at, story, person in sorted(asked, key=lambda each: each[0]):
            self._tell(story, person, at)

    def _tell(self, story: Story, person: Person, at: datetime) -> None:
        asking = Asking(
            text=story.text,
            once=story.fate,
            act=story.act,
            election=self._election,
            may_publish=bool(story.title),
        )
        question = ask(person=person, asking=asking, at=self._house.at(at))
        if story.fate == "withdrawn":
            withdraw(question=question, user=account(person), at=self._house.at(at + DAY / 8))
        elif story.asked:
            self._ask_back(story, question, person, at)
        elif story.answer:
            self._answer(story, question)
        elif story.fate == "late":
            take(question=question, seat=self._seat(1, at + DAY / 12))

    def _ask_back(self, story: Story, question: Question, person: Person, at: datetime) -> None:
        later = at + DAY / 6 if story.told else self._time(DAY * 2, DAY)
        ask_back(question=question, text=story.asked, seat=self._seat(0, later))
        if story.told:
            moment = self._house.at(later + DAY / 24)
            reply(question=question, text=story.told, user=account(person), at=moment)
            self._answer(story, question)

    def _answer(self, story: Story, question: Question) -> None:
        when = self._time(*ANSWERED)
        given = Answering(
            verdict=story.verdict, text=story.answer, rules=story.rules, facts=story.facts
        )
        answer(question=question, answering=given, seat=self._seat(0, when))
        if not story.title:
            return
        said = Words(title=story.title, question=story.public, answer=story.answer, act=story.act)
        propose(question=question, said=said, seat=self._seat(0, when + DAY))
        if story.fate == "proposed":
            return
        second = self._seat(1, self._time(COMPARED, DAY))
        shown = approve(question=question, seen=version(said), seat=second)
        if story.fate == "retracted":
            reason = "Digabungkan dengan jawaban yang lebih lengkap tentang foto bersama."
            last = self._seat(1, self._time(DAY, timedelta()))
            retract(publication=shown, reason=reason, seat=last)

    def _pairs(self) -> list[tuple[Story, Person]]:
        """Give each story an asker: the guest where meant, else people without an office."""
        house = self._house
        rows = (
            Person.objects.of(house.institution).serving().filter(kind__in=[k.value for k in ASN])
        )
        rows = rows.exclude(pk__in=house.officers | house.guests).select_related(
            "unit", "institution", "account"
        )
        others = list(rows.order_by("pk")[:400])
        self._rng.shuffle(others)
        guest = self._person(GUEST)
        own = [(story, guest) for story in STORIES if story.by_guest and guest]
        rest = (story for story in STORIES if not story.by_guest)
        return [*own, *zip(rest, others, strict=False)]

    def _person(self, word: str) -> Person | None:
        mail = f"{word}@{self._house.city.slug}.example"
        rows = Person.objects.of(self._house.institution).filter(email=mail)
        found: Person | None = rows.select_related("unit", "institution", "account").first()
        return found

    def _appointed(self, person: Person) -> Person:
        at = self._house.set_up
        grant(
            user=account(person),
            role=Role.ADVISER,
            institution=self._house.institution,
            unit_path="",
            source=f"hand:{person.account_id}:{Role.ADVISER}",
            starts_at=at.acted,
            by=BY,
            at=at,
        )
        return person

    def _seat(self, number: int, acted: datetime) -> Seat:
        """Seat a member of the team at a moment of the season."""
        house = self._house
        user = account(self._team[number])
        found = seat(user, now=house.logged, chosen=house.institution.pk)
        if found is None:
            msg = f"{user} sits nowhere"
            raise LookupError(msg)
        return replace(found, at=house.at(acted))

    def _asked_at(self, fate: str) -> datetime:
        spans = {
            "fresh": (DAY, timedelta()),
            "late": (DAY * 7, DAY * 6),
            "asked_back": (DAY * 4, DAY * 3),
        }
        return self._time(*spans.get(fate, ASKED))

    def _time(self, start: timedelta, end: timedelta) -> datetime:
        morning = self._house.city.starts_at
        span = (morning - start, morning - end)
        return self._house.hours(*span, count=1, rng=self._rng)[0]
