/**
 * Links the same objects as link.js does for WASI, and leaves Asyncify and the stack check out: what
 * the benchmark compares with. `node plain.js --target wasi -o FILE --core FILE --sysroot FOLDER FILE.o...`
 * The result imports what these passes would have provided; nothing in it can suspend.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import binaryen from 'binaryen';
import { linkObjects, parseArguments } from '../../wasm/build/link.js';
import { optimize, removeInternalExports } from '../../wasm/build/asyncify.js';

const job = parseArguments(process.argv.slice(2));
const folder = mkdtempSync(path.join(os.tmpdir(), 'eddy-plain-'));
try {
    const linked = path.join(folder, 'linked.wasm');
    await linkObjects(job, linked);
    const module = binaryen.readBinary(readFileSync(linked));
    module.setFeatures(module.getFeatures() | binaryen.Features.MutableGlobals);
    removeInternalExports(binaryen, module);
    optimize(binaryen, module, job.options);
    writeFileSync(job.output, module.emitBinary());
} finally {
    rmSync(folder, { recursive: true });
}
