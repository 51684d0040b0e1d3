// Indonesian words as people type them: affixes, doubling, short forms, slips of the finger.

const SHORT = {
  fb: "facebook", ig: "instagram", wa: "whatsapp", wag: "grup whatsapp", yt: "youtube", tt: "tiktok",
  twit: "twitter", medsos: "media sosial", sosmed: "media sosial", grub: "grup", group: "grup",
  laik: "like", likes: "like", komen: "komentar", koment: "komentar", coment: "komentar",
  comment: "komentar", comments: "komentar", poto: "foto", photo: "foto", photos: "foto",
  fhoto: "foto", fotbar: "foto bareng", selfi: "selfie", post: "posting", posts: "posting",
  posted: "posting", upload: "unggah", share: "bagikan", sharing: "bagikan", reshare: "bagikan",
  repost: "bagikan", folow: "follow", following: "follow", kampanya: "kampanye", campaign: "kampanye",
  campaigns: "kampanye", parpol: "partai", party: "partai", caleg: "calon legislatif",
  paslon: "calon", cawalkot: "calon", cabup: "calon", cagub: "calon", capres: "calon",
  bacalon: "bakal calon", candidate: "calon", candidates: "calon", timses: "tim sukses",
  suami: "suami istri", istri: "suami istri", bini: "suami istri", spouse: "suami istri",
  wife: "suami istri", husband: "suami istri", mobdin: "mobil dinas", ngevote: "memilih",
  vote: "memilih", voting: "memilih", nyoblos: "coblos", nyalon: "calon", money: "uang",
};
const STOP = new Set((
  "bolehkah boleh saya aku gue gw kami kita anda apakah apa bisa bisakah gak ga nggak enggak tidak ya " +
  "yg yang di ke dari pada untuk buat dengan dgn dan atau itu ini si sang sama oleh pas saat waktu kalau " +
  "kalo jika bila lagi jadi agar supaya dong kok sih nih para secara seorang adalah ada akan sudah lewat " +
  "may i can a an the to of in on for with my me is it am be do at by"
).split(" "));
const PARTICLES = ["lah", "kah", "pun", "nya", "ku", "mu"];
const PREFIXES = [
  ["memper", ""], ["diper", ""], ["menge", ""], ["meng", "", "k"], ["meny", "s", "c"], ["mem", "", "p"],
  ["men", "", "t"], ["me", ""], ["penge", ""], ["peng", "", "k"], ["peny", "s"], ["pem", "", "p"],
  ["pen", "", "t"], ["per", ""], ["pel", ""], ["pe", ""], ["ber", ""], ["be", ""], ["ter", ""],
  ["di", ""], ["ke", ""], ["se", ""], ["nge", ""], ["ng", "", "k"], ["ny", "s", "c"], ["m", "p"],
  ["n", "t"],
];

/** Part a text into words: small letters, doubled words once, short forms written out. */
export const words = (text) => {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const found = plain.replace(/\b(di|ke|nge)[- ](?=(like|share|post|follow|comment|up))/g, "$1")
    .split(/[^a-z0-9]+/).filter(Boolean)
    .map((word) => word.replace(/^([a-z]{3,})2(nya|an)?$/, "$1"))
    .flatMap((word) => (SHORT[word] ?? word).split(" "));
  return [...new Set(found)];
};

/** Return the words that say something. */
export const telling = (text) => words(text).filter((word) => !STOP.has(word));

const bare = (word) => {
  const found = [];
  for (const end of PARTICLES) if (word.endsWith(end)) found.push([word.slice(0, -end.length), 3]);
  for (const end of ["kan", "an", "i"]) {
    if (word.endsWith(end)) found.push([word.slice(0, -end.length), 4]);
  }
  for (const [prefix, ...starts] of PREFIXES) {
    if (!word.startsWith(prefix)) continue;
    for (const start of starts) found.push([start + word.slice(prefix.length), 4]);
  }
  return found.filter(([stem, least]) => stem.length >= least).map(([stem]) => stem);
};

const known = new Map();

/** Return a word and everything that it may be made from. */
export const stems = (word) => {
  if (known.has(word)) return known.get(word);
  const found = new Set([word]);
  let newest = [word];
  for (let depth = 0; depth < 3; depth += 1) {
    newest = newest.flatMap(bare).flatMap((stem) => (SHORT[stem] ?? stem).split(" "))
      .filter((stem) => !found.has(stem));
    for (const stem of newest) found.add(stem);
  }
  known.set(word, found);
  return found;
};

/** Return how many slips lie between two words, at most `most` + 1. */
export const slips = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[j] = Math.min(next[j], (before[j - 2] ?? i) + 1);
      }
    }
    [before, row] = [row, next];
  }
  return row[other.length];
};
