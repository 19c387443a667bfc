// Questions that are asked only after a certain answer stay hidden until it is given.
const answerTo = (form, name) => (form.elements[name].value ?? "").trim();

const holds = (waiting) => {
  const { asked, askedIs, askedFrom, askedTo } = waiting.dataset;
  const form = waiting.closest("form");
  const before = form.elements[asked];
  if (!before) return true; // the record answers it, and the page knows how
  const first = (before.closest ? before : before[0]).closest("[data-asked]");
  const answer = answerTo(form, asked);
  if (answer === "" || (first && !holds(first))) return false;
  if (askedIs) return askedIs.split(" ").includes(answer);
  const number = Number(answer);
  return !(number < Number(askedFrom ?? -Infinity) || number > Number(askedTo ?? Infinity));
};

const show = () => {
  for (const waiting of document.querySelectorAll("[data-asked]")) waiting.hidden = !holds(waiting);
};
document.addEventListener("input", show);
show();
