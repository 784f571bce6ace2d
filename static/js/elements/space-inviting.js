import { toast } from "../lib/toast.js";
import { ask } from "./space-commands.js";
import { say } from "./space-words.js";

const withdrawn = new Set(); // ids of those whom you invited no more

/** Invites somebody to the stage; they come up by their own click. */
export async function inviteToStage(person) {
  withdrawn.delete(person.id);
  if (await ask("invite_to_stage", { person: person.id })) toast(say("invite.sent", { name: person.name }));
}

/** Takes the invitation back. */
export async function withdrawInvitation(person) {
  withdrawn.add(person.id);
  await ask("withdraw_invitation", { person: person.id });
}

/** Whether the invitation of `person` that just ended was taken back by you. */
export function withdrawnByYou(person) {
  return withdrawn.has(person.id);
}
