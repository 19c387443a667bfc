// Whoever signs out leaves nothing of theirs on the phone.
import { forgetAll } from "./drafts.js";

for (const form of document.querySelectorAll('form[action$="/logout/"]')) form.addEventListener("submit", forgetAll);
