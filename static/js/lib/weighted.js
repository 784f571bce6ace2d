/** How long a text counts: the same as `apps/core/text.py`, held to the same vectors (`tests/data/weighted_lengths.json`). */

export const LINK_WEIGHT = 23;

const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;

const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const TOP =
  "com|org|net|edu|gov|info|biz|io|dev|app|fm|tv|eu|uk|de|fr|es|nl|ch|pl|se|dk|fi|pt|ie|ca|us|au|nz|jp|br|radio|social|audio|live|online|site|space|blog|news|wiki|museum";
const TAIL = String.raw`(?:\/(?:(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,:;!?'’“”…*_~\]}]))?|[?#](?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,:;!?'’“”…*_~\]}]))?`;
const LINK = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])https?:\/\/${LABEL}(?:\.${LABEL})*(?::\d{1,5})?(?![\p{L}\p{N}_@-])${TAIL}` +
    String.raw`|(?<![\p{L}\p{N}_@.\/:-])(?:${LABEL}\.)+(?:${TOP})(?::\d{1,5})?(?![\p{L}\p{N}_@-])(?!\.[\p{L}\p{N}])${TAIL}`,
  "giu",
);

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter("en", { granularity: "grapheme" });

/** One form for one look, as the server will keep it. */
export function cleaned(text) {
  return text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/gu, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
}

/** Whether nothing of `text` would be seen. */
export function isBlank(text) {
  return !text.replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Zs}\u115F\u1160\u2800\u3164\uFFA0\uFE00-\uFE0F]/gu, "");
}

/** Weighted characters: a link counts 23, a CJK character or an emoji 2, most others 1. */
export function weightedLength(text) {
  let total = 0;
  for (const piece of pieces(text)) total += piece.weight;
  return total;
}

/** How far into `text`, in UTF-16 units, the first `limit` weighted characters reach. */
export function reach(text, limit) {
  let total = 0;
  let end = 0;
  for (const piece of pieces(text)) {
    total += piece.weight;
    if (total > limit) return end;
    end += piece.text.length;
  }
  return end;
}

/** @returns {Generator<{text: string, weight: number}>} the links and graphemes that make up `text` */
function* pieces(text) {
  let position = 0;
  for (const match of text.matchAll(LINK)) {
    yield* graphemes(text.slice(position, match.index));
    yield { text: match[0], weight: LINK_WEIGHT };
    position = match.index + match[0].length;
  }
  yield* graphemes(text.slice(position));
}

function* graphemes(text) {
  const parts = segmenter ? Array.from(segmenter.segment(text), (part) => part.segment) : Array.from(text);
  for (const part of parts) yield { text: part, weight: graphemeWeight(part) };
}

/** An emoji is two, however many code points it is made of; anything else is the sum of its code points. */
function graphemeWeight(grapheme) {
  if (EMOJI.test(grapheme)) return 2;
  let weight = 0;
  for (const character of grapheme) {
    const code = character.codePointAt(0);
    weight += LIGHT.some(([low, high]) => low <= code && code <= high) ? 1 : 2;
  }
  return weight;
}
