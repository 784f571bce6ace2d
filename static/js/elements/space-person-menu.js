import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { engine } from "../live/engine.js";
import { openReport } from "./report-box.js";
import { ask, confirmed } from "./space-commands.js";
import { mark, paintFace, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openFor, walkable } from "./space-popover.js";
import { inviteToStage, withdrawInvitation } from "./space-inviting.js";
import { handOf, invitationOf, isMine, isUncaptioned, isUnheard, isYou, personOf, seatOf } from "./space-room.js";
import { view } from "./space-view.js";
import { say } from "./space-words.js";

/** What you can do about one person: how loud they are for you, their profile; for the host also their place. */
class SpacePersonMenu extends LiveElement {
  #person = null;
  #loudness = 1; // what "Silence for me" comes back to

  start() {
    walkable(this);
    for (const item of this.querySelectorAll("[data-do]")) item.addEventListener("click", () => this.#act(item.dataset.do));
    this.part("volume").addEventListener("input", (event) => this.#setVolume(event.target.valueAsNumber / 100));
  }

  open(personId, anchor) {
    this.#person = personOf(engine.state, personId);
    if (!this.#person) return;
    this.#address();
    this.render(engine.state);
    openFor(this, anchor, "beside");
  }

  render(state) {
    if (!this.#person) return;
    if (this.matches(":popover-open") && !personOf(state, this.#person.id)) this.hidePopover();
    const seat = seatOf(state, this.#person.id);
    this.#drawHead(state, seat);
    this.#drawChoices(state, seat);
  }

  #drawHead(state, seat) {
    const name = !seat && invitationOf(state, this.#person.id) && isMine(state) ? "invited" : (seat?.role ?? "listener");
    const role = `${say(`role.${name}`)} · @${this.#person.handle}`;
    paintFace(this.querySelector(".avatar"), this.#person);
    write(this.part("name"), this.#person.name);
    write(this.part("role"), isUncaptioned(state, seat) ? `${role} · ${say("seat.uncaptioned")}` : role);
    mark(this.part("items"), "aria-label", this.#person.name);
    write(this.part("only"), say("mute.only", { name: this.#person.name }));
  }

  #drawChoices(state, seat) {
    const you = isYou(state, this.#person);
    const runs = isMine(state) && !you;
    const invited = Boolean(invitationOf(state, this.#person.id));
    const volume = view.volumeOf(this.#person.id);
    const shown = {
      bring: runs && !seat && Boolean(handOf(state, this.#person.id)),
      invite: runs && !seat && !invited,
      withdraw: runs && !seat && invited,
      mute: runs && seat?.mic === "open",
      move: runs && Boolean(seat),
      down: you && seat?.role === "speaker",
      report: !you,
      remove: runs,
      silence: !you && Boolean(seat) && !isUnheard(state, this.#person),
      block: !you && !isUnheard(state, this.#person),
      unblock: isUnheard(state, this.#person),
    };
    for (const [name, isShown] of Object.entries(shown)) show(this.querySelector(`[data-do="${name}"]`), isShown);
    show(this.part("loudness"), !you && Boolean(seat) && !isUnheard(state, this.#person));
    this.part("volume").value = Math.round(volume * 100);
    show(this.part("silencehint"), volume > 0);
    write(this.part("silenceword"), say(volume === 0 ? "silence.off" : "silence.on"));
  }

  async #act(choice) {
    const person = this.#person;
    this.hidePopover();
    if (choice === "bring") await ask("bring_to_stage", { person: person.id });
    if (choice === "invite") await inviteToStage(person);
    if (choice === "withdraw") await withdrawInvitation(person);
    if (choice === "mute") await ask("mute", { person: person.id });
    if (choice === "move" || choice === "down") await ask("move_to_audience", { person: person.id });
    if (choice === "silence") this.#silence(person);
    if (choice === "remove") await this.#remove(person);
    if (choice === "block") await this.#block(person);
    if (choice === "unblock") await this.#tellBlock(person, "DELETE", "unblocked");
    if (choice === "report") this.#report(person);
  }

  /** Who speaks is reported as a speaker, at this moment; who listens, as the person they are. */
  #report(person) {
    const { room } = engine.state;
    const speaker = this.dataset.reportSpeaker.replace("0-0", `${room.space.id}-${person.id}`);
    openReport(seatOf(engine.state, person.id) ? speaker : this.dataset.reportPerson.replace("HANDLE", person.handle));
  }

  async #remove(person) {
    const words = { title: say("remove.title", { name: person.name }), text: say("remove.text"), yes: say("remove.action") };
    if (await confirmed(words)) await ask("remove_person", { person: person.id });
  }

  async #block(person) {
    const words = { title: say("block.title", { name: person.name }), text: say("block.text"), yes: say("block.action") };
    if (await confirmed(words)) await this.#tellBlock(person, "POST", "blocked");
  }

  /** The room tells us by itself whom we hear no more. */
  async #tellBlock(person, method, done) {
    try {
      await send(this.dataset.block.replace("HANDLE", person.handle), { method });
      toast(say(done, { name: person.name }));
    } catch (refusal) {
      toast(refusal.text || say("offline"), { kind: "error" });
    }
  }

  #silence(person) {
    const volume = view.volumeOf(person.id);
    if (volume > 0) this.#loudness = volume;
    this.#setVolume(volume > 0 ? 0 : this.#loudness, person);
  }

  #setVolume(volume, person = this.#person) {
    engine.setVolume(person.id, volume);
    view.setVolume(person.id, volume);
  }

  /** The link of another person is another link: htmx reads an address once. */
  #address() {
    const old = this.part("profile-link");
    const link = old.cloneNode(true);
    link.href = this.dataset.profile.replace("HANDLE", this.#person.handle);
    link.addEventListener("click", (event) => this.#follow(event));
    old.replaceWith(link);
    window.htmx?.process(link);
  }

  #follow(event) {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey) return;
    this.hidePopover();
    if (matchMedia("(max-width: 1023px)").matches) view.to("dock");
  }
}

/** Opens the menu of the person with this id beside `anchor`. */
export function openPersonMenu(personId, anchor) {
  document.querySelector("space-person-menu").open(personId, anchor);
}

customElements.define("space-person-menu", SpacePersonMenu);
