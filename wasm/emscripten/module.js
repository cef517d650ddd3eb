// @ts-nocheck: a part of emcc’s script, whose names no type checker knows
/* At the top of emcc's module (--extern-pre-js): old versions use these in Node, where modules have
 * none of them. */
var __dirname;
var require;
if (typeof process === 'object' && process.getBuiltinModule) {
  require = process.getBuiltinModule('module').createRequire(import.meta.url);
  __dirname = require('url').fileURLToPath(new URL('.', import.meta.url));
}
