/**
 * Whether a program and this package belong together. A program says what it was built with in its
 * custom section "eddy": "VERSION INTERFACE TRACE", see core/port/host_guest.c.
 */
import { TRACE_FORMAT } from './trace.js';

/** The version of this package. */
export const version = '0.1.0';

/** The host interface that this package supplies: EDDY_HOST_INTERFACE of core/include/eddy/host.h. */
export const hostInterface = 2;

/** @typedef {{version: string, hostInterface: number, traceFormat: number}} Built */

/**
 * @param {WebAssembly.Module} module
 * @returns {Built | null} what it was built with; null for a program that does not say, because it is
 *   no Eddy guest, or older than the first that says
 */
export function versionOf(module) {
  const [section] = WebAssembly.Module.customSections(module, 'eddy');
  const text = section ? new TextDecoder().decode(section) : '';
  const [, number, ...others] = /^(\S+) (\d+) (\d+)$/.exec(text.trim()) ?? [];
  if (!number) return null;
  return { version: number, hostInterface: Number(others[0]), traceFormat: Number(others[1]) };
}

/** @param {Built} built */
const describe = (built) =>
  `eddy ${built.version}, host interface ${built.hostInterface}, trace format ${built.traceFormat}`;

/** @param {WebAssembly.Module} module @throws {Error} that says which of the two is older */
export function checkVersion(module) {
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'eddy_guest_start'))
    throw new Error('the module is no Eddy guest: it does not export eddy_guest_start');
  const own = { version, hostInterface, traceFormat: TRACE_FORMAT };
  const program = versionOf(module) ?? { version: 'without a version', hostInterface: 0, traceFormat: 0 };
  const newer = program.hostInterface - hostInterface || program.traceFormat - TRACE_FORMAT;
  if (!newer) return;
  const cure =
    newer < 0
      ? 'the program is older: link it again with the library of this version'
      : `the package is older: install eddy ${program.version}`;
  throw new Error(`the program (${describe(program)}) does not fit this package (${describe(own)}): ${cure}`);
}
