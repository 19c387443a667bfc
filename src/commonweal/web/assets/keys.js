// j and k move through a list, Enter opens (a link does that by itself), / goes to the search for a person.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

const move = (step) => {
  const links = [...document.querySelectorAll("table[data-keys] tbody th a")];
  if (links.length === 0) return false;
  const row = document.activeElement.closest("tr");
  const now = links.findIndex((link) => link.closest("tr") === row);
  const next = now < 0 ? 0 : Math.min(links.length - 1, Math.max(0, now + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
  return true;
};

const find = () => {
  const field = document.getElementById("find");
  field?.focus();
  return field !== null;
};

const deeds = { j: () => move(1), k: () => move(-1), "/": find };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (deeds[event.key]?.()) event.preventDefault();
});
