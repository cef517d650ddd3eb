// @ts-nocheck: a part of emcc’s script, whose names no type checker knows
/**
 * What libeddy.a imports, for emcc's --js-library; the work is done in driver.js, which emcc gets with
 * --pre-js. Old versions of emcc read no more than ES2019 here.
 */
mergeInto(LibraryManager.library, {
  eddy_host_time: function () {
    return performance.now();
  },
  eddy_host_fetch: function (id, request) {
    return Module['eddy'].fetch(id, request);
  },
  eddy_host_abort: function (id) {
    Module['eddy'].abort(id);
  },
  eddy_host_trace: function (records, count) {
    Module['eddy'].trace(records, count);
  },
  // from a thread; the loop is in the main one
  eddy_host_wake__proxy: 'async',
  eddy_host_wake__sig: 'v',
  eddy_host_wake: function () {
    Module['eddy'].again(0);
  },
  eddy_host_again: function (milliseconds) {
    Module['eddy'].again(milliseconds);
  },
  eddy_host_stack_limits: function (base, limit) {
    ___set_stack_limits(base, limit);
  },
  // of -sSTACK_OVERFLOW_CHECK=2: names the task
  __handle_stack_overflow: function (pointer) {
    Module['_eddy__overflowed'](pointer);
  },
  // Asyncify makes calls within the module of these: they are never called, but must be there to link
  start_unwind: function () {},
  stop_unwind: function () {},
  start_rewind: function () {},
  stop_rewind: function () {},
});
