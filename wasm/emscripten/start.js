// @ts-nocheck: a part of emcc’s script, whose names no type checker knows
/* Before emcc's own script, behind EddyDriver (driver.js): begins the program when all is loaded. */
/* Old versions would fetch the .wasm file in Node, or read it by its URL: they shall read it by its
 * path. */
var fetch = __dirname ? undefined : globalThis.fetch;
if (__dirname && !Module['locateFile']) {
  Module['locateFile'] = function (name) {
    return __dirname + name;
  };
}

// now, because later emcc's assertions let nobody read Module['arguments']
var eddyOptions = {
  arguments: Module['arguments'],
  baseURL: Module['baseURL'],
  onTrace: Module['onTrace'],
};

// the environment that the creator of the module gives: {env: {NAME: 'value'}}
Module['preRun'] = [].concat(Module['preRun'] || [], function () {
  Object.assign(ENV, Module['env']);
});

Module['postRun'] = [].concat(Module['postRun'] || [], function () {
  var exported = function (name) {
    return Module['_' + name];
  };
  // emcc's script ends the program after a callback if nothing it knows of keeps it; here main() does
  if (typeof maybeExit === 'function') maybeExit = function () {};
  Module['eddy'] = new EddyDriver.Driver({
    bytes: function () {
      return new Uint8Array(wasmMemory.buffer); // HEAPU8 may be of a memory that a thread has grown
    },
    eddy_emscripten_allocate: exported('eddy_emscripten_allocate'),
    eddy_emscripten_begin: exported('eddy_emscripten_begin'),
    eddy_emscripten_tick: exported('eddy_emscripten_tick'),
    eddy_emscripten_interface: exported('eddy_emscripten_interface'),
    eddy_guest_trace: exported('eddy_guest_trace'),
    eddy_guest_allocate: exported('eddy_guest_allocate'),
    eddy_guest_fetched: exported('eddy_guest_fetched'),
    stackCheck: typeof ___set_stack_limits === 'function',
    ended: function (error) {
      if (error && error.name === 'ExitStatus') return;
      if (!Module['onTrap']) throw error;
      Module['onTrap'](error);
    },
  }, eddyOptions);
  Module['eddy'].start();
});
