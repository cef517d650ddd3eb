/**
 * Whether a program and this package belong together. A program says what it was built with in its
 * custom section "eddy": "VERSION INTERFACE", see core/port/host_guest.c.
 */

/** The version of this package. */
export const version = '0.1.0';

/** The host interface that this package supplies: EDDY_HOST_INTERFACE of core/include/eddy/host.h. */
export const hostInterface = 1;

/**
 * @param {WebAssembly.Module} module
 * @returns {{version: string, hostInterface: number} | null} what it was built with; null for a
 *   program that does not say, because it is no Eddy guest, or older than the first that says
 */
export function versionOf(module) {
  const [section] = WebAssembly.Module.customSections(module, 'eddy');
  const [, program, number] = /^(\S+) (\d+)/.exec(section ? new TextDecoder().decode(section) : '') ?? [];
  return number ? { version: program, hostInterface: Number(number) } : null;
}

/** @param {WebAssembly.Module} module @throws {Error} that says which of the two is older */
export function checkVersion(module) {
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'eddy_guest_start'))
    throw new Error('the module is no Eddy guest: it does not export eddy_guest_start');
  const program = versionOf(module) ?? { version: 'without a version', hostInterface: 0 };
  if (program.hostInterface === hostInterface) return;
  const [older, cure] =
    program.hostInterface < hostInterface
      ? ['the program is older', 'link it again with the library of this version']
      : ['the package is older', `install eddy ${program.version}`];
  throw new Error(
    `the program (eddy ${program.version}, host interface ${program.hostInterface}) does not fit ` +
      `this package (eddy ${version}, host interface ${hostInterface}): ${older}; ${cure}`,
  );
}
