const CONTEXT = 3; // lines that agree, shown around those that do not
const SHOWN_LINES = 200;
const CELLS = 4_000_000; // beyond that the table of lines is not worth its memory

/**
 * The lines that must be taken out of a and put in to make b of it, by their longest common
 * subsequence. What is too long for that is taken out and put in as a whole.
 *
 * @param {string[]} a
 * @param {string[]} b
 * @returns {string[]} each line behind '-', '+' or ' '
 */
function edits(a, b) {
  if (a.length * b.length > CELLS) return [...a.map((l) => `-${l}`), ...b.map((l) => `+${l}`)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width); // of what is left of a and b
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(` ${a[i++]}`);
      j++;
    } else if (
      j === b.length ||
      (i < a.length && common[(i + 1) * width + j] >= common[i * width + j + 1])
    ) {
      lines.push(`-${a[i++]}`);
    } else {
      lines.push(`+${b[j++]}`);
    }
  }
  return lines;
}

/**
 * How two texts differ: lines of expected behind '-', of actual behind '+', with a few that agree
 * around them. '' when the texts are the same.
 *
 * @param {string} expected
 * @param {string} actual
 */
export function diff(expected, actual) {
  if (expected === actual) return '';
  const a = expected.split('\n');
  const b = actual.split('\n');
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;

  const before = a.slice(Math.max(0, start - CONTEXT), start).map((line) => ` ${line}`);
  const changed = edits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const after = a.slice(a.length - end, a.length - end + CONTEXT).map((line) => ` ${line}`);
  const lines = [...before, ...changed, ...after];
  const left = lines.length - SHOWN_LINES;
  if (left > 0) lines.splice(SHOWN_LINES, left, `... and ${left} more lines`);
  return [`@@ from line ${Math.max(0, start - CONTEXT) + 1} @@`, ...lines].join('\n');
}
