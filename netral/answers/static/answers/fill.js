// Fill a pattern that the server drew: the same markup serves answers from both sides.
//   data-each="name"  once for every item      data-with="name"  inside one thing
//   data-if="name"    only where there is one  data-t="name"     its text, or nothing at all
//   data-href, data-class, data-icon           its address, meaning and shape

const reach = (scope, path) => path.split(".").reduce((inner, name) => inner?.[name], scope);
const lacks = (value) => !value || value.length === 0;

/** Return a copy of a template's content, filled from `scope`. */
export const filled = (template, scope, icons) => {
  const copy = template.content.cloneNode(true);
  fill(copy, scope, icons);
  return copy;
};

const take = (root, name) => {
  const spot = root.querySelector(`[data-${name}]`);
  if (!spot) return [null, ""];
  const value = spot.dataset[name];
  delete spot.dataset[name];
  return [spot, value];
};

const inside = (spot, scope, icons) => {
  const part = new DocumentFragment();
  const copy = spot.cloneNode(true);
  part.append(copy);
  fill(part, scope, icons);
  return part;
};

const fill = (root, scope, icons) => {
  for (let [spot, name] = take(root, "each"); spot; [spot, name] = take(root, "each")) {
    spot.replaceWith(...reach(scope, name).map((item) => inside(spot, item, icons)));
  }
  for (let [spot, name] = take(root, "if"); spot; [spot, name] = take(root, "if")) {
    if (lacks(reach(scope, name))) spot.remove();
  }
  for (let [spot, name] = take(root, "with"); spot; [spot, name] = take(root, "with")) {
    spot.replaceWith(inside(spot, reach(scope, name), icons));
  }
  for (let [spot, name] = take(root, "class"); spot; [spot, name] = take(root, "class")) {
    spot.classList.remove("is-");
    spot.classList.add(`is-${reach(scope, name)}`);
  }
  for (let [spot, name] = take(root, "icon"); spot; [spot, name] = take(root, "icon")) {
    const drawn = icons.content.querySelector(`.icon-${reach(scope, name)}`);
    spot.querySelector(".icon").replaceWith(drawn.cloneNode(true));
  }
  for (let [spot, name] = take(root, "t"); spot; [spot, name] = take(root, "t")) {
    const text = reach(scope, name);
    if (lacks(text)) spot.remove();
    else spot.textContent = text;
  }
  for (let [spot, name] = take(root, "href"); spot; [spot, name] = take(root, "href")) {
    const where = reach(scope, name);
    if (where) spot.href = where;
    else spot.replaceWith(spot.textContent);
  }
};
