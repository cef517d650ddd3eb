/** One version everywhere; and what happens where two do not fit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { TRACE_FORMAT as traceFormat, hostInterface, load, run, version, versionOf } from '../../wasm/src/index.js';
import { built, runProgram } from '../c/programs.js';

/** @param {string} path from the project's folder */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** @param {string} header @param {string} name @returns {string} */
function macro(header, name) {
  const [, value] = new RegExp(`^#define ${name} "?([\\w.]+)"?$`, 'm').exec(read(header)) ?? [];
  return value ?? assert.fail(`${header} does not define ${name}`);
}

const program = readFileSync(built('guest/race.wasm'));

describe('the version', () => {
  it('is one: headers, library, package and its lock, a built program', async () => {
    assert.equal(macro('core/include/eddy/version.h', 'EDDY_VERSION'), version);
    assert.equal(JSON.parse(read('package.json')).version, version);
    assert.equal(JSON.parse(read('package-lock.json')).version, version);
    assert.equal((await runProgram('native/gcc', 'unit', ['headers_and_library_are_of_one_version'])).status, 0);
    assert.deepEqual(versionOf(await load(program)), { version, hostInterface, traceFormat });
  });

  it('of the host interface and of the trace are those of the headers', () => {
    assert.equal(macro('core/include/eddy/host.h', 'EDDY_HOST_INTERFACE'), String(hostInterface));
    assert.equal(macro('core/include/eddy/trace.h', 'EDDY_TRACE_FORMAT'), String(traceFormat));
  });
});

describe('a program and a package that do not fit', () => {
  const said = `${version} ${hostInterface} ${traceFormat}`;

  /** @param {string} section of the same length @returns {Promise<string | null>} how its run ends */
  async function endOf(section) {
    const at = program.indexOf(said);
    assert.ok(at > 0, `the section does not say ${said}`);
    const changed = Buffer.from(program);
    changed.write(section, at);
    const { status, error } = await run(await load(changed)).finished;
    assert.equal(status, null);
    return error;
  }

  /** @type {[string, string, RegExp][]} */
  const cases = [
    ['a program of a newer host interface', `9.9.9 9 ${traceFormat}`, /the package is older: install eddy 9\.9\.9$/],
    ['a program of a newer trace', `9.9.9 ${hostInterface} 9`, /the package is older: install eddy 9\.9\.9$/],
    ['a program of an older host interface', `0.0.1 0 ${traceFormat}`, /the program is older: link it again/],
    ['a program that does not say', 'nothing', /\(eddy without a version, .*the program is older/],
  ];
  for (const [name, section, message] of cases)
    it(`${name}: the error says which is older`, async () => {
      assert.match(String(await endOf(section.padEnd(said.length))), message);
    });
});
