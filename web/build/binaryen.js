/** npm's binaryen carries its WebAssembly as a string within 15 MB of script. A page fetches it as a
 * file of its own: a browser compiles that while it comes, and keeps what it has compiled. */

/** The module is a template literal that begins so; this is what is exported in the end. */
const MAGIC = '`\\0asm';
const EXPORTED = /var ([\w$]+)=await ([\w$]+)\(\),([\w$]+)=\1;export\{\3 as default\};/;

/** @param {string} script @returns {string} the literal, its quotes included; '' for none
 */
function embedded(script) {
    const from = script.indexOf(MAGIC);
    if (from < 0) return '';
    let to = from + 1;
    while (script[to] !== '`') to += script[to] === '\\' ? 2 : 1;
    return script.slice(from, to + 1);
}

/**
 * @param {string} script binaryen's index.js
 * @returns {{script: string, wasm: Uint8Array}} the script's default export is now a function: it
 *     takes {instantiateWasm} and returns a promise of what the export was before
 */
export function separate(script) {
    const literal = embedded(script);
    const [, , factory] = EXPORTED.exec(script) ?? [];
    if (!literal || !factory) {
        throw new Error('binaryen/index.js is laid out in another way than web/build/binaryen.js knows');
    }
    const text = /** @type {string} */ (new Function(`return ${literal}`)());
    // The script packs what is above 0xff as escapes of its own; it undoes them like this.
    const wasm = Uint8Array.from(text, (character) => {
        const code = character.charCodeAt(0);
        return (~code >> 8) & code;
    });
    if (!WebAssembly.validate(wasm)) throw new Error('what binaryen/index.js embeds is no WebAssembly');
    return {
        script: script.replace(literal, () => '``').replace(EXPORTED, () => `export{${factory} as default};`),
        wasm,
    };
}
