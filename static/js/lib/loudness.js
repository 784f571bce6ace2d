/** How loud samples are, in the three measures we use: RMS, decibels of full scale, and the glow of a speaking ring. */

const SILENCE_RMS = 1e-7;
const QUIETEST_LEVEL = 127; // −dBov, the end of the RFC 6464 scale
const DARK_DB = -55;
const BRIGHT_DB = -12;

/** @param {Float32Array} samples */
export function rms(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return Math.sqrt(sum / samples.length);
}

/** @param {number} amplitude RMS */
export const decibels = (amplitude) => 20 * Math.log10(Math.max(amplitude, SILENCE_RMS));

/** @param {number} amplitude RMS @returns {number} −dBov, 0 (loudest) to 127 (silence) */
export const levelOf = (amplitude) => Math.max(0, Math.min(QUIETEST_LEVEL, Math.round(-decibels(amplitude))));

/** @param {number} amplitude RMS @returns {number} 0 (dark) to 1 (bright) */
export const glow = (amplitude) => Math.max(0, Math.min(1, (decibels(amplitude) - DARK_DB) / (BRIGHT_DB - DARK_DB)));
