// What a clock shows that runs out in so many milliseconds: the same words as web/referrals/clock.py.
const MINUTE = 60_000;
const SOON = 30 * MINUTE;

export const length = (time) => {
  const minutes = Math.ceil(time / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days) return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
  if (hours) return minutes % 60 ? `${hours} h ${minutes % 60} m` : `${hours} h`;
  return `${minutes} m`;
};

export const say = (left) => {
  if (left < 0) return { state: "late", words: `${length(-left)} late` };
  return { state: left <= SOON ? "soon" : "running", words: `${length(left)} left` };
};
