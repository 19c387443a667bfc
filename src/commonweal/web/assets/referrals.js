// The board keeps itself up to date without losing anybody's place, and opens a referral beside the list.
import { say } from "./clocks.js";

const EVERY = 20_000;
const OF_ITSELF = { "X-Of-Itself": "yes" }; // such a request does not keep a session alive
const wide = matchMedia("(min-width: 75em)");
const rows = document.getElementById("rows");
const one = document.getElementById("one");
const board = location.pathname;
let version = rows?.dataset.version;

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const byId = (page, id) => page.getElementById(id);
const places = (page) => new Map([...page.querySelectorAll(".cw-referrals tbody tr")].map((row) => [row.id, row]));

// Every clock that runs says what is left of it now.
const tick = () => {
  for (const time of document.querySelectorAll(".cw-referrals time[datetime]")) {
    const { state, words } = say(new Date(time.dateTime) - Date.now());
    if (time.textContent === words) continue;
    time.textContent = words;
    time.parentElement.className = `cw-clock cw-clock--${state}`;
  }
};

// The rows of a newer page come in place of ours; what has the focus keeps it, and nothing on the screen jumps.
const swap = (page) => {
  const before = places(document);
  const after = places(page);
  const focused = document.activeElement?.closest?.(".cw-referrals tr")?.id;
  const anchor = [...before.values()].find((row) => after.has(row.id) && row.getBoundingClientRect().bottom > 0);
  const height = anchor?.getBoundingClientRect().top;
  const open = one?.dataset.reference;
  rows.replaceChildren(...byId(page, "rows").childNodes);
  for (const part of ["answer", "counts"]) {
    const ours = byId(document, part);
    if (!ours.contains(document.activeElement)) ours.replaceChildren(...byId(page, part).childNodes);
  }
  for (const [id, row] of places(document)) {
    row.classList.toggle("here", id === open);
    row.classList.toggle("fresh", !before.has(id));
  }
  if (anchor) scrollBy(0, document.getElementById(anchor.id).getBoundingClientRect().top - height);
  if (focused) (document.getElementById(focused) ?? rows).querySelector("th a")?.focus({ preventScroll: true });
  tell(before, after);
};

const note = (words) => {
  byId(document, "news").textContent = words;
};
const counted = (n, what) => (n ? `${n} ${what}` : "");
const tell = (before, after) => {
  const fresh = [...after.keys()].filter((id) => !before.has(id)).length;
  const gone = [...before.keys()].filter((id) => !after.has(id)).length;
  const moved = [...after].filter(([id, row]) => before.has(id) && before.get(id).dataset.steps !== row.dataset.steps).length;
  const said = [counted(fresh, "new"), counted(gone, "gone"), counted(moved, "changed")].filter(Boolean).join(", ");
  if (said) note(`${said} at ${new Date().toTimeString().slice(0, 5)}`);
};

const refresh = async () => {
  if (document.hidden) return;
  try {
    const headers = { ...OF_ITSELF, "If-None-Match": version };
    const answer = await fetch(address(""), { headers, cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") note("You are signed out: sign in again to see what is new");
    if (answer.status !== 200) return;
    const page = await parsed(answer);
    version = answer.headers.get("ETag");
    if (byId(page, "rows")) swap(page);
  } catch {
    note("No connection: what is shown may be old");
  }
};

// The board's own address, with the referral that is open beside it.
const address = (open) => {
  const at = new URL(location.href);
  at.hash = "";
  open ? at.searchParams.set("open", open) : at.searchParams.delete("open");
  return at.href;
};

const show = (page, reference) => {
  const found = byId(page, "referral");
  if (!found) return false;
  one.replaceChildren(...page.querySelectorAll(".cw-done"), closer(), found);
  one.hidden = false;
  one.dataset.reference = reference;
  document.body.classList.add("cw-opened");
  for (const row of places(document).values()) row.classList.toggle("here", row.id === reference);
  history.replaceState(null, "", address(reference));
  (one.querySelector(".nhsuk-error-summary, .cw-overtaken h2, .cw-done") ?? one.querySelector("h1")).scrollIntoView({ block: "nearest" });
  const heard = one.querySelector(".nhsuk-error-summary") ?? one.querySelector("h1");
  heard.tabIndex = -1;
  heard.focus({ preventScroll: true });
  return true;
};

const closer = () => {
  const button = Object.assign(document.createElement("button"), { className: "cw-plain cw-beside__close", textContent: "Close (Esc)" });
  button.addEventListener("click", close);
  return button;
};

const close = () => {
  const row = document.getElementById(one.dataset.reference);
  one.hidden = true;
  one.replaceChildren();
  delete one.dataset.reference;
  document.body.classList.remove("cw-opened");
  row?.classList.remove("here");
  history.replaceState(null, "", address(""));
  row?.querySelector("th a")?.focus();
};

const open = async (href, reference) => {
  const answer = await fetch(href);
  if (!show(await parsed(answer), reference)) location.assign(href);
};

// A form beside the list answers beside the list, and the list follows at once. What was typed stays until then.
const send = async (form, by) => {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, by) });
    const page = await parsed(answer);
    if (byId(page, "referral")) show(page, one.dataset.reference);
    else if (byId(page, "rows")) close();
    else return location.assign(answer.url);
    await refresh();
  } catch {
    const words = "No connection. What you typed stands below; whether it was recorded shows once you send it again.";
    const warning = Object.assign(document.createElement("p"), { className: "cw-heed", role: "alert", textContent: words });
    form.querySelector(".cw-heed")?.remove();
    form.prepend(warning);
  }
};

const beside = () => one && wide.matches;

if (rows) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".cw-referrals th a");
    if (!link || !beside() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, link.closest("tr").id);
  });
  one.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.method === "post") return void send(event.target, event.submitter);
    const { reference } = one.dataset;
    open(`${board}${reference}?${new URLSearchParams(new FormData(event.target))}`, reference);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !one.hidden) close();
  });
  document.querySelector("[data-again]").addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
  const asked = new URL(location.href).searchParams.get("open");
  if (asked && /^[\w-]+$/.test(asked)) {
    const href = `${board}${asked}`;
    beside() ? open(href, asked) : location.replace(href);
  }
  setInterval(tick, EVERY / 2);
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", () => (tick(), refresh()));
}
