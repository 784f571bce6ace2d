import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { closeOf, encode, packetsIn, parse } from "../../static/js/live/protocol.js";

const vectors = JSON.parse(readFileSync(new URL("../data/live_protocol.json", import.meta.url)));
const unhex = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** The vectors write packets as hex; we hold them as bytes. */
function withPackets(fields, translate) {
  const copy = { ...fields };
  if ("packet" in copy) copy.packet = translate(copy.packet);
  if ("groups" in copy) copy.groups = copy.groups.map((group) => ({ ...group, packets: group.packets.map(translate) }));
  return copy;
}

for (const { name, kind, fields, hex: wire } of vectors.valid) {
  test(`encodes: ${name}`, () => assert.equal(hex(encode(kind, withPackets(fields, unhex))), wire));

  test(`parses: ${name}`, () => {
    const { kind: parsedKind, ...parsed } = parse(unhex(wire));
    assert.equal(parsedKind, kind);
    assert.deepEqual(withPackets(parsed, hex), fields);
  });
}

for (const name of ["empty message", "another version", "truncated header", "truncated beat"]) {
  test(`throws on: ${name}`, () => {
    const { hex: wire } = vectors.refused.find((vector) => vector.name === name);
    assert.throws(() => parse(unhex(wire)), RangeError);
  });
}

test("a bundle cut anywhere throws", () => {
  const bundle = unhex(vectors.valid.find(({ kind }) => kind === "bundle").hex);
  for (let length = 0; length < bundle.length; length++) assert.throws(() => parse(bundle.subarray(0, length)), RangeError);
});

test("a kind we do not know is passed over", () => assert.equal(parse(unhex("1f000001")), null));

test("a message is read from where its view begins", () => {
  const padded = unhex("ffff" + vectors.valid.at(-1).hex);
  assert.deepEqual(parse(padded.subarray(2)), { kind: "pulse", ...vectors.valid.at(-1).fields });
});

test("every packet of a bundle has its own number, clock and flags", () => {
  const packets = [unhex("48"), unhex("49"), unhex("")];
  const groups = [{ slot: 3, flags: 1 | 2 | 16, level: 9, seq0: 0xffff, ts0: 0xffffffff, packets }];
  assert.deepEqual(
    packetsIn({ kind: "bundle", groups }).map(({ flags, seq, ts }) => ({ flags, seq, ts })),
    [{ flags: 17, seq: 0xffff, ts: 0xffffffff }, { flags: 0, seq: 0, ts: 959 }, { flags: 2, seq: 1, ts: 1919 }],
  );
});

test("a relay is its own only packet", () => {
  const relay = parse(unhex(vectors.valid.find(({ kind }) => kind === "relay").hex));
  assert.deepEqual(packetsIn(relay), [relay]);
});

test("after some closes a client comes back by itself", () => {
  for (const code of [4408, 4414, 1001, 1012, 1006]) assert.equal(closeOf(code).comesBack, true, String(code));
});

test("after others it does not", () => {
  for (const code of [4400, 4401, 4403, 4404, 4406, 4409, 4410, 4413, 4421, 4422, 4423, 4424, 4429]) assert.equal(closeOf(code).comesBack, false, String(code));
  assert.deepEqual(closeOf(4413), { code: 4413, name: "space_full", comesBack: false });
});
