"""Names of nobody: composed from the sounds of several regions, by a seeded generator."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

SINGLE_WORD: Final = 0.11  # many Indonesians bear one word
THREE_WORDS: Final = 0.24


@dataclass(frozen=True, slots=True)
class Folk:
    """How a region names its people: first words by sex, and the two halves of later words."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    tails_of_women: tuple[str, ...]
    clans: tuple[str, ...] = ()  # a clan closes the name, where the region has them


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FOLKS: Final[Mapping[str, Folk]] = {
    "jawa": Folk(
        men=_words(
            "Bagas Danang Eko Galih Heru Joko Kuncoro Pramono Slamet Teguh Tri Wahono Yudho "
            "Bimo Catur Dwi Gatot Ngadino"
        ),
        women=_words(
            "Endah Dwi Kanthi Lestari Mugi Ning Puji Retno Sekar Sri Tri Tutik Utami Wening "
            "Yekti Rahayu Sulastri Wiji"
        ),
        heads=_words("Su Har War Pri Mar Par Wid Tru Kus Nur Sar Gun Pur Jat Wig Tris Mul Hend"),
        tails=_words("yadi tono janto wanto jito gino modjo rahardjo iswanto mintarjo adi ardono"),
        tails_of_women=_words("iyati wulan ningsih astuti harti atmini lestari ayuni"),
    ),
    "sunda": Folk(
        men=_words(
            "Aceng Asep Cecep Dadang Deden Dudung Engkos Entis Iwan Jajang Maman Nanang Odang "
            "Tatang Ujang Wawan Yayat"
        ),
        women=_words(
            "Ai Entin Euis Iis Imas Iyet Lilis Mimin Neneng Nining Oneng Popon Teti Titin Yani "
            "Yoyoh Cucu Dedeh"
        ),
        heads=_words("Wira Suma Nata Adi Kerta Sastra Jaya Guna Tirta Suria Raksa Parta Soma"),
        tails=_words("dinata mihardja praja wiguna sasmita kusumah wirya manggala sudira"),
        tails_of_women=_words("wulansih ratnasih komala sariningrum mulyasih nengsih dewika"),
    ),
    "betawi": Folk(
        men=_words("Jaelani Mahfud Marzuki Muhasan Naih Nasrul Rojali Sanusi Saiman Tohir Zaenal"),
        women=_words("Asmanih Fatimih Hamsiah Maimunih Mursanih Nurhamah Rohimah Salamah Wasiah"),
        heads=_words("Sai Jun Nur Mur Ham Bah Mas Rah Sya Zai"),
        tails=_words("rudin aidih yadih zanih mudih hadih furi tamih"),
        tails_of_women=_words("yanih jannah diyah romlah latifah karimah"),
    ),
    "minang": Folk(
        men=_words(
            "Afrinal Bujang Daswir Edrizal Firman Gusrial Hasnul Irzal Jasrul Marwan Nofrial "
            "Rusdi Syafrial Zulmasri"
        ),
        women=_words(
            "Asnidar Desmita Elvira Fitrina Gusneli Ermawita Nelfia Rahmiati Rosnita Silvia "
            "Upik Wirdanengsih Yusnimar Zuraida"
        ),
        heads=_words("Zul Syaf Yus Nov Def Hend Mard Jas Ris Az Nas Yulm"),
        tails=_words("erman inaldi iwandri ardinal iyasman efriadi onaldi arman"),
        tails_of_women=_words("elvida arnis inelita erawati iyulmita efrita asmiarti onita"),
        clans=_words("Caniago Koto Piliang Tanjung Sikumbang Jambak Guci Pitopang Bodi"),
    ),
    "batak": Folk(
        men=_words("Binsar Jonggi Lamhot Marudut Monang Parlin Poltak Saut Togar Tumpak"),
        women=_words("Duma Lamria Lasma Nauli Rotua Roida Tiomina Tiur Tianggur Uli"),
        heads=_words("Hasi Mar Pan Par Sahat Sin Tar"),
        tails=_words("holan tua dapot gabe tahan lambok ulian"),
        tails_of_women=_words("uli masni tauli hotma rohani"),
        clans=_words("Siregar Nasution Manurung Hutapea Sinaga Lubis Harahap Panjaitan Purba"),
    ),
    "timur": Folk(
        men=_words("Agustinus Andi Gede Hendrikus Ketut Lambertus Made Petrus Wayan Yohanis"),
        women=_words("Andi Dorkas Katarina Luh Made Maria Martha Ni Nyoman Wayan Yuliana"),
        heads=_words("Lata Man Ruma Sahe Tala Wato Lopu Bala Pati Nusa"),
        tails=_words("wara luhu nuba rihena lessi katu marang wena"),
        tails_of_women=_words("wara luhu nuba rihena lessi katu marang wena"),
    ),
}


class Names:
    """Hands out names by the mix of regions of one city."""

    def __init__(self, mix: Mapping[str, float], rng: Random) -> None:
        self._regions = tuple(mix)
        self._shares = tuple(mix.values())
        self._rng = rng

    def next(self, *, woman: bool) -> str:
        """Compose one name of one to three words."""
        rng = self._rng
        folk = FOLKS[rng.choices(self._regions, self._shares)[0]]
        first = rng.choice(folk.women if woman else folk.men)
        form = rng.random()
        if folk.clans:
            return self._with_clan(folk, first, form, woman=woman)
        if form < SINGLE_WORD:
            return self._later(folk, woman=woman)
        if form < 1 - THREE_WORDS:
            return f"{first} {self._later(folk, woman=woman)}"
        return f"{first} {self._later(folk, woman=woman)} {self._later(folk, woman=woman)}"

    def _with_clan(self, folk: Folk, first: str, form: float, *, woman: bool) -> str:
        if form < SINGLE_WORD:
            return first
        later = self._later(folk, woman=woman)
        if form < 1 - THREE_WORDS:
            return f"{first} {later}"
        return f"{first} {later} {self._rng.choice(folk.clans)}"

    def _later(self, folk: Folk, *, woman: bool) -> str:
        tails = folk.tails_of_women if woman else folk.tails
        return self._rng.choice(folk.heads) + self._rng.choice(tails)
