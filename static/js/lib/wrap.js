/** Distances between counters that wrap around, signed: positive when `a` is ahead of `b`. */

/** @param {number} a @param {number} b two u16 packet numbers */
export const ahead16 = (a, b) => ((a - b) << 16) >> 16;

/** @param {number} a @param {number} b two u32 sample clocks */
export const ahead32 = (a, b) => (a - b) | 0;
