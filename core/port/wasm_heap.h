/* The memory that malloc grows, in WebAssembly. */
#ifndef EDDY_PORT_WASM_HEAP_H
#define EDDY_PORT_WASM_HEAP_H

#include <stddef.h>

/* malloc is given no more once the module's memory has that many bytes; 0: as many as there are. */
void eddy__limit_memory(size_t bytes);

#endif
