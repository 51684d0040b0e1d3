// The answer as a picture, drawn here: the act, the verdict, the article; nothing of the person.

import { linkTo } from "./share.js";

const [WIDTH, HEIGHT, EDGE] = [1200, 630, 72];
const SERIF = "Georgia, 'Noto Serif', serif";
const SANS = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif";

/** Draw a text in lines no wider than the picture; return where the next line would stand. */
const write = (pen, text, y, { size, font = SANS, colour, most = 3, weight = 400 }) => {
  pen.font = `${weight} ${size}px ${font}`;
  pen.fillStyle = colour;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= WIDTH - 2 * EDGE) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = `${kept[most - 1].replace(/[ ,.;]+$/, "")} …`;
  kept.forEach((each, n) => pen.fillText(each, EDGE, y + n * size * 1.25));
  return y + kept.length * size * 1.25;
};

/** Draw the icon of the verdict from the page's own drawing. */
const drawIcon = (pen, icon, x, y, colour) => {
  pen.save();
  pen.translate(x, y);
  pen.scale(3.6, 3.6);
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.3, lineCap: "round", lineJoin: "round" });
  for (const shape of icon.children) {
    const { cx, cy, r } = shape.attributes;
    const path = new Path2D(shape.getAttribute("d") ?? "");
    if (cx) path.arc(Number(cx.value), Number(cy.value), Number(r.value), 0, 7);
    pen.stroke(path);
  }
  pen.restore();
};

/** Draw the card and return it as a picture. */
export const drawn = (page, reading, brought, icon) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(document.querySelector(".answer"));
  const tone = (name) => style.getPropertyValue(name).trim();
  const rule = (x, y, width, height, colour) => {
    pen.fillStyle = colour;
    pen.fillRect(x, y, width, height);
  };
  const probe = document.querySelector(".answer .verdict .icon");
  const meaning = getComputedStyle(probe).color;
  rule(0, 0, WIDTH, HEIGHT, style.backgroundColor);
  rule(0, 0, WIDTH, 12, meaning);
  const ink = style.color;
  let y = write(pen, `Netral · ${brought.house}`, 84, { size: 26, colour: ink });
  y = write(pen, page.title.textContent, y + 34, { size: 46, font: SERIF, colour: ink, most: 3 });
  drawIcon(pen, icon, EDGE - 6, y - 8, meaning);
  pen.save();
  pen.translate(84, 0);
  y = write(pen, reading.word, y + 46, { size: 56, font: SERIF, colour: meaning, most: 1 });
  pen.restore();
  const [article] = reading.articles;
  const lead = reading.outcome === "needs_fact" ? "" : reading.lead;
  y = write(pen, lead, y + 4, { size: 28, colour: ink, most: 2 });
  if (article) write(pen, article.text, y + 8, { size: 24, colour: ink, most: 1 });
  rule(EDGE, HEIGHT - 112, WIDTH - 2 * EDGE, 1, tone("--line") || ink);
  const { spoken, state, season, file } = page;
  const where = linkTo(state).split("#")[0].replace(/^https?:\/\//, "");
  const { subjects } = file.base.vocabulary;
  const asks = subjects.find((each) => each.code === state.subject);
  const told = [spoken.told(asks?.name), season && spoken.told(season.name), spoken.shortDay(state.on)];
  if (reading.facts.length) told.push(spoken.say("on_facts"));
  write(pen, told.filter(Boolean).join(" · "), HEIGHT - 74, { size: 22, colour: ink, most: 1 });
  const marks = reading.marks.map((each) => each.text.toLowerCase());
  const numbered = spoken.say("version", { version: file.base.version });
  const version = [where, numbered, ...marks].join(" · ");
  write(pen, version, HEIGHT - 40, { size: 22, colour: ink, most: 1 });
  return canvas;
};

/** Hand the card to the reader: share it where the device can, else keep it as a file. */
export const card = async (page, reading, brought) => {
  const icon = document.querySelector(".answer .verdict .icon");
  const canvas = drawn(page, reading, brought, icon);
  const picture = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const file = new File([picture], "bolehkah.png", { type: "image/png" });
  if (navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file] }).catch(() => {});
    return;
  }
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(picture), download: file.name,
  });
  link.click();
  URL.revokeObjectURL(link.href);
};
