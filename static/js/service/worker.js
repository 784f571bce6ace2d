/**
 * Linnet's service worker. The server writes `const SITE = …` above: addresses, words, and the name of the cache, which changes with any of them.
 *
 * It does two things: it wakes up for pushes, and it shows a calm page where a navigation finds no network. It answers nothing but
 * navigations, so sound, sockets, uploads and ranges never pass it; it keeps nothing but that one page, which is the same for everybody.
 */

// ---- Its life --------------------------------------------------------------------------------------------------------

// A new one may take over at once: it holds nothing that an open page relies on.
addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(Promise.all([dropOldCaches(), registration.navigationPreload?.enable()])));

async function keepOfflinePage() {
  const page = await fetch(SITE.offline, { credentials: "omit", cache: "reload" });
  if (!page.ok || page.redirected) throw new Error("The offline page is not there.");
  await (await caches.open(SITE.cache)).put(SITE.offline, page);
}

async function dropOldCaches() {
  const old = (await caches.keys()).filter((name) => name.startsWith("linnet-") && name !== SITE.cache);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// ---- Pages without a network -----------------------------------------------------------------------------------------

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET" && !request.headers.has("range")) event.respondWith(page(event));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SITE.offline)) ?? Response.error();
  }
}

// ---- Pushes ----------------------------------------------------------------------------------------------------------

addEventListener("push", (event) => event.waitUntil(wake(told(event.data))));

/** What the server said; browsers demand that something is shown for every push. */
function told(data) {
  try {
    return data.json();
  } catch {
    return { title: SITE.words.unknown, url: "/notifications/" };
  }
}

async function wake({ title, body, why, url, settings, tag, unread }) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  await registration.showNotification(title, {
    body: [body, why].filter(Boolean).join("\n"),
    icon: SITE.icon,
    badge: SITE.badge,
    tag,
    dir: "auto",
    silent: windows.some((window) => window.focused), // who looks at Linnet sees it there
    data: { url, settings },
    actions: settings ? [{ action: "settings", title: SITE.words.settings }] : [],
  });
  if (Number.isInteger(unread)) await navigator.setAppBadge?.(unread);
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, settings } = event.notification.data ?? {};
  event.waitUntil(openPage((event.action === "settings" && settings) || url || "/notifications/"));
});

/** In a window that shows it already; else in any, which goes there itself, for it may play a Space; else in a new one. */
async function openPage(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return;
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((window) => new URL(window.url).pathname === url.pathname);
  const window = there ?? windows.find((other) => other.focused) ?? windows[0];
  if (!window) return void (await clients.openWindow(url.href));
  const shown = (await window.focus().catch(() => null)) ?? window;
  shown.postMessage({ open: url.pathname + url.search + url.hash });
}

// ---- Another address -------------------------------------------------------------------------------------------------

addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

/** The page puts right what can't be put right here: it looks on every visit. */
async function renew({ oldSubscription, newSubscription }) {
  if (!oldSubscription) return;
  const fresh = newSubscription ?? (await registration.pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ old_endpoint: oldSubscription.endpoint, endpoint, p256dh: keys.p256dh, auth: keys.auth });
  await fetch(SITE.renewal, { method: "POST", body });
}
