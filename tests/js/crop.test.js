import assert from "node:assert/strict";
import { test } from "node:test";
import { centred, MOST_ZOOM, moved, placed, zoomed, zoomOf } from "../../static/js/lib/crop.js";

const WIDE = { width: 1200, height: 600 };
const TALL = { width: 600, height: 1200 };

const near = (got, wanted) => {
  for (const [name, value] of Object.entries(wanted)) assert.ok(Math.abs(got[name] - value) < 1e-9, `${name}: ${got[name]}, not ${value}`);
};

const isInside = (crop, { width, height }, ratio) => {
  const tall = (crop.width * width) / (ratio * height);
  assert.ok(crop.left >= 0 && crop.top >= 0 && crop.left + crop.width <= 1 + 1e-9 && crop.top + tall <= 1 + 1e-9, JSON.stringify(crop));
};

test("at first the middle is shown, as much of it as fits", () => {
  near(centred(WIDE, 1), { left: 0.25, top: 0, width: 0.5 });
  near(centred(TALL, 1), { left: 0, top: 0.25, width: 1 });
  near(centred(TALL, 3), { left: 0, top: 0.5 - 1 / 12, width: 1 });
});

test("it can be moved up to the edge and no further", () => {
  const crop = centred(WIDE, 1);
  near(moved(crop, WIDE, 1, 0.1, 0), { left: 0.3, top: 0 });
  near(moved(crop, WIDE, 1, -9, 9), { left: 0, top: 0 });
  near(moved(crop, WIDE, 1, 9, 0), { left: 0.5 });
});

test("zooming keeps in place what lies under the pointer", () => {
  const at = { x: 0.25, y: 0.75 };
  const before = centred(WIDE, 1);
  const after = zoomed(before, WIDE, 1, 2, at);
  near(after, { width: 0.25, left: before.left + 0.25 * at.x, top: 0.5 * at.y });
  near(zoomed(after, WIDE, 1, 0.5, at), before);
});

test("zooming ends where nothing more can be shown, and where too little would be", () => {
  near(zoomed(centred(WIDE, 1), WIDE, 1, 0.01), centred(WIDE, 1));
  assert.equal(zoomOf(zoomed(centred(WIDE, 1), WIDE, 1, 1000), WIDE, 1), MOST_ZOOM);
  assert.equal(zoomOf(centred(TALL, 3), TALL, 3), 1);
});

test("the picture is placed so that the crop fills the window", () => {
  near(placed({ left: 0.25, top: 0, width: 0.5 }, WIDE), { left: -0.5, top: 0, width: 2 });
  near(placed({ left: 0, top: 0.25, width: 1 }, TALL), { left: 0, top: -0.5, width: 1 });
});

test("whatever is done, what is shown lies inside", () => {
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (const [picture, ratio] of [[WIDE, 1], [TALL, 3], [{ width: 33, height: 4000 }, 3], [{ width: 4000, height: 33 }, 1]]) {
    let crop = centred(picture, ratio);
    for (let turn = 0; turn < 500; turn += 1) {
      crop = moved(crop, picture, ratio, chance() * 4 - 2, chance() * 4 - 2);
      crop = zoomed(crop, picture, ratio, chance() * 3 + 0.1, { x: chance(), y: chance() });
      isInside(crop, picture, ratio);
    }
  }
});
