// A meeting by the keys: j and k go through the agenda, d decides, a asks for an action, Ctrl+Enter keeps.
// What is typed and not kept stays in this tab, for each person, until it is kept or somebody signs out.
const forms = [...document.querySelectorAll("form[data-typed]")];
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
const field = (form) => form.elements.namedItem("says");
const place = (form) =>
  `commonweal/meeting/${location.pathname}/${form.elements.namedItem("item")?.value ?? ""}/${form.dataset.typed}`;

const go = (step) => {
  const links = [...document.querySelectorAll("[data-agenda] a")];
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[now < 0 ? 0 : now + step];
  if (next) location.assign(next.href);
  return Boolean(next);
};
const write = (id) => {
  document.getElementById(id)?.focus();
  return document.getElementById(id) !== null;
};
const deeds = { j: () => go(1), k: () => go(-1), d: () => write("decision"), a: () => write("action") };

addEventListener("keydown", (event) => {
  const inside = typing(event.target);
  if (inside && event.key === "Escape") inside.blur();
  if (inside?.form?.dataset.typed && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    inside.form.requestSubmit(inside.form.querySelector("button[name=do]"));
  }
  if (inside || event.ctrlKey || event.altKey || event.metaKey) return;
  if (deeds[event.key]?.()) event.preventDefault();
});

let asked = 0;
const preview = async (form) => {
  const line = form.querySelector(".cw-preview");
  if (!field(form).value.trim()) return line.replaceChildren();
  const number = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || number !== asked) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  line.replaceChildren(...read.body.childNodes);
};

for (const form of forms) {
  field(form).value ||= sessionStorage.getItem(place(form)) ?? "";
  let waiting = 0;
  field(form).addEventListener("input", () => {
    sessionStorage.setItem(place(form), field(form).value);
    clearTimeout(waiting);
    if (form.dataset.preview) waiting = setTimeout(() => preview(form).catch(() => {}), 250);
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(place(form)));
  if (form.dataset.preview && field(form).value) preview(form).catch(() => {});
}

for (const form of document.querySelectorAll('form[action$="/logout/"]')) {
  form.addEventListener("submit", () => sessionStorage.clear());
}
