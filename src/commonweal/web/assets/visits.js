// A visit survives a lost network: taps and what is typed stay on the phone until they are sent.
import { forget, get, keep, tidy, waiting } from "./drafts.js";

const page = document.querySelector("[data-user]");
const user = page.dataset.user;
const line = page.querySelector("[data-waits]");
const form = document.querySelector("form[data-draft]");
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const say = (words) => {
  line.textContent = words;
  line.hidden = !words;
};

// A phone may think that it has a network where nothing comes through.
const reached = async () => {
  if (!navigator.onLine) return false;
  try {
    const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) };
    return (await fetch(page.dataset.reach, asked)).ok;
  } catch {
    return false;
  }
};

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// true: it is there and off the phone; false: no network; a text: what stands against it.
const send = async (kept) => {
  const body = new URLSearchParams([...kept.fields, ["csrfmiddlewaretoken", token()]]);
  try {
    const answer = await fetch(kept.action, { method: "POST", body });
    if (answer.url.includes("/accounts/")) return "Sign in again; it is still on this phone.";
    if (answer.ok) forget(kept.name);
    return answer.ok || `It needs you to look: ${kept.said}.`;
  } catch {
    return false;
  }
};

const sendAll = async () => {
  const queue = waiting(user);
  if (queue.length === 0 || !(await reached())) return;
  for (const kept of queue) {
    const here = form && kept.name === form.dataset.draft;
    if (here) {
      form.requestSubmit();
      return;
    }
    const sent = await send(kept);
    if (sent !== true) {
      if (sent) say(sent);
      return;
    }
  }
  location.reload();
};

// ---- Taps

for (const tap of document.querySelectorAll("form[data-tap]")) {
  tap.addEventListener("submit", async (event) => {
    event.preventDefault();
    const at = new Date();
    if (await reached()) {
      tap.submit();
      return;
    }
    tap.elements.happened.value = at.toISOString();
    const fields = [["happened", at.toISOString()]];
    const said = tap.querySelector("button").textContent;
    keep(`${user}${tap.getAttribute("action")}`, { fields, action: tap.action, said, send: true });
    tap.querySelector("button").disabled = true;
    say(`No network. “${said.trim()}” is noted on this phone for ${clock(at)}, and is sent when the network is back.`);
  });
}

// ---- What is typed

const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

const put = (kept) => {
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const [name, value] of kept.fields) {
    const several = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    for (const one of several) {
      if (["radio", "checkbox"].includes(one.type)) one.checked = one.checked && one.type === "checkbox" ? true : one.value === value;
      else one.value = value;
    }
  }
};

const save = (more = {}) =>
  keep(form.dataset.draft, { fields: fields(), action: form.action, said: form.dataset.visit, ...more });

const show = () => {
  const made = form.querySelector("[name=made]:checked")?.value;
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== made;
};

const begin = () => {
  const kept = get(form.dataset.draft);
  if (kept?.submitted && page.dataset.kept === form.dataset.draft) forget(form.dataset.draft);
  else if (kept && !form.hasAttribute("data-answered")) {
    put(kept);
    say(`What you typed at ${clock(kept.at)} is here again. It is kept on this phone until you keep the record.`);
  }
  show();
  form.addEventListener("input", () => {
    show();
    if (!save()) say("This phone keeps nothing; keep the record before you leave the page.");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await reached()) {
      save({ submitted: true });
      form.submit();
      return;
    }
    save({ send: true });
    say("No network. What you typed is kept on this phone and is sent when the network is back; leave this page or My visits open.");
  });
  document.querySelector("[data-forget-draft]")?.addEventListener("click", () => forget(form.dataset.draft));
};

tidy(user);
const done = page.dataset.kept;
if (done && get(done)?.submitted) forget(done);
if (form) begin();
addEventListener("online", sendAll);
sendAll();
