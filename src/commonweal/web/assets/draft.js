// What is typed is sent to the draft now and then, so that a dead battery or a closed page loses nothing.
const form = document.querySelector("form[data-keep]");
const line = document.querySelector("[data-kept]");
let waiting = 0;
let sending = false;

const keep = async () => {
  clearTimeout(waiting);
  waiting = 0;
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive: true, redirect: "error" });
    line.textContent = answer.ok ? "Kept." : "Not kept: send it before you leave this page.";
  } catch {
    line.textContent = "Not kept: there is no network. What you typed stands here as long as the page is open.";
  }
};

const keepSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 1500);
};
const typed = (field) =>
  field.type === "radio" || field.type === "checkbox"
    ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.type !== "file" && field.value !== field.defaultValue;

form.addEventListener("input", keepSoon);
if ([...form.elements].some(typed)) keepSoon(); // before this was here to hear of it
form.addEventListener("submit", () => {
  sending = true;
  clearTimeout(waiting);
});
addEventListener("pagehide", () => {
  if (waiting && !sending) keep();
});
