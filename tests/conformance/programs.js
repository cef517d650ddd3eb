import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { UsageError } from './outcome.js';

/**
 * @typedef {object} Program
 * @property {string} file
 * @property {string} text
 * @property {string | null} trace the reference beside it; null when there is none
 * @property {boolean} byTask the reference is a .tasks: the lines of each task together, because the
 *   order between tasks is left open
 */

/** @param {string} file @returns {Program} */
export function readProgram(file) {
  const references = ['.trace', '.tasks'].map((ending) => file.replace(/\.scn$/, ending));
  const reference = references.find((name) => name !== file && existsSync(name));
  const trace = reference === undefined ? null : readFileSync(reference, 'utf8');
  const byTask = reference?.endsWith('.tasks') ?? false;
  return { file, text: readFileSync(file, 'utf8'), trace, byTask };
}

/**
 * The lines of a trace, those of each task together, in the order of the tasks' names.
 *
 * @param {string} trace
 * @returns {string}
 */
export function sortByTask(trace) {
  const task = (/** @type {string} */ line) => line.split(' ')[1];
  const lines = trace.split('\n').slice(0, -1);
  lines.sort((a, b) => (task(a) < task(b) ? -1 : Number(task(a) > task(b))));
  return lines.map((line) => `${line}\n`).join('');
}

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!existsSync(path)) throw new UsageError(`there is no file or folder ${path}`);
  if (!statSync(path).isDirectory()) {
    if (path.endsWith('.scn')) return [path];
    throw new UsageError(`${path} is no scenario: its name must end in .scn`);
  }
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.scn')).sort();
  if (files.length === 0) throw new UsageError(`there is no .scn file in ${path}`);
  return files.map((name) => join(path, name));
}

/**
 * The programs in files and folders (however deep), each once, in order.
 *
 * @param {string[]} paths
 * @returns {Program[]}
 */
export function findPrograms(paths) {
  return [...new Set(paths.flatMap(filesOf))].map(readProgram);
}
