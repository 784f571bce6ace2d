/** The figures that both ends of a sound agree on (docs/live-protocol.md, section 4). */

export const SAMPLE_RATE = 48_000; // samples a second of the sample clock
export const FRAME_SAMPLES = 960; // one packet: 20 ms
export const SLOTS = 13;
export const PRE_ROLL_FRAMES = 5; // a talkspurt brings 100 ms from before it was noticed

// flags of a packet
export const START = 1;
export const END = 2;
export const DISCONT = 16;
