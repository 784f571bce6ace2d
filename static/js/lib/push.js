/** Letting this browser be woken: what it can, what its person allowed, and telling the server. Nothing is asked before a press. */
import { bytesOf, knowsPush } from "./push_key.js";
import { send } from "./send.js";
import { knowsWorkers, worker } from "./service_worker.js";

const URL = "/push/subscription/";
const WANTED = "linnet.push"; // by whom, in this browser
const KEPT = "linnet.push.kept"; // in this tab the server was told

/** "insecure", "unsupported", "denied", "on" or "off". */
export async function pushState(person) {
  if (!isSecureContext) return "insecure";
  if (!knowsWorkers() || !knowsPush()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return isWantedBy(person) && Notification.permission === "granted" && (await subscription()) ? "on" : "off";
}

export function isWantedBy(person) {
  return localStorage.getItem(WANTED) === person;
}

/** Asks the person, then the push service, then tells the server. Returns what state it is in then; throws SendFailed, or what the browser throws. */
export async function turnOn(person, key) {
  if ((await Notification.requestPermission()) !== "granted") return pushState(person);
  await tell(await subscribe(key));
  localStorage.setItem(WANTED, person);
  return "on";
}

export async function turnOff() {
  localStorage.removeItem(WANTED);
  const known = await subscription();
  if (!known) return;
  await known.unsubscribe(); // first: then nothing comes, even if the server does not hear of it
  await send(URL, { method: "DELETE", body: { endpoint: known.endpoint } }).catch(() => {});
}

/** After another log-in, another key of the site or another address of the browser: what the person wanted goes on to hold. */
export async function keepUp(person, key) {
  if (sessionStorage.getItem(KEPT) || !isWantedBy(person) || Notification.permission !== "granted") return;
  await tell(await subscribe(key));
  sessionStorage.setItem(KEPT, "1");
}

/** After logging out nobody keeps this browser subscribed. */
export function forgetPush() {
  sessionStorage.removeItem(KEPT);
}

async function subscription() {
  return (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription() ?? null;
}

async function subscribe(key) {
  const { pushManager } = await worker();
  const known = await pushManager.getSubscription();
  if (known && !isFor(known, key)) await known.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

function isFor({ options }, key) {
  const known = options?.applicationServerKey;
  return !known || bytesOf(key).every((byte, place) => byte === new Uint8Array(known)[place]);
}

async function tell(subscribed) {
  const { endpoint, keys } = subscribed.toJSON();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await send(URL, { body: { endpoint, p256dh: keys.p256dh, auth: keys.auth, time_zone: timeZone ?? "" } });
}
