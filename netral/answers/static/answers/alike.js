// Other acts of the same topic, each with its own answer for the same person and day.

import { row, upper } from "./choose.js";
import { whole } from "./scale.js";

const OFFERED = 4;

export const offerAlike = (section, page, faces, icons) => {
  const { acts } = page.engine.base.vocabulary;
  const own = acts.find((act) => act.code === page.state.act);
  const others = acts.filter((act) => act.topic === own.topic && act !== own).slice(0, OFFERED);
  section.hidden = !others.length;
  section.querySelector("ul").append(...others.map((act) => row(
    upper(page.spoken.told(act.name)),
    () => page.go({ ...page.state, act: act.code, said: {} }),
    tag(page, act.code, faces, icons),
  )));
};

const tag = (page, act, faces, icons) => {
  const { facts, on, season } = page.asked();
  const asked = { facts: { act, subject: facts.subject }, on, season };
  const { outcome } = page.engine.answer(whole(asked), on);
  const { meaning, icon } = faces[outcome];
  const drawn = icons.content.querySelector(`.icon-${icon}`).cloneNode(true);
  const element = document.createElement("span");
  element.className = `tag is-${meaning}`;
  element.append(drawn, page.spoken.outcomes[outcome]);
  return element;
};
