// Small comforts. Every page works without them.

// The menu closes with Escape, and when the reader turns elsewhere.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// "Go back" after a refused form returns to the form as it was typed.
for (const link of document.querySelectorAll("[data-back]")) {
  link.addEventListener("click", (event) => {
    if (history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}

// On a phone the second bar is wider than the screen: where the reader is comes into sight.
const here = document.querySelector(".subnav [aria-current]");
if (here) {
  const bar = here.closest("ul");
  bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

// The summary of errors is read first.
document.querySelector(".error-summary:not([data-specimen] *)")?.focus();

// A second click on a button sends nothing twice. The server refuses it too; this spares the refusal.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A page to print offers the printer.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A file may be dropped on the box instead of chosen.
for (const box of document.querySelectorAll(".drop")) {
  const input = box.querySelector("input[type=file]");
  const over = (event, on) => {
    event.preventDefault();
    box.classList.toggle("is-over", on);
  };
  box.addEventListener("dragover", (event) => over(event, true));
  box.addEventListener("dragleave", (event) => over(event, false));
  box.addEventListener("drop", (event) => {
    over(event, false);
    if (input && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// A table shown as cards stays a table to screen readers that go by its looks.
const roles = {
  table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup",
  tr: "row", td: "cell", th: "columnheader",
};
const keepRoles = (root) => {
  for (const table of root.querySelectorAll("table.tree, table.cards")) {
    for (const part of [table, ...table.querySelectorAll(Object.keys(roles).join())]) {
      const head = part.scope === "row" ? "rowheader" : roles[part.localName];
      part.setAttribute("role", head);
    }
  }
};
keepRoles(document);
document.addEventListener("htmx:load", (event) => keepRoles(event.detail.elt));
