// A file that the server would refuse for its size is not sent at all.
for (const form of document.querySelectorAll("form[data-most]")) {
  form.addEventListener("submit", (event) => {
    const most = Number(form.dataset.most);
    const large = [...form.elements].some((field) => [...(field.files ?? [])].some((file) => file.size > most));
    const said = document.getElementById("too-large");
    said.hidden = !large;
    if (large) {
      event.preventDefault();
      event.stopImmediatePropagation();
      said.focus();
    }
  }, { capture: true });
}
