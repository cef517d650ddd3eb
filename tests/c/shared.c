/* What the cases share: a log, caught reports, a counting allocator. */
#include <stdarg.h>
#include <stdlib.h>

#include "harness.h"

const eddy_options virtual_clock = {.clock = EDDY_CLOCK_VIRTUAL};

int run_virtual(int (*main)(void)) {
    return eddy_run_with(main, &virtual_clock);
}

size_t scaled(size_t count) {
    const char *text = getenv("EDDY_TEST_SCALE");
    long scale = text ? strtol(text, NULL, 10) : 1;
    return scale > 1 ? count / (size_t)scale : count;
}

/* ---- the log ---- */

static char log_[4096], reports[4096];
static int report_count;

/* Appends text, behind separator unless it is the first; what has no room is cut. */
static void append(char *to, size_t size, const char *separator, const char *text) {
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s%s", length ? separator : "", text);
}

void log_word(const char *format, ...) {
    char word[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(word, sizeof word, format, arguments);
    va_end(arguments);
    append(log_, sizeof log_, " ", word);
}

const char *log_text(void) {
    return log_;
}

void log_clear(void) {
    log_[0] = reports[0] = '\0';
    report_count = 0;
}

void log_call(void *text) {
    log_word("%s", (const char *)text);
}

static void keep_report(eddy_loop *loop, const char *message, void *argument) {
    (void)loop;
    (void)argument;
    report_count++;
    /* without the "file.c:12: " that some begin with: lines move */
    const char *place = strstr(message, ".c:"), *text = place ? strstr(place, ": ") : NULL;
    append(reports, sizeof reports, "; ", text ? text + 2 : message);
}

void reports_catch(eddy_loop *loop) {
    eddy_loop_set_exception_handler(loop ? loop : eddy_get_running_loop(), keep_report, NULL);
}

const char *reports_text(void) {
    return reports;
}

int reports_count(void) {
    return report_count;
}

/* ---- the allocator ---- */

/* In front of every block; as much as malloc aligns to. */
union block_head {
    size_t size;
    max_align_t align;
};

static void *counted_reallocate(void *context, void *memory, size_t old_size, size_t new_size) {
    struct counted *counted = context;
    union block_head *head = memory ? (union block_head *)memory - 1 : NULL;
    if (head) CHECK_INT((long long)old_size, (long long)head->size);
    if (!head) CHECK_INT((long long)old_size, 0);
    if (new_size == 0) {
        if (!CHECK(head != NULL)) return NULL;
        counted->blocks--;
        counted->bytes -= head->size;
        free(head);
        return NULL;
    }
    counted->calls++;
    if (counted->fail_at > 0 && (counted->calls == counted->fail_at ||
                                 (counted->fail_ever_after && counted->calls > counted->fail_at))) {
        counted->failed++;
        return NULL;
    }
    union block_head *block = realloc(head, sizeof *block + new_size);
    if (!block) return NULL;
    if (!head) counted->blocks++;
    counted->bytes += new_size - old_size;
    if (counted->bytes > counted->most_bytes) counted->most_bytes = counted->bytes;
    block->size = new_size;
    return block + 1;
}

eddy_allocator counted_allocator(struct counted *counted) {
    return (eddy_allocator){counted_reallocate, counted};
}
