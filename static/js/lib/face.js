/** A person's picture over their initial. */

/** Shows the picture at `address` in an avatar, or, with none, the initial under it. */
export function paintPicture(avatar, address) {
  const image = avatar.querySelector(":scope > img");
  if (!address) return void image?.remove();
  if (image?.getAttribute("src") === address) return;
  const shown = image ?? Object.assign(document.createElement("img"), { alt: "", decoding: "async" });
  shown.hidden = false;
  shown.src = address;
  if (!image) avatar.querySelector(".avatar__initial").after(shown);
}
