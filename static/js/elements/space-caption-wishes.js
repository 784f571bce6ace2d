/* How you like your captions: kept on this device, for every Space. */

const KEY = "linnet.captions";
const PLAIN = { on: true, size: "m", ground: "soft", place: "below", aloud: true };
const CHOICES = { size: ["s", "m", "l", "xl"], ground: ["soft", "black", "none"], place: ["below", "above"] };

class CaptionWishes extends EventTarget {
  #wishes = { ...PLAIN, ...remembered() };

  /** Whether captions are shown. */
  get on() {
    return this.#wishes.on;
  }

  /** s, m, l or xl. */
  get size() {
    return this.#wishes.size;
  }

  /** What they stand on: soft, black or none. */
  get ground() {
    return this.#wishes.ground;
  }

  /** Where they stand: below the faces or above. */
  get place() {
    return this.#wishes.place;
  }

  /** Whether screen readers are told each new line. */
  get aloud() {
    return this.#wishes.aloud;
  }

  set(name, value) {
    this.#wishes = { ...this.#wishes, [name]: value };
    localStorage.setItem(KEY, JSON.stringify(this.#wishes));
    this.dispatchEvent(new Event("change"));
  }

  toggle() {
    this.set("on", !this.on);
  }
}

/** What this device remembers, as far as it still makes sense. */
function remembered() {
  const entries = Object.entries(parsed(localStorage.getItem(KEY)) ?? {});
  return Object.fromEntries(entries.filter(([name, value]) => (CHOICES[name]?.includes(value) ?? typeof value === "boolean") && name in PLAIN));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const captionWishes = new CaptionWishes();
