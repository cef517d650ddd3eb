// @ts-nocheck: a part of emcc’s script, whose names no type checker knows
/* At the top of emcc's module (--extern-pre-js): old versions use these in Node, where modules have
 * none of them. */
var __dirname;
var require;
if (typeof process === 'object' && process.getBuiltinModule) {
  require = (function (own) {
    return function (name) {
      return name === 'worker_threads' ? Object.assign({}, own(name), { Worker: scriptWorker(own) }) : own(name);
    };
  })(process.getBuiltinModule('module').createRequire(import.meta.url));
  __dirname = require('url').fileURLToPath(new URL('.', import.meta.url));
}

/* Their threads' script is NAME.worker.js, which Node would read as a module where the nearest
 * package.json says so; here it is none, and is told where the module is. */
function scriptWorker(own) {
  return class extends own('worker_threads').Worker {
    constructor(file, options) {
      if (/\.worker\.js$/.test(file)) super(own('fs').readFileSync(file, 'utf8'), { eval: true });
      else super(file, options);
    }
    postMessage(message, transfer) {
      if (message.cmd === 'load') message.urlOrBlob = import.meta.url;
      super.postMessage(message, transfer);
    }
  };
}
