import assert from "node:assert/strict";
import { test } from "node:test";
import { InOrder } from "../../static/js/lib/in_order.js";

function pairing() {
  const delivered = [];
  return { delivered, inOrder: new InOrder((label, result) => delivered.push([label, result])) };
}

test("outputs meet the inputs they came from", () => {
  const { inOrder, delivered } = pairing();
  inOrder.expect("a");
  inOrder.expect("b");
  inOrder.arrive(1);
  inOrder.arrive(2);
  assert.deepEqual(delivered, [["a", 1], ["b", 2]]);
});

test("what needs no codec waits for its turn", () => {
  const { inOrder, delivered } = pairing();
  inOrder.expect("a");
  inOrder.follow("end");
  inOrder.expect("b");
  assert.deepEqual(delivered, []);
  inOrder.arrive(1);
  assert.deepEqual(delivered, [["a", 1], ["end", null]]);
  assert.equal(inOrder.oldest, "b");
});

test("with nothing before it, it goes at once", () => {
  const { inOrder, delivered } = pairing();
  inOrder.follow("end");
  assert.deepEqual(delivered, [["end", null]]);
});

test("an output nobody waits for is let go", () => {
  const { inOrder, delivered } = pairing();
  inOrder.expect("a");
  inOrder.clear();
  inOrder.arrive(1);
  assert.deepEqual(delivered, []);
  assert.equal(inOrder.size, 0);
});
