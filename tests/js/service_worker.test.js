/** The service worker: it answers nothing but navigations, keeps nothing but one page, and says why it wakes somebody. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/js/service/worker.js", import.meta.url), "utf8");
const SITE = { cache: "linnet-2", offline: "/offline/", renewal: "/push/renewal/", icon: "/i.png", badge: "/b.png", words: { settings: "Why? Settings", unknown: "Something" } };

/** A worker in a world of its own; `world.fire` sends it an event and waits for what it has to do. */
function awake({ network = async () => new Response("page"), windows = [], names = ["linnet-1", "linnet-2", "other"] } = {}) {
  const hearers = {};
  const world = { fetched: [], shown: [], opened: [], badges: [], deleted: [], kept: new Map(), subscribed: [] };
  const caches = {
    open: async () => ({ put: async (name, page) => world.kept.set(name, page) }),
    keys: async () => names,
    delete: async (name) => world.deleted.push(name),
    match: async (name) => world.kept.get(name),
  };
  const fetch = async (asked, how) => (world.fetched.push([asked.url ?? asked, how]), network(asked));
  const clients = { matchAll: async () => windows, openWindow: async (url) => world.opened.push(url) };
  const registration = {
    showNotification: async (title, how) => world.shown.push({ title, ...how }),
    pushManager: { subscribe: async (options) => (world.subscribed.push(options), subscription("new")) },
  };
  const navigator = { setAppBadge: async (count) => world.badges.push(count) };
  const addEventListener = (name, hear) => (hearers[name] = hear);
  const context = { addEventListener, caches, fetch, clients, registration, navigator, location: new URL("https://linnet.example/sw.js"), skipWaiting: async () => (world.skipped = true), URL, URLSearchParams, Response };
  vm.runInNewContext(`const SITE = ${JSON.stringify(SITE)};\n${SOURCE}`, context);
  world.fire = async (name, event = {}) => {
    let work;
    hearers[name]({ waitUntil: (promise) => (work = promise), respondWith: (promise) => (work = promise), ...event });
    return work;
  };
  return world;
}

const subscription = (name) => ({ endpoint: `https://push.example/${name}`, options: { userVisibleOnly: true }, toJSON: () => ({ endpoint: `https://push.example/${name}`, keys: { p256dh: "p", auth: "a" } }) });
const request = (how) => ({ url: "https://linnet.example/x", method: "GET", mode: "navigate", headers: new Headers(), ...how });
const window = (url, focused = false) => {
  const it = { url, focused, told: [], postMessage: (message) => it.told.push(message), focus: async () => it };
  return it;
};
const plain = (value) => JSON.parse(JSON.stringify(value));

test("it keeps the offline page, asked for by nobody, and throws old caches away, but not those of others", async () => {
  const world = awake();
  await world.fire("install");
  assert.deepEqual(plain(world.fetched), [["/offline/", { credentials: "omit", cache: "reload" }]]);
  assert.deepEqual([...world.kept.keys()], ["/offline/"]);
  assert.ok(world.skipped);
  await world.fire("activate");
  assert.deepEqual(world.deleted, ["linnet-1"]);
});

test("a page that is not the offline page is not kept", async () => {
  const world = awake({ network: async () => new Response("no", { status: 503 }) });
  await assert.rejects(world.fire("install"));
  assert.equal(world.kept.size, 0);
});

test("it answers navigations, and nothing else", async () => {
  const world = awake();
  for (const other of [{ mode: "cors" }, { mode: "no-cors" }, { mode: "same-origin" }, { method: "POST" }, { headers: new Headers({ range: "bytes=0-" }) }]) {
    assert.equal(await world.fire("fetch", { request: request(other) }), undefined);
  }
  assert.equal(await (await world.fire("fetch", { request: request() })).text(), "page");
  assert.equal(world.kept.size, 0);
  const preloaded = await world.fire("fetch", { request: request(), preloadResponse: Promise.resolve(new Response("before")) });
  assert.equal(await preloaded.text(), "before");
});

test("without a network a navigation finds the calm page; a fault of the server stays one", async () => {
  let isThere = true;
  const world = awake({ network: async () => { if (isThere) return new Response("calm", { status: 200 }); throw new TypeError("Failed to fetch"); } }); // prettier-ignore
  await world.fire("install");
  isThere = false;
  assert.equal(await (await world.fire("fetch", { request: request() })).text(), "calm");
  const broken = awake({ network: async () => new Response("broken", { status: 500 }) });
  assert.equal((await broken.fire("fetch", { request: request() })).status, 500);
});

test("a push is shown with its reason, its tag and the way to its switch, and counted on the icon", async () => {
  const world = awake();
  const said = { title: "Alice opened a Space", body: "Dawn", why: "Because you follow Alice", url: "/spaces/7/", settings: "/settings/notifications/#pushes_spaces", tag: "push-1", unread: 3 };
  await world.fire("push", { data: { json: () => said } });
  const [shown] = plain(world.shown);
  assert.equal(shown.title, "Alice opened a Space");
  assert.equal(shown.body, "Dawn\nBecause you follow Alice");
  assert.equal(shown.tag, "push-1");
  assert.equal(shown.silent, false);
  assert.deepEqual(shown.actions, [{ action: "settings", title: "Why? Settings" }]);
  assert.deepEqual(shown.data, { url: "/spaces/7/", settings: "/settings/notifications/#pushes_spaces" });
  assert.deepEqual(world.badges, [3]);
});

test("a push that says nothing is shown all the same, and one makes no sound for who looks at Linnet", async () => {
  const world = awake({ windows: [window("https://linnet.example/", true)] });
  await world.fire("push", { data: null });
  assert.equal(world.shown[0].title, "Something");
  assert.equal(world.shown[0].silent, true);
});

const clicked = (world, action, data) => world.fire("notificationclick", { action, notification: { close() {}, data } });

test("a press opens the page, in a window that is open already, which goes there by itself", async () => {
  const world = awake();
  await clicked(world, "", { url: "/tweets/7/", settings: "/settings/notifications/#quiet" });
  await clicked(world, "settings", { url: "/tweets/7/", settings: "/settings/notifications/#quiet" });
  assert.deepEqual(world.opened, ["https://linnet.example/tweets/7/", "https://linnet.example/settings/notifications/#quiet"]);
  const [space, tweet] = [window("https://linnet.example/spaces/1/", true), window("https://linnet.example/tweets/7/")];
  await clicked(awake({ windows: [space, tweet] }), "", { url: "/tweets/7/" });
  assert.deepEqual(plain([space.told, tweet.told]), [[], [{ open: "/tweets/7/" }]]);
  await clicked(awake({ windows: [space] }), "", { url: "/tweets/7/" });
  assert.deepEqual(plain(space.told), [{ open: "/tweets/7/" }]);
});

test("a press leads nowhere else", async () => {
  const world = awake();
  await clicked(world, "", { url: "https://evil.example/" });
  await clicked(world, "", { url: "//evil.example/" });
  assert.deepEqual(world.opened, []);
});

test("a browser with another address tells the server the old one", async () => {
  const world = awake();
  await world.fire("pushsubscriptionchange", { oldSubscription: subscription("old") });
  const [[url, how]] = world.fetched;
  assert.equal(url, "/push/renewal/");
  assert.deepEqual(Object.fromEntries(how.body), { old_endpoint: "https://push.example/old", endpoint: "https://push.example/new", p256dh: "p", auth: "a" });
  assert.deepEqual(plain(world.subscribed), [{ userVisibleOnly: true }]);
  await awake().fire("pushsubscriptionchange", { oldSubscription: null });
});
