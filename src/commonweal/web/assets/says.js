// The line under a chart says the number of the mark that is pointed at or has the focus.
for (const line of document.querySelectorAll("[data-says]")) {
  const chart = line.closest("figure");
  const still = line.textContent;
  const say = (event) => {
    const name = event.target.closest("a")?.querySelector("title");
    if (name) line.textContent = name.textContent;
  };
  const rest = () => {
    line.textContent = still;
  };
  for (const kind of ["pointerover", "focusin"]) chart.addEventListener(kind, say);
  for (const kind of ["pointerleave", "focusout"]) chart.addEventListener(kind, rest);
}
