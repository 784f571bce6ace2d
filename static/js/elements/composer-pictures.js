/** The pictures of a Tweet or a message that is being written: chosen, dropped or pasted, sent at once, described, put in order, taken out. */
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { upload } from "../lib/upload.js";

const LOOK_MS = 500; // how often we ask whether one is ready

export class ComposerPictures extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-shots]");
    this.file = this.querySelector("[data-file]");
    this.file.addEventListener("change", () => this.take(this.file.files));
    this.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("dragstart", (event) => (this.dragged = event.target.closest("li")));
    this.list.addEventListener("dragend", () => (this.dragged = null));
    this.list.addEventListener("dragover", (event) => this.draggedOver(event));
  }

  get shots() {
    return [...this.list.children];
  }

  get count() {
    return this.shots.length;
  }

  /** Whether one is not ready to be posted. */
  get isBusy() {
    return this.shots.some((shot) => !shot.querySelector("[name=picture]").value);
  }

  // ---- For the composer ----------------------------------------------------------------------------------------------

  pick() {
    this.file.click();
  }

  /** @param {FileList | File[]} files */
  take(files) {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    for (const file of pictures.slice(0, this.room)) this.begin(file);
    if (pictures.length && this.room < 0) toast(this.dataset.tooMany, { kind: "error" });
    this.file.value = "";
  }

  get room() {
    return Number(this.dataset.most) - this.count;
  }

  /** What a draft keeps: those that are ready. */
  kept() {
    const shots = this.shots.filter((shot) => shot.dataset.key);
    return shots.map((shot) => ({ id: shot.querySelector("[name=picture]").value, key: shot.dataset.key, alt: shot.querySelector("textarea").value }));
  }

  restore(pictures) {
    for (const { id, key, alt } of pictures) {
      const shot = this.add(`/tweets/pictures/${key}/small.webp`);
      shot.querySelector("textarea").value = alt;
      shot.querySelector("img").addEventListener("error", () => this.missing(shot, id), { once: true });
      this.ready(shot, id, key);
    }
  }

  /** Says, for the form, which Tweet of a thread they are for. */
  belongTo(number) {
    for (const shot of this.shots) shot.querySelector("[name=picture_of]").value = number;
  }

  takeAllOut() {
    for (const shot of this.shots) this.takeOut(shot);
  }

  clear() {
    this.list.replaceChildren();
    this.changed();
  }

  // ---- One after the other -------------------------------------------------------------------------------------------

  begin(file) {
    if (file.size > Number(this.dataset.largest)) return toast(this.dataset.tooLarge, { kind: "error" });
    const shot = this.add(URL.createObjectURL(file));
    shot.file = file;
    this.deliver(shot);
  }

  add(address) {
    const shot = this.querySelector("template").content.firstElementChild.cloneNode(true);
    shot.querySelector("img").src = address;
    this.list.append(shot);
    this.changed();
    return shot;
  }

  async deliver(shot) {
    const form = new FormData();
    form.set("picture", shot.file);
    const bar = shot.querySelector("progress");
    shot.stopping = new AbortController();
    shot.querySelector(".shot__wrong").hidden = true;
    bar.hidden = false;
    try {
      const { id } = await upload(this.dataset.url, form, { onPart: (part) => (bar.value = 100 * part), signal: shot.stopping.signal });
      shot.sentAs = id;
      bar.removeAttribute("value"); // it is being made
      this.ready(shot, id, await this.made(shot, id));
    } catch (failure) {
      if (failure.code !== "stopped") this.wrong(shot, failure);
    }
  }

  /** Its key, once it is ready. */
  async made(shot, id) {
    while (shot.isConnected) {
      const answer = await send(`${this.dataset.url}${id}/`, { method: "GET", signal: shot.stopping.signal });
      if (answer.refusal) throw Object.assign(new Error(), { code: "refused", text: answer.refusal });
      if (answer.is_ready) return answer.key;
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
    throw Object.assign(new Error(), { code: "stopped" });
  }

  ready(shot, id, key) {
    shot.querySelector("progress").hidden = true;
    shot.querySelector("[name=picture]").value = id;
    shot.dataset.key = key;
    this.changed();
  }

  wrong(shot, failure) {
    if (!shot.isConnected) return;
    const line = shot.querySelector(".shot__wrong");
    line.hidden = false;
    line.querySelector("span").textContent = failure.text || this.dataset[failure.code === "signed_out" ? "signedOut" : "failed"];
    line.querySelector("[data-again]").hidden = failure.code === "refused";
    shot.querySelector("progress").hidden = true;
  }

  /** Meanwhile posted, or swept away? Its words stay, and so does it while nobody can tell. */
  async missing(shot, id) {
    if (id && !(await this.isGone(id))) return;
    if (!shot.isConnected) return;
    shot.querySelector("[name=picture]").value = "";
    this.wrong(shot, { code: "refused", text: this.dataset.gone });
    this.changed();
  }

  async isGone(id) {
    try {
      return !(await send(`${this.dataset.url}${id}/`, { method: "GET" })).is_ready;
    } catch (failure) {
      return failure.code === "not_found";
    }
  }

  clicked(event) {
    const shot = event.target.closest("li");
    if (event.target.closest("[data-take-out]")) this.takeOut(shot);
    if (event.target.closest("[data-again]")) this.deliver(shot);
    const move = event.target.closest("[data-move]");
    if (move) this.move(shot, Number(move.dataset.move), move);
  }

  takeOut(shot) {
    shot.stopping?.abort();
    const id = shot.querySelector("[name=picture]").value || shot.sentAs;
    const other = shot.nextElementSibling ?? shot.previousElementSibling;
    const hadFocus = shot.contains(document.activeElement);
    shot.remove();
    if (hadFocus) (other?.querySelector("[data-take-out]") ?? this.closest("tweet-composer, message-composer").querySelector("[data-pick]")).focus();
    if (id) send(`${this.dataset.url}${id}/`, { method: "DELETE" }).catch(() => {}); // the sweep takes it else
    this.changed();
  }

  move(shot, step, button) {
    const other = step < 0 ? shot.previousElementSibling : shot.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(shot);
    else other.after(shot);
    button.focus();
    this.changed();
  }

  draggedOver(event) {
    const shot = event.target.closest("li");
    if (!this.dragged || !shot || shot === this.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    const isBefore = this.shots.indexOf(shot) < this.shots.indexOf(this.dragged);
    if (isBefore) shot.before(this.dragged);
    else shot.after(this.dragged);
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("part-changed", { bubbles: true }));
  }
}

customElements.define("composer-pictures", ComposerPictures);
