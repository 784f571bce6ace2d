/** Pictures of people: one's own changes on every open page, and where a picture has gone since, the initial under it shows. */
import { paintPicture } from "../lib/face.js";

document.addEventListener("linnet:picture_changed", ({ detail }) => {
  if (detail.kind !== "avatar") return;
  for (const avatar of document.querySelectorAll(`[data-face-of="${CSS.escape(detail.person)}"]`)) paintPicture(avatar, detail.avatar);
});

const isFace = (node) => node instanceof HTMLImageElement && node.parentElement?.classList.contains("avatar");

document.addEventListener("error", ({ target }) => isFace(target) && (target.hidden = true), true); // errors of pictures do not rise
for (const image of document.querySelectorAll(".avatar > img")) image.hidden = image.complete && !image.naturalWidth;
