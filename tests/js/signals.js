/** Sounds for tests, and measures of them. */

/** A small repeatable source of randomness, 0 to 1. */
export function randomness(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function sine(hz, rate, length, phase = 0) {
  return Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate + phase));
}

/** How far a tone of exactly `hz` (fitted by least squares) stands above everything else, in dB. */
export function snr(samples, hz, rate) {
  const wave = (i) => [Math.cos((2 * Math.PI * hz * i) / rate), Math.sin((2 * Math.PI * hz * i) / rate)];
  let [cc, cs, ss, xc, xs] = [0, 0, 0, 0, 0];
  samples.forEach((x, i) => {
    const [c, s] = wave(i);
    [cc, cs, ss, xc, xs] = [cc + c * c, cs + c * s, ss + s * s, xc + x * c, xs + x * s];
  });
  const a = (xc * ss - xs * cs) / (cc * ss - cs * cs);
  const b = (xs * cc - xc * cs) / (cc * ss - cs * cs);
  let [tone, rest] = [0, 0];
  samples.forEach((x, i) => {
    const [c, s] = wave(i);
    tone += (a * c + b * s) ** 2;
    rest += (x - a * c - b * s) ** 2;
  });
  return 10 * Math.log10(tone / Math.max(rest, 1e-12));
}
