/* A task's stack: deep enough, and noticed when it is not. */
#include <stdlib.h>

#include "harness.h"

/* So that no call is turned into a loop, and no array away. */
static volatile int sink;

__attribute__((noinline)) static int use_arrays(int depth, volatile char *above) {
    volatile char array[1024];
    array[0] = (char)depth;
    array[1023] = 1;
    above[1023] = 2;
    if (depth == 0) return 1;
    int below = use_arrays(depth - 1, array);
    return below + array[0] + array[1023];
}

static int fill_stack(int kilobytes) {
    volatile char array[1024];
    return use_arrays(kilobytes, array);
}

static int arrays_main(void) {
    sink = fill_stack(1000); /* 1 MB of 64 KiB */
    return EDDY_OK;
}

TEST_ENDS(a_recursion_with_arrays_overflows_with_a_text, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 65536 bytes of stack: "
          "give it more by eddy_options.stack_size or the environment's EDDY_STACK_SIZE\n") {
    unsetenv("EDDY_STACK_SIZE");
    run_virtual(arrays_main);
}

static int named_main(void) {
    eddy_task task = eddy_go(arrays_main);
    eddy_task_set_name(task, "the hungry one");
    return eddy_await(task);
}

TEST_ENDS(the_overflow_names_the_task_and_the_size, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task the hungry one used more than its 16384 bytes") {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 16384};
    eddy_run_with(named_main, &options);
}

/* After the task has been suspended and gone on. */
static int later_main(void) {
    EDDY_TRY(eddy_sleep(1));
    sink = fill_stack(1000);
    return EDDY_OK;
}

TEST_ENDS(an_overflow_after_a_wait_is_noticed, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 65536 bytes") {
    run_virtual(later_main);
}

/* One array that is larger than the whole stack, touched at its far end first: in memory of others
 * if nobody notices. */
__attribute__((noinline)) static void touch(volatile char *array, int size) {
    array[0] = (char)size;
    array[size - 1] = (char)size;
}

__attribute__((noinline)) static int huge_frame(void) {
    volatile char array[300 * 1024];
    touch(array, (int)sizeof array);
    return array[0];
}

static int huge_main(void) {
    sink = huge_frame();
    return EDDY_OK;
}

TEST_ENDS(one_array_larger_than_the_stack_is_noticed, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 65536 bytes") {
    run_virtual(huge_main);
}

/* Frames of a few words, which suspend at the bottom: in WebAssembly what they hold is saved only
 * then. */
__attribute__((noinline)) static int small_frames(int depth) {
    if (depth == 0) return eddy_sleep(0.001);
    int status = small_frames(depth - 1);
    sink = depth;
    return status;
}

static int deep_suspend_main(void) {
    return small_frames(5000);
}

TEST_ENDS(a_deep_recursion_that_suspends_at_the_bottom_is_noticed, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 8192 bytes") {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 8192};
    eddy_run_with(deep_suspend_main, &options);
}

/* The same with room for it. */
static int deep_main(void) {
    for (int i = 0; i < 10; i++) EDDY_TRY(small_frames(1000));
    return EDDY_OK;
}

TEST(a_deep_recursion_suspends_and_goes_on) {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 1024 * 1024};
    CHECK_INT(eddy_run_with(deep_main, &options), EDDY_OK);
}

/* Far more than fits: what is saved runs past the block, into memory of others. */
static int deeper_main(void) {
    return small_frames(12000);
}

TEST_ENDS(a_recursion_far_too_deep_to_suspend_is_noticed, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 4096 bytes") {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 4096};
    eddy_run_with(deeper_main, &options);
}

#if !defined(__wasm__)
/* Without arrays, and without end. (In WebAssembly that is the engine's stack: see tests/shim.) */
__attribute__((noinline)) static int endless(int depth) {
    int below = depth < 0 ? 0 : endless(depth + 1);
    sink = depth;
    return below + 1;
}

static int endless_main(void) {
    sink = endless(1);
    return EDDY_OK;
}

TEST_ENDS(endless_recursion_is_noticed, EDDY_STACK_OVERFLOW,
          "eddy: fatal EDDY_STACK_OVERFLOW: task main used more than its 65536 bytes") {
    run_virtual(endless_main);
}
#endif

/* ---- sizes ---- */

struct fill {
    int depth, result;
};
static int fill(struct fill *self) {
    EDDY_TRY(eddy_sleep(0));
    self->result = fill_stack(self->depth);
    EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

static int many_main(void) {
    eddy_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = eddy_go(fill, .depth = 40);
    EDDY_TRY(eddy_gather_array(tasks, 20, EDDY_RAISE_FIRST));
    for (int i = 0; i < 20; i++)
        CHECK_INT(eddy_frame(tasks[i], fill)->result, eddy_frame(tasks[0], fill)->result);
    return EDDY_OK;
}

TEST(tasks_have_stacks_of_their_own) {
    CHECK_INT(run_virtual(many_main), EDDY_OK);
}

static int large_main(void) {
    sink = fill_stack(900);
    return EDDY_OK;
}

TEST(a_stack_can_be_made_larger) {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 2 * 1024 * 1024};
    CHECK_INT(eddy_run_with(large_main, &options), EDDY_OK);
    setenv("EDDY_STACK_SIZE", "2000000", 1);
    CHECK_INT(run_virtual(large_main), EDDY_OK);
    unsetenv("EDDY_STACK_SIZE");
}

static int small_main(void) {
    EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

TEST(a_stack_size_is_made_reasonable) {
    static const size_t sizes[] = {1, 15, 4095, 4096, 4097, 12345};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = sizes[i]};
        CHECK_INT(eddy_run_with(small_main, &options), EDDY_OK);
    }
    setenv("EDDY_STACK_SIZE", "nonsense", 1);
    CHECK_INT(run_virtual(small_main), EDDY_OK);
    unsetenv("EDDY_STACK_SIZE");
}

static int never_runs(void) {
    log_word("ran");
    return EDDY_OK;
}

/* A memory of 1 GiB. */
static void *small_memory(void *context, void *memory, size_t old_size, size_t new_size) {
    if (new_size > 1 << 30) return NULL;
    eddy_allocator counting = counted_allocator(context);
    return counting.reallocate(context, memory, old_size, new_size);
}

TEST(a_stack_larger_than_memory_is_an_error) {
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 15, SIZE_MAX - 4096, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct counted counted = {0};
        eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL,
                                .stack_size = sizes[i],
                                .allocator = {small_memory, &counted}};
        eddy_loop *loop = eddy_new_event_loop(&options);
        CHECK_INT(eddy_loop_run_until_complete(loop, never_runs), EDDY_NO_MEMORY);
        CHECK_INT(eddy_loop_close(loop), EDDY_OK);
        CHECK_INT((long long)counted.blocks, 0);
    }
    CHECK_TEXT(log_text(), "");
}
