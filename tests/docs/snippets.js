/** The snippets of the headers' comments, with what is around them made up. */

/** What a snippet may use without showing it. */
const PRELUDE = `#include <eddy.h>
#include <stdio.h>
#include <string.h>

struct work { const char *name; double delay; char result[16]; };
static int work(struct work *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    snprintf(self->result, sizeof self->result, "%s done", self->name);
    return EDDY_OK;
}
struct hash { const char *password; int rounds; char digest[65]; };
static int hash(struct hash *self) {
    snprintf(self->digest, sizeof self->digest, "%s, %d times", self->password, self->rounds);
    return EDDY_OK;
}
static int checksum(const void *input, size_t size, eddy_reply *reply) {
    int sum = 0;
    for (size_t i = 0; i < size; i++) sum += ((const char *)input)[i];
    return eddy_reply_write(reply, &sum, sizeof sum);
}
static int slow_lookup(void) { return eddy_sleep(10); }
static int get_a(void) { return eddy_raise(1, "no a"); }
static int get_b(void) { return eddy_raise(2, "no b"); }
static int dashboard(void) { return puts("dashboard") < 0; }
static void use(int item) { printf("%d\\n", item); }
struct producer { eddy_send_stream to; };
static int producer(struct producer *self) {
    for (int i = 0; i < 3; i++) EDDY_TRY(eddy_send_stream_send(self->to, &i));
    return eddy_send_stream_close(self->to);
}
`;

/** A snippet by its first line: what stands before it in its function, the statements behind it,
 * and what it prints then. A snippet that is not here is compiled only.
 * @type {{first: string, before?: string, after?: string, prints: string}[]} */
const RUN = [
    { first: '// struct hash', prints: 'secret, 200000 times\n' },
    { first: '// static int checksum', after: 'printf("%d\\n", sum);', prints: '294\n' },
    { first: 'eddy_cancel_scope scope;', prints: 'went on without it\n' },
    {
        first: 'static const eddy_context_var request_id',
        before: 'int id = 7;',
        after: 'printf("%d\\n", *current);',
        prints: '7\n',
    },
    { first: 'eddy_timeout timeout;', prints: 'timed out!\n' },
    { first: 'eddy_send_stream send;', prints: '0\n1\n2\nthe producer has closed its end\n' },
    {
        first: 'eddy_completions each',
        before: `eddy_awaitable tasks[3] = {eddy_go(work, .name = "A", .delay = 0.3),
            eddy_go(work, .name = "B", .delay = 0.1), eddy_go(work, .name = "C", .delay = 0.2)};`,
        prints: 'B done\nC done\nA done\n',
    },
    {
        first: 'eddy_capacity_limiter limiter',
        before: 'struct work frame = {.name = "A"};',
        after: 'puts(frame.result); EDDY_TRY(status);',
        prints: 'A done\n',
    },
    {
        first: 'const eddy_error_info *group',
        before: `eddy_task_group block = eddy_task_group_begin();
            eddy_task_group_go(block, get_a);
            eddy_task_group_go(block, get_b);
            if (eddy_task_group_end(block, EDDY_OK) != EDDY_ERROR_GROUP) return 1;`,
        prints: 'no a\nno b\n',
    },
];

/** Whole declarations; main comes behind them. @type {{first: string, main: string, prints: string}[]} */
const WHOLE = [
    {
        first: 'struct fetch_user',
        main: `static int program(void) {
            struct fetch_user user = {.id = 7};
            EDDY_TRY(fetch_user(&user));
            puts(user.name);
            return EDDY_OK;
        }
        int main(void) { return eddy_run(program); }`,
        prints: 'user-7\n',
    },
    { first: 'int main(void)', main: '', prints: 'dashboard\n' },
    { first: 'struct work', main: '', prints: '' },
];

/**
 * @param {string} snippet
 * @returns {{source: string, prints: string|null}} prints: null for what is compiled only
 */
export function programOf(snippet) {
    const code = snippet.replace(/^\s*\.\.\.$/gm, '');
    const whole = WHOLE.find(({ first }) => code.startsWith(first));
    if (whole) {
        // The frame that the prelude has, too, is shown by the snippet here.
        const prelude = whole.first === 'struct work' ? '#include <eddy.h>\n' : PRELUDE;
        return { source: `${prelude}\n${code}\n${whole.main}\n`, prints: whole.prints || null };
    }
    const run = RUN.find(({ first }) => code.startsWith(first));
    const source = `${PRELUDE}
static int program(void) {
${run?.before ?? ''}
${code}
${run?.after ?? ''}
return EDDY_OK;
}
int main(void) { return eddy_run(program); }
`;
    return { source, prints: run?.prints ?? null };
}

/** How many of the snippets are run: one that is not found any more would be run no more. */
export const RUNNABLE = RUN.length + WHOLE.filter(({ prints }) => prints).length;
