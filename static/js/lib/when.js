/** Days and times as a conversation tells them, in the reader's own time zone. */

const GAP_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * The line above a message: its day and time when another day began, its time after a silence of an hour, else nothing.
 * @param {Date} moment
 * @param {Date | null} previous when the message before it was sent
 * @param {Date} now
 * @param {string} [lang]
 */
export function lineAbove(moment, previous, now, lang) {
  if (!previous || !isSameDay(moment, previous)) return `${day(moment, now, lang)}, ${time(moment, lang)}`;
  return moment - previous >= GAP_MS ? time(moment, lang) : "";
}

export function time(moment, lang) {
  return moment.toLocaleTimeString(lang, { hour: "numeric", minute: "2-digit" });
}

/** Today, Yesterday, the weekday within a week, else the date. */
export function day(moment, now, lang) {
  const days = Math.round((midnight(now) - midnight(moment)) / DAY_MS);
  if (days === 0 || days === 1) return capital(new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-days, "day"), lang);
  if (days > 1 && days < 7) return moment.toLocaleDateString(lang, { weekday: "long" });
  const year = moment.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return moment.toLocaleDateString(lang, { day: "numeric", month: "short", year });
}

function isSameDay(one, other) {
  return midnight(one) === midnight(other);
}

function midnight(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}

function capital(words, lang) {
  return words.charAt(0).toLocaleUpperCase(lang) + words.slice(1);
}
