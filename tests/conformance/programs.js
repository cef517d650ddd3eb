import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { UsageError } from './outcome.js';

/**
 * @typedef {object} Program
 * @property {string} file
 * @property {string} text
 * @property {string | null} trace the reference beside it; null when there is none
 */

/** @param {string} file @returns {Program} */
export function readProgram(file) {
  const reference = file.replace(/\.scn$/, '.trace');
  const trace = reference !== file && existsSync(reference) ? readFileSync(reference, 'utf8') : null;
  return { file, text: readFileSync(file, 'utf8'), trace };
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
