/** Lines of captions in the order in which they were spoken. A late one takes its place among the others. */

export const KEPT = 50; // lines that a room tells those who come in

/**
 * @typedef {{id: string, person: object, began_ms: number, ended_ms: number, text: string}} Line
 * @typedef {{id: string, person: object, lines: Line[]}} Turn lines of one person, with nobody's between them
 */

/** @param {Line} a @param {Line} b @returns {number} ids are numbers too large for one, newer is larger */
const inOrder = (a, b) => a.began_ms - b.began_ms || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

/** @param {Line[]} lines left as they are @param {Line} line @returns {Line[]} */
export const withLine = (lines, line) => withLines(lines, [line]);

/** @param {Line[]} lines left as they are @param {Line[]} more told again, a line is as it was told last @returns {Line[]} */
export function withLines(lines, more) {
  const byId = new Map([...lines, ...more].map((line) => [line.id, line]));
  return [...byId.values()].sort(inOrder);
}

/** @param {Line[]} lines @returns {Line[]} those that a fresh snapshot would hold */
export const laterLines = (lines) => lines.slice(-KEPT);

/** @param {Line[]} lines @param {Line[]} others @returns {boolean} whether nothing can be missing between the two */
export function meet(lines, others) {
  const known = new Set(lines.map(({ id }) => id));
  return others.length < KEPT || others.some(({ id }) => known.has(id));
}

/** @param {Line[]} lines @returns {Turn[]} people who speak at the same time stay apart */
export function turnsOf(lines) {
  const turns = [];
  for (const line of lines) {
    const last = turns.at(-1);
    if (last?.person.id === line.person.id) last.lines.push(line);
    else turns.push({ id: line.id, person: line.person, lines: [line] });
  }
  return turns;
}
