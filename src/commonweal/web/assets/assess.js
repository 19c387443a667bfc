// Questions that are asked only after a certain answer stay hidden until it is given.
const answerTo = (form, name) => (form.elements[name].value ?? "").trim();

const holds = (waiting) => {
  const { when, whenIs, whenFrom, whenTo } = waiting.dataset;
  const form = waiting.closest("form");
  const before = form.elements[when];
  if (!before) return true; // the record answers it, and the page knows how
  const first = (before.closest ? before : before[0]).closest("[data-when]");
  const answer = answerTo(form, when);
  if (answer === "" || (first && !holds(first))) return false;
  if (whenIs) return whenIs.split(" ").includes(answer);
  const number = Number(answer);
  return !(number < Number(whenFrom ?? -Infinity) || number > Number(whenTo ?? Infinity));
};

const show = () => {
  for (const waiting of document.querySelectorAll("[data-when][class*=cw-assess]")) waiting.hidden = !holds(waiting);
};
document.addEventListener("input", show);
show();
