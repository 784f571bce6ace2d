/** The end of a text: at most `most` characters in whole words, with … for what went before. A single long word stays whole. */
export function ending(text, most) {
  if (text.length <= most) return text;
  const words = text.split(" ");
  let kept = words.pop();
  while (words.length && kept.length + words.at(-1).length + 2 <= most) kept = `${words.pop()} ${kept}`;
  return words.length ? `…${kept}` : kept;
}
