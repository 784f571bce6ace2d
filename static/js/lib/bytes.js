/** Big-endian numbers, named fields and byte strings, read from and written to messages. */

export const U8 = 1;
export const U16 = 2;
export const U32 = 4;

/** @typedef {Object<string, number>} Layout field names in wire order, each with its size in bytes */

export class Reader {
  #view;
  #at = 0;

  /** @param {Uint8Array} message */
  constructor(message) {
    this.#view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  }

  /** @param {number} size U8, U16 or U32 */
  number(size) {
    const at = this.#skip(size);
    if (size === U8) return this.#view.getUint8(at);
    return size === U16 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  /** @param {Layout} layout @returns {Object<string, number>} */
  fields(layout) {
    return Object.fromEntries(Object.entries(layout).map(([name, size]) => [name, this.number(size)]));
  }

  /** @returns {Uint8Array} the next `length` bytes, or all that are left; not a copy */
  bytes(length = this.#view.byteLength - this.#at) {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#skip(length), length);
  }

  #skip(length) {
    const at = this.#at;
    this.#at += length;
    if (this.#at > this.#view.byteLength) throw new RangeError("The message is cut short.");
    return at;
  }
}

export class Writer {
  #parts = [];

  /** @param {number} size U8, U16 or U32 */
  number(size, value) {
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) this.#parts.push((value >>> shift) & 255);
    return this;
  }

  /** @param {Layout} layout @param {Object<string, number>} values */
  fields(layout, values) {
    for (const name in layout) this.number(layout[name], values[name] ?? 0);
    return this;
  }

  /** @param {Uint8Array} more */
  bytes(more) {
    for (const byte of more) this.#parts.push(byte);
    return this;
  }

  finish() {
    return Uint8Array.from(this.#parts);
  }
}
