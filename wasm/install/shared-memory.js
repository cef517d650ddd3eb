/** Prints what clang passes to wasm-ld for a guest with threads, for its pkg-config file. */
import { sharedMemory } from '../build/link-arguments.js';

console.log(`-Wl,${sharedMemory.join(',')}`);
