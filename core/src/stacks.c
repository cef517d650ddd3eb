/* The stacks of tasks: taken at the first run, given back at the end, kept in a pool between. A
 * million tasks that are spawned and run to their end one by one need one stack. */
#include "scheduler.h"

struct eddy__context *eddy__stack_take(eddy_loop *loop) {
    struct eddy__context *context = loop->free_stacks;
    if (context) {
        loop->free_stacks = context->next_free;
        return context;
    }
    if (loop->stack_size > SIZE_MAX / 2) return NULL; /* no block can be that large */
    void *block = eddy__allocate(&loop->allocator, eddy__context_block_size(loop->stack_size));
    return block ? eddy__context_init(block, loop->stack_size) : NULL;
}

void eddy__stack_give_back(eddy_loop *loop, struct eddy__context *context) {
    context->next_free = loop->free_stacks;
    loop->free_stacks = context;
}

void eddy__stacks_free(eddy_loop *loop) {
    while (loop->free_stacks) {
        struct eddy__context *context = loop->free_stacks;
        loop->free_stacks = context->next_free;
        eddy__free(&loop->allocator, eddy__context_end(context),
                   eddy__context_block_size(loop->stack_size));
    }
}
