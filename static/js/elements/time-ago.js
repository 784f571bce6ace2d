/** Times as people say them, in the reader's own time zone, kept current. */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const REFRESH_MS = 20_000;
const shown = new Set();

setInterval(() => shown.forEach((element) => element.show()), REFRESH_MS);

class TimeAgo extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    this.moment = new Date(this.time.dateTime);
    this.time.title = this.moment.toLocaleString(lang(), { dateStyle: "full", timeStyle: "short" });
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  show() {
    const say = { long, coming, left }[this.dataset.style] ?? age;
    this.time.textContent = say(this.moment);
  }
}

const lang = () => document.documentElement.lang || undefined;

function age(moment) {
  const seconds = Math.max(0, (Date.now() - moment) / 1000);
  if (seconds < MINUTE) return new Intl.RelativeTimeFormat(lang(), { numeric: "auto" }).format(0, "second");
  if (seconds < HOUR) return unit(seconds / MINUTE, "minute");
  if (seconds < DAY) return unit(seconds / HOUR, "hour");
  const isThisYear = moment.getFullYear() === new Date().getFullYear();
  return moment.toLocaleDateString(lang(), { day: "numeric", month: "short", year: isThisYear ? undefined : "numeric" });
}

function unit(number, name) {
  return new Intl.NumberFormat(lang(), { style: "unit", unit: name, unitDisplay: "narrow" }).format(Math.floor(number));
}

function long(moment) {
  return moment.toLocaleString(lang(), { dateStyle: "long", timeStyle: "short" });
}

/** In an hour, in 3 days. */
function left(moment) {
  const seconds = Math.max(0, (moment - Date.now()) / 1000);
  const [size, name] = seconds < HOUR ? [MINUTE, "minute"] : seconds < 2 * DAY ? [HOUR, "hour"] : [DAY, "day"];
  return new Intl.RelativeTimeFormat(lang()).format(Math.round(seconds / size), name);
}

function coming(moment) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.floor((moment - midnight) / 1000 / DAY);
  const time = moment.toLocaleTimeString(lang(), { hour: "numeric", minute: "2-digit" });
  if (days < 0 || days > 1) return `${moment.toLocaleDateString(lang(), { weekday: "short", day: "numeric", month: "short" })}, ${time}`;
  const day = new Intl.RelativeTimeFormat(lang(), { numeric: "auto" }).format(days, "day");
  return `${day.charAt(0).toLocaleUpperCase(lang())}${day.slice(1)}, ${time}`;
}

customElements.define("time-ago", TimeAgo);
