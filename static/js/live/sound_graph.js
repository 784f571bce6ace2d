/** The page's one AudioContext, with everything heard passing through `output`. */

const NO_SOUND_OUT = { numberOfInputs: 1, numberOfOutputs: 1, channelCount: 1, channelCountMode: "explicit" };

/** Where the system asks what sound is for, it then plays it in spite of a mute switch. @param {string} purpose */
function declare(purpose) {
  if (navigator.audioSession) navigator.audioSession.type = purpose;
}

export class SoundGraph {
  #urls;
  #onState;
  #context = null;
  #loaded = null;
  #playback = null;
  #output = null;

  /**
   * @param {{captureWorklet: string, playbackWorklet: string}} urls
   * @param {() => void} onState the context began or ceased to run
   */
  constructor(urls, onState) {
    this.#urls = urls;
    this.#onState = onState;
  }

  get isRunning() {
    return this.#context?.state === "running";
  }

  get context() {
    return this.#context;
  }

  /** @returns {GainNode | null} */
  get output() {
    return this.#output;
  }

  /** To be called while a click is handled: browsers let nothing sound before. */
  wake() {
    this.#context ??= this.#makeContext();
    declare("playback");
    return this.#context.resume();
  }

  /** Gives the audio device back until the next `wake`. */
  sleep() {
    this.#context?.suspend();
  }

  load() {
    const add = (url) => this.#context.audioWorklet.addModule(url);
    this.#loaded ??= Promise.all([add(this.#urls.captureWorklet), add(this.#urls.playbackWorklet)]);
    return this.#loaded;
  }

  /** @returns {Promise<AudioWorkletNode>} the mixer of all voices, connected */
  async playback() {
    await this.load();
    this.#playback ??= this.#makePlayback();
    return this.#playback;
  }

  /**
   * @param {MediaStream} stream @param {{gated?: boolean}} options
   * @returns {Promise<{input: GainNode, node: AudioWorkletNode, disconnect: () => void}>}
   */
  async capture(stream, options = {}) {
    await this.load();
    const source = this.#context.createMediaStreamSource(stream);
    const input = this.#context.createGain();
    const node = new AudioWorkletNode(this.#context, "linnet-capture", { ...NO_SOUND_OUT, processorOptions: options });
    // Its output is silence, but a node that leads nowhere is not run.
    source.connect(input).connect(node).connect(this.#context.destination);
    declare("play-and-record");
    return { input, node, disconnect: () => this.#disconnect(source, input, node) };
  }

  #disconnect(...nodes) {
    nodes.forEach((node) => node.disconnect());
    declare("playback");
  }

  #makeContext() {
    const context = new AudioContext({ latencyHint: "interactive" });
    context.onstatechange = this.#onState;
    this.#output = context.createGain();
    this.#output.connect(context.destination);
    return context;
  }

  #makePlayback() {
    const node = new AudioWorkletNode(this.#context, "linnet-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    node.connect(this.#output);
    return node;
  }
}
