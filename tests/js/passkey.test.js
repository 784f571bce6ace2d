import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, bytesOf, creationOf, requestOf, textOf } from "../../static/js/lib/passkey.js";

const bytes = Uint8Array.of(0, 251, 255, 191, 62);

test("bytes travel as base64url, there and back", () => {
  assert.equal(textOf(bytes.buffer), "APv_vz4");
  assert.deepEqual(bytesOf("APv_vz4"), bytes);
});

test("a passkey that is made always knows its person", () => {
  const options = { publicKey: { challenge: "APv_vz4", user: { id: "AQ", name: "alice" }, authenticatorSelection: { residentKey: "discouraged" } } };
  const { publicKey } = creationOf(options);
  assert.deepEqual(publicKey.challenge, bytes);
  assert.deepEqual(publicKey.user.id, Uint8Array.of(1));
  assert.deepEqual(publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  assert.deepEqual(publicKey.excludeCredentials, []);
});

test("one that is asked for may be one of several", () => {
  const { publicKey } = requestOf({ publicKey: { challenge: "AQ", allowCredentials: [{ id: "APv_vz4", type: "public-key" }] } });
  assert.deepEqual(publicKey.allowCredentials, [{ id: bytes, type: "public-key" }]);
});

test("the answer is JSON without what was not given", () => {
  const response = { clientDataJSON: bytes.buffer, signature: bytes.buffer, userHandle: null };
  const credential = { id: "x", type: "public-key", rawId: bytes.buffer, response, getClientExtensionResults: () => ({ credProps: { rk: true } }) };
  assert.deepEqual(JSON.parse(JSON.stringify(answerOf(credential))), {
    id: "x",
    type: "public-key",
    rawId: "APv_vz4",
    response: { clientDataJSON: "APv_vz4", signature: "APv_vz4", transports: [] },
    clientExtensionResults: { credProps: { rk: true } },
  });
});
