import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../../static/js/lib/spans.js";
import { ClipSound } from "../../static/js/live/clip_sound.js";

/** A sound element whose file is there, or not. */
class FakeAudio extends EventTarget {
  currentTime = 0;
  paused = true;
  broken = new Set();
  canPlayType = () => "probably";

  set src(address) {
    this.address = address;
    this.currentTime = 0;
  }

  hasAttribute = () => Boolean(this.address);
  removeAttribute = () => (this.address = "");

  async play() {
    if (this.broken.has(this.address)) return void this.dispatchEvent(new Event("error"));
    this.paused = false;
    this.dispatchEvent(new Event("playing"));
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}

class FakeSpace extends EventTarget {
  state = { status: "idle" };
  output = { gain: { value: 1 } };
}

function scene() {
  const audio = new FakeAudio();
  const space = new FakeSpace();
  return { audio, space, sound: new ClipSound(() => audio, space) };
}

const clip = (id, anew = async () => ({ ogg: `${id}-new.ogg`, m4a: `${id}-new.m4a` })) => ({ id, ms: 10_000, about: "Alice", href: "/", sources: { ogg: `${id}.ogg`, m4a: `${id}.m4a` }, anew });
const soon = () => new Promise((done) => setTimeout(done));

test("one recording after the other, never two", () => {
  const { audio, sound } = scene();
  sound.play(clip("a"));
  assert.equal(sound.state.isPlaying, true);
  sound.play(clip("b"), 2_000);
  assert.deepEqual([sound.state.clip.id, audio.address, sound.at], ["b", "b.ogg", 2_000]);
  sound.toggle();
  assert.equal(sound.state.isPlaying, false);
});

test("a Space that is joined stops it, and is not heard while it plays", () => {
  const { space, sound } = scene();
  sound.play(clip("a"));
  assert.equal(space.output.gain.value, 0);
  space.state = { status: "connecting" };
  space.dispatchEvent(new Event("change"));
  assert.deepEqual([sound.state.isPlaying, space.output.gain.value], [false, 1]);
  space.state = { status: "live" };
  sound.play(clip("a"));
  assert.equal(space.output.gain.value, 0);
  sound.stop();
  assert.deepEqual([sound.state.clip, space.output.gain.value], [null, 1]);
});

test("an address that is over is asked for anew, once", async () => {
  const { audio, sound } = scene();
  audio.broken.add("a.ogg");
  sound.play(clip("a"));
  await soon();
  assert.deepEqual([audio.address, sound.state.isPlaying], ["a-new.ogg", true]);
  audio.broken.add("b.ogg").add("b-new.ogg");
  sound.play(clip("b"));
  await soon();
  assert.deepEqual([sound.state.isPlaying, sound.state.isFailed], [false, true]);
});

test("what one may not hear any more fails", async () => {
  const { audio, sound } = scene();
  audio.broken.add("a.ogg");
  const gone = async () => {
    throw new Error("404");
  };
  sound.play(clip("a", gone));
  await soon();
  assert.equal(sound.state.isFailed, true);
});

test("it is never sought outside of itself, and goes at four speeds", () => {
  const { audio, sound } = scene();
  sound.play(clip("a"));
  sound.seek(99_000);
  assert.equal(sound.at, 10_000);
  sound.seek(-5);
  assert.equal(sound.at, 0);
  const rates = [1, 2, 3, 4].map(() => (sound.nextRate(), audio.playbackRate));
  assert.deepEqual(rates, [1.25, 1.5, 2, 1]);
});

test("how long something is", () => {
  assert.deepEqual([0, 72_400, 140_000, 3_500_000].map(clock), ["0:00", "1:12", "2:20", "58:20"]);
});
