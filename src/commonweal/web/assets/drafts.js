// What is kept on this phone until it is sent: what was typed and tapped, by user and visit, for a day at most.
const PREFIX = "commonweal/";
const DAY = 24 * 60 * 60 * 1000;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

export const forgetAll = () => keys().forEach((key) => localStorage.removeItem(key));

// Drafts of somebody else, and those of more than a day, go.
export const tidy = (user, now = Date.now()) => {
  for (const key of keys()) {
    const kept = read(key);
    if (!key.startsWith(`${PREFIX}${user}/`) || !kept || now - kept.at > DAY) localStorage.removeItem(key);
  }
};

export const get = (name) => read(PREFIX + name);
export const forget = (name) => localStorage.removeItem(PREFIX + name);
export const keep = (name, what) => {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), ...what }));
    return true;
  } catch {
    return false;
  }
};

// What waits to be sent, in the order in which it was done.
export const waiting = (user) =>
  keys()
    .filter((key) => key.startsWith(`${PREFIX}${user}/`))
    .map((key) => ({ name: key.slice(PREFIX.length), ...read(key) }))
    .filter((kept) => kept.send)
    .sort((one, other) => one.at - other.at);
