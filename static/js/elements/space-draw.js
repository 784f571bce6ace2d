/* Small strokes: they change a node only where it differs, so that nothing flickers and no reader repeats itself. */
import { paintPicture } from "../lib/face.js";

/** Writes `text` into `node`. */
export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/** Sets an attribute; null or false takes it away. */
export function mark(node, name, value) {
  if (!node) return;
  if (value === null || value === false || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Shows or hides `node`. */
export function show(node, shown) {
  mark(node, "hidden", shown ? null : "");
}

/** Paints the picture of `person`, or their initial on their hue. */
export function paintFace(avatar, person) {
  const initial = avatar.querySelector(".avatar__initial");
  write(initial, ([...(person.name || person.handle)][0] ?? "").toUpperCase());
  mark(initial, "class", `avatar__initial hue-${person.hue}`);
  mark(avatar, "data-face-of", person.id);
  paintPicture(avatar, person.avatar);
}

const kept = new WeakMap();

/** Makes `list` show one node per item, in order; the node of an item that stays is kept, and moved only if it must be. */
export function keyed(list, items, { key, make, update }) {
  const nodes = kept.get(list) ?? new Map();
  const wanted = new Map(items.map((item) => [key(item), item]));
  for (const [id, node] of nodes) {
    if (!wanted.has(id)) node.remove();
  }
  const next = new Map();
  let place = list.firstElementChild;
  for (const [id, item] of wanted) {
    const node = nodes.get(id) ?? make(item);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
    update(node, item);
    next.set(id, node);
  }
  kept.set(list, next);
  return next;
}
