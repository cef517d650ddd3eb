/** The thread that Perfetto's trace processor runs in: its bundle is made for a browser's worker, so it
 * is given what it asks of one. */

import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import vm from 'node:vm';

const { folder } = workerData;
const parent = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

class FileRequest {
    response = new ArrayBuffer(0);
    #name = '';

    /** @param {string} _ the method @param {string} name */
    open(_, name) {
        this.#name = name;
    }

    send() {
        this.response = new Uint8Array(readFileSync(new URL(this.#name, folder))).buffer;
    }
}

const global = /** @type {any} */ (globalThis);
Object.assign(global, { self: global, WorkerGlobalScope: Object, XMLHttpRequest: FileRequest, location: { href: folder } });

// The bundle tries whether memories of 64 bits can be had; of its two builds only that for 32 is here.
const { Module } = WebAssembly;
const probe = 23;
WebAssembly.Module = /** @type {any} */ (
    /** @param {Uint8Array<ArrayBuffer>} bytes */
    function (bytes) {
        if (bytes.length === probe) throw new WebAssembly.CompileError('no memory of 64 bits');
        return new Module(bytes);
    }
);

vm.runInThisContext(readFileSync(new URL('engine_bundle.node.js', folder), 'utf8'), 'engine_bundle.node.js');
const { EngineBase } = await import(new URL('engine.mjs', folder).href);
const channel = new MessageChannel();

class Engine extends EngineBase {
    mode = 'WASM';
    id = 'test';

    /** @param {Uint8Array} data */
    rpcSendRequestBytes(data) {
        channel.port2.postMessage(data);
    }
}

const engine = new Engine();
channel.port2.onmessage = ({ data }) => engine.onRpcResponseBytes(data);
global.onmessage({ data: channel.port1 });

/** @param {string} sql @returns {Promise<object[]>} */
async function rowsOf(sql) {
    const result = await engine.query(sql);
    const rows = [];
    for (const row = result.iter({}); row.valid(); row.next()) {
        const value = (/** @type {string} */ column) => row.get(column);
        rows.push(Object.fromEntries(result.columns().map((/** @type {string} */ column) =>
            [column, typeof value(column) === 'bigint' ? Number(value(column)) : value(column)])));
    }
    return rows;
}

/** @param {Uint8Array} trace */
async function importTrace(trace) {
    await engine.resetTraceProcessor({ cropTrackEvents: false, ingestFtraceInRawTable: false, analyzeTraceProtoContent: false, ftraceDropUntilAllCpusValid: false });
    await engine.parse(trace);
    await engine.notifyEof();
}

parent.on('message', async ({ id, trace, sql }) => {
    try {
        parent.postMessage({ id, rows: trace ? await importTrace(trace) : await rowsOf(sql) });
    } catch (error) {
        parent.postMessage({ id, error: String(error) });
    }
});
