/* Menus float above everything. On a desktop they stand beside what they belong to, on a phone they rise from the bottom. */

const GAP = 8;
const wide = matchMedia("(min-width: 700px)");

/** Opens the popover `menu` for `anchor`: "beside" the room, "below" or "above" the button. Focus moves in and comes back. */
export function openFor(menu, anchor, side) {
  if (menu.matches(":popover-open")) menu.hidePopover();
  anchor.setAttribute("aria-expanded", "true");
  menu.addEventListener("toggle", (event) => event.newState === "closed" && settle(menu, anchor), { once: false, signal: fresh(menu) });
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect(), side);
  itemsOf(menu)[0]?.focus({ preventScroll: true });
}

const listening = new WeakMap();

function fresh(menu) {
  listening.get(menu)?.abort();
  const control = new AbortController();
  listening.set(menu, control);
  return control.signal;
}

function settle(menu, anchor) {
  anchor.setAttribute("aria-expanded", "false");
  listening.get(menu)?.abort();
  const isLost = document.activeElement === document.body || menu.contains(document.activeElement);
  if (isLost && anchor.isConnected) anchor.focus({ preventScroll: true });
}

function place(menu, anchor, side) {
  for (const edge of ["left", "top"]) menu.style.removeProperty(edge);
  if (!wide.matches) return;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const [left, top] = corner(anchor, side, width, height);
  menu.style.setProperty("left", `${within(left, innerWidth - width)}px`);
  menu.style.setProperty("top", `${within(top, innerHeight - height)}px`);
}

function corner(anchor, side, width, height) {
  const isRtl = document.documentElement.dir === "rtl";
  const alignEnd = isRtl ? anchor.left : anchor.right - width;
  if (side === "below") return [alignEnd, anchor.bottom + GAP];
  if (side === "above") return [alignEnd, anchor.top - height - GAP];
  const room = document.querySelector("space-sheet").getBoundingClientRect();
  const outside = isRtl ? room.right - GAP : room.left - width + GAP;
  const fits = outside >= GAP && outside + width <= innerWidth - GAP;
  return [fits ? outside : alignEnd, anchor.top];
}

function within(value, most) {
  return Math.max(GAP, Math.min(value, most - GAP));
}

function itemsOf(menu) {
  return [...menu.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null || item.getClientRects().length);
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Arrow keys, Home and End walk through the items of `menu`; in a grid up and down skip a row of `columns`. */
export function walkable(menu, columns = 1) {
  menu.addEventListener("keydown", (event) => {
    const items = itemsOf(menu);
    const here = items.indexOf(document.activeElement);
    const next = nextItem(event.key, here, items.length, columns);
    if (next === null || event.target.matches("input")) return;
    event.preventDefault();
    items.at(next).focus();
  });
}

function nextItem(key, here, count, columns) {
  if (key === "Home") return 0;
  if (key === "End") return -1;
  if (!(key in STEPS)) return null;
  const isVertical = key === "ArrowDown" || key === "ArrowUp";
  return (here + STEPS[key] * (isVertical ? columns : 1) + count) % count;
}
