/** Many small files as one: a length, that many bytes of JSON [[path, size], ...], the files' bytes. */

/**
 * @param {{path: string, bytes: Uint8Array}[]} files
 * @returns {Uint8Array}
 */
export function pack(files) {
    const list = files.map(({ path, bytes }) => [path, bytes.length]);
    const head = new TextEncoder().encode(JSON.stringify(list));
    const size = files.reduce((sum, { bytes }) => sum + bytes.length, 4 + head.length);
    const packed = new Uint8Array(size);
    new DataView(packed.buffer).setUint32(0, head.length, true);
    packed.set(head, 4);
    let at = 4 + head.length;
    for (const { bytes } of files) {
        packed.set(bytes, at);
        at += bytes.length;
    }
    return packed;
}

/**
 * @param {Uint8Array} packed
 * @returns {Generator<{path: string, bytes: Uint8Array}>} views, no copies
 */
export function* unpack(packed) {
    const { buffer, byteOffset } = packed;
    const headLength = new DataView(buffer, byteOffset).getUint32(0, true);
    let at = 4 + headLength;
    for (const [path, size] of JSON.parse(new TextDecoder().decode(packed.subarray(4, at)))) {
        yield { path, bytes: packed.subarray(at, at + size) };
        at += size;
    }
}
