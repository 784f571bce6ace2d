/**
 * The one recording that plays in this page: an object that outlives page swaps. It touches no element of the page. Event: `change`.
 * One sound at a time: a Space that is joined stops it, and while it plays, the Space one is in is not heard.
 */

import { engine } from "./engine.js";

export const RATES = [1, 1.25, 1.5, 2];
const CHOICE = "linnet.rate"; // key in localStorage
const IDLE = Object.freeze({ clip: null, isPlaying: false, isFailed: false });

/** @typedef {{id: string, ms: number, about: string, href: string, sources: {ogg: string, m4a: string}, anew: () => Promise<{ogg: string, m4a: string}>}} Clip */

export class ClipSound extends EventTarget {
  #audio = null;
  #makeAudio;
  #space;
  #state = IDLE;
  #hasTriedAnew = false;
  #rate = chosenRate();

  /** @param {() => HTMLAudioElement} makeAudio @param {EventTarget} space the sound of Spaces */
  constructor(makeAudio, space) {
    super();
    this.#makeAudio = makeAudio;
    this.#space = space;
    space.addEventListener("change", () => this.#heedSpace());
  }

  get state() {
    return this.#state;
  }

  get rate() {
    return this.#rate;
  }

  /** @returns {number} milliseconds from the beginning */
  get at() {
    return Math.round((this.#audio?.currentTime ?? 0) * 1000);
  }

  /** To be called while a click is handled. @param {Clip} clip @param {number} [at] milliseconds from the beginning */
  play(clip, at) {
    if (clip.id !== this.#state.clip?.id) this.#load(clip);
    if (at !== undefined) this.#audio.currentTime = at / 1000;
    else if (this.#audio.ended) this.#audio.currentTime = 0;
    this.#start();
  }

  pause() {
    this.#audio?.pause();
  }

  toggle() {
    if (this.#state.isPlaying) this.pause();
    else if (this.#state.clip) this.play(this.#state.clip);
  }

  /** @param {number} at milliseconds from the beginning */
  seek(at) {
    if (!this.#audio || !this.#state.clip) return;
    this.#audio.currentTime = Math.min(Math.max(at, 0), this.#state.clip.ms) / 1000;
    this.#tell();
  }

  stop() {
    this.pause();
    if (this.#audio) this.#audio.removeAttribute("src");
    this.#set(IDLE);
  }

  nextRate() {
    this.#rate = RATES[(RATES.indexOf(this.#rate) + 1) % RATES.length];
    if (this.#audio) this.#audio.playbackRate = this.#rate;
    rememberRate(this.#rate);
    this.#tell();
  }

  #load(clip) {
    this.#audio ??= this.#listenTo(this.#makeAudio());
    this.#audio.pause();
    this.#hasTriedAnew = false;
    this.#audio.src = this.#best(clip.sources);
    this.#set({ clip, isPlaying: false, isFailed: false });
    this.#describe(clip);
  }

  #best({ ogg, m4a }) {
    return this.#audio.canPlayType("audio/ogg; codecs=opus") ? ogg : m4a;
  }

  #start() {
    this.#audio.defaultPlaybackRate = this.#audio.playbackRate = this.#rate;
    this.#holdSpace(true);
    this.#audio.play().catch((error) => error.name !== "AbortError" && this.#set({ isPlaying: false }));
  }

  #listenTo(audio) {
    audio.preload = "auto";
    audio.addEventListener("playing", () => this.#set({ isPlaying: true, isFailed: false }));
    for (const end of ["pause", "ended"]) audio.addEventListener(end, () => this.#rest());
    for (const news of ["timeupdate", "seeked"]) audio.addEventListener(news, () => this.#tell());
    audio.addEventListener("error", () => this.#failed());
    return audio;
  }

  #rest() {
    this.#holdSpace(false);
    this.#set({ isPlaying: false });
  }

  /** An address holds for some hours: then there is another, if one may still hear it. */
  async #failed() {
    const { clip } = this.#state;
    if (!clip || !this.#audio.hasAttribute("src")) return;
    const at = this.#audio.currentTime;
    if (this.#hasTriedAnew) return this.#giveUp();
    this.#hasTriedAnew = true;
    const sources = await clip.anew().catch(() => null);
    if (clip !== this.#state.clip) return;
    if (!sources) return this.#giveUp();
    this.#audio.src = this.#best(sources);
    this.#audio.currentTime = at;
    this.#start();
  }

  #giveUp() {
    this.#holdSpace(false);
    this.#set({ isPlaying: false, isFailed: true });
  }

  #heedSpace() {
    if (this.#space.state.status === "connecting") this.pause();
  }

  /** What is said in a Space goes on meanwhile, unheard. */
  #holdSpace(isHeld) {
    if (this.#space.output) this.#space.output.gain.value = isHeld ? 0 : 1;
  }

  #describe({ about }) {
    const session = globalThis.navigator?.mediaSession;
    if (!session || !globalThis.MediaMetadata) return;
    session.metadata = new MediaMetadata({ title: about, artist: "Linnet" });
    const acts = {
      play: () => this.toggle(),
      pause: () => this.pause(),
      stop: () => this.stop(),
      seekbackward: ({ seekOffset = 10 }) => this.seek(this.at - seekOffset * 1000),
      seekforward: ({ seekOffset = 10 }) => this.seek(this.at + seekOffset * 1000),
      seekto: ({ seekTime }) => this.seek(seekTime * 1000),
    };
    for (const [name, act] of Object.entries(acts)) session.setActionHandler(name, act);
  }

  #tellSession() {
    const { clip, isPlaying } = this.#state;
    const session = globalThis.navigator?.mediaSession;
    if (!session?.setPositionState) return;
    session.playbackState = clip ? (isPlaying ? "playing" : "paused") : "none";
    if (clip) session.setPositionState({ duration: clip.ms / 1000, position: Math.min(this.at, clip.ms) / 1000, playbackRate: this.#rate });
  }

  #set(changes) {
    this.#state = Object.freeze({ ...this.#state, ...changes });
    this.#tell();
  }

  #tell() {
    this.#tellSession();
    this.dispatchEvent(new Event("change"));
  }
}

function chosenRate() {
  try {
    const rate = Number(localStorage.getItem(CHOICE));
    return RATES.includes(rate) ? rate : 1;
  } catch {
    return 1; // storage may be forbidden
  }
}

function rememberRate(rate) {
  try {
    localStorage.setItem(CHOICE, String(rate));
  } catch {
    // as above
  }
}

export const clipSound = new ClipSound(() => new Audio(), engine);
