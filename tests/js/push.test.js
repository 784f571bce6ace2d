/** The number on the icon, and the site's key. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clearIcon, countOnIcon } from "../../static/js/lib/badge.js";
import { bytesOf } from "../../static/js/lib/push_key.js";

globalThis.navigator ??= {}; // an older Node has none

test("the icon bears all that is unread, and nothing when nothing is", () => {
  const badges = [];
  Object.assign(navigator, { setAppBadge: async (count) => badges.push(count), clearAppBadge: async () => badges.push(null) });
  countOnIcon("/unread/messages/", 2);
  countOnIcon("/unread/notifications/", 3);
  countOnIcon("/unread/messages/", 0);
  countOnIcon("/unread/notifications/", 0);
  clearIcon();
  assert.deepEqual(badges, [2, 5, 3, null, null]);
});

test("where there is no badge, none is set", () => {
  Object.assign(navigator, { setAppBadge: undefined, clearAppBadge: undefined });
  countOnIcon("/unread/messages/", 2);
  clearIcon();
});

test("a key in base64url is bytes", () => assert.deepEqual([...bytesOf("-_8A")], [251, 255, 0]));
