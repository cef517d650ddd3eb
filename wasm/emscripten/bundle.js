/**
 * Makes the script that emcc puts before its own (--pre-js): the driver, in JavaScript that old
 * versions of emcc read, and what starts it.
 *
 *     node wasm/emscripten/bundle.js FILE
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { isMain, runMain, UserError } from '../build/main.js';

const here = path.dirname(fileURLToPath(import.meta.url));

/** @param {string} file */
async function bundle(file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, 'driver.js')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'EddyDriver',
    target: 'es2019',
    supported: { bigint: true },
    define: { fetch: 'globalThis.fetch' }, // start.js hides the name from emcc's script
    legalComments: 'none',
  });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, outputFiles[0].text + readFileSync(path.join(here, 'start.js'), 'utf8'));
}

if (isMain(import.meta.url)) {
  await runMain('bundle.js', () => {
    if (process.argv.length !== 3) throw new UserError('usage: node wasm/emscripten/bundle.js FILE');
    return bundle(process.argv[2]);
  });
}
