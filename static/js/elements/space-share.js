import { toast } from "../lib/toast.js";
import { say } from "./space-words.js";

/** Opens the device's own sharing; where there is none, copies the address. */
export async function share(space) {
  if (!space) return;
  const url = new URL(space.url, location.href).href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    await navigator.share({ title: space.title, url }).catch(() => {});
  } else await copyLink(space);
}

/** Copies the address of `space`. */
export async function copyLink(space) {
  const url = new URL(space.url, location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    toast(say("copied"), { kind: "info" });
  } catch {
    toast(url, { kind: "info" }); // no clipboard on plain HTTP: at least it can be read
  }
}
