/* Processes natively: forked, each at the end of a socket. A thread of the pool starts the process,
 * hands it one job after the other, and waits for the answers. What is forked never returns: it
 * serves its socket until that is closed. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/thread_worker.h"
#include "processes.h"

struct child {
    struct eddy__thread_worker base;
    struct eddy__link link; /* in the list of all, under all_mutex, as the next two */
    int socket;             /* -1: there is no process */
    pid_t pid;
    bool doomed; /* it is to be killed, also if it has not started yet */
};

/* Every process inherits the sockets of those before it, and has to close them: else these would not
 * notice the end of the program. */
static pthread_mutex_t all_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct eddy__link all = {&all, &all};

/* What goes over the socket, before the bytes. */
struct request {
    eddy_executor_function *function;
    size_t size;
};

struct answer {
    intptr_t status;        /* as wide as the others: no gap that would be sent with them */
    size_t size, text_size; /* text_size: without the zero; SIZE_MAX: no text */
};

/* False: the other end is gone. */
static bool put(int socket, const void *bytes, size_t size) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t count = send(socket, at, size, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

static bool get(int socket, void *bytes, size_t size) {
    char *at = bytes;
    while (size > 0) {
        ssize_t count = recv(socket, at, size, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

/* ---- in the process ---- */

static bool reply_to(int socket, const struct eddy__outcome *outcome) {
    struct answer answer = {outcome->status, outcome->reply.size,
                            outcome->text ? strlen(outcome->text) : SIZE_MAX};
    fflush(NULL); /* what the job printed is there before its answer */
    return put(socket, &answer, sizeof answer) &&
           put(socket, outcome->reply.bytes, outcome->reply.size) &&
           (!outcome->text || put(socket, outcome->text, answer.text_size));
}

static bool serve_one(int socket) {
    struct request request;
    if (!get(socket, &request, sizeof request)) return false;
    char *input = malloc(request.size > 0 ? request.size : 1);
    struct eddy__outcome outcome = {0};
    if (input) {
        if (!get(socket, input, request.size)) return false;
        eddy__outcome_of(&outcome, request.function, input, request.size);
        free(input);
    } else {
        char rest[4096];
        for (size_t left = request.size, part; left > 0; left -= part) {
            part = left < sizeof rest ? left : sizeof rest;
            if (!get(socket, rest, part)) return false;
        }
        outcome.status = EDDY_NO_MEMORY;
    }
    bool sent = reply_to(socket, &outcome);
    eddy__outcome_free(&outcome);
    return sent;
}

_Noreturn static void serve(int socket, const struct eddy__executor *executor) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    __fpurge(stdout); /* the parent's, who prints it itself */
    if (executor->memory_limit > 0) {
        struct rlimit limit = {executor->memory_limit, executor->memory_limit};
        setrlimit(RLIMIT_AS, &limit);
    }
    while (serve_one(socket)) continue;
    _exit(0);
}

/* ---- in the thread ---- */

static bool start(struct child *child) {
    int sockets[2];
    pthread_mutex_lock(&all_mutex);
    bool paired = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0;
    pid_t pid = paired ? fork() : -1;
    if (pid == 0) {
        for (struct eddy__link *link = all.next; link != &all; link = link->next) {
            int other = EDDY__CONTAINER(link, struct child, link)->socket;
            if (other >= 0) close(other);
        }
        pthread_mutex_unlock(&all_mutex); /* this process has a copy of it */
        close(sockets[0]);
        serve(sockets[1], child->base.executor);
    }
    if (paired) close(sockets[1]);
    if (paired && pid < 0) close(sockets[0]);
    if (pid > 0) {
        child->socket = sockets[0];
        child->pid = pid;
        if (child->doomed) kill(pid, SIGKILL);
    }
    pthread_mutex_unlock(&all_mutex);
    return pid > 0;
}

/* Waits for the process, which is gone or will notice that its socket is; how it ended. */
static int end(struct child *child) {
    int how = 0;
    siginfo_t info;
    pthread_mutex_lock(&all_mutex);
    close(child->socket);
    child->socket = -1;
    pthread_mutex_unlock(&all_mutex);
    /* its number is free for others only once nobody here can send signals to it any more */
    while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    pthread_mutex_lock(&all_mutex);
    while (waitpid(child->pid, &how, 0) < 0 && errno == EINTR) continue;
    child->pid = 0;
    pthread_mutex_unlock(&all_mutex);
    child->base.initialized = false;
    return how;
}

static void tell(struct eddy__outcome *outcome, int status, const char *format, const char *what,
                 int number) {
    char text[160];
    snprintf(text, sizeof text, format, what, number);
    outcome->status = status;
    outcome->text = strdup(text);
}

/* The process is gone in the middle of a job. */
static void lost(struct child *child, struct eddy__outcome *outcome) {
    int how = end(child);
    if (WIFSIGNALED(how))
        tell(outcome, EDDY_BROKEN_WORKER, "the process was ended by a signal: %s (%d)",
             strsignal(WTERMSIG(how)), WTERMSIG(how));
    else
        tell(outcome, EDDY_BROKEN_WORKER, "the process ended %s, with status %d", "itself",
             WEXITSTATUS(how));
}

/* Has the process run function; false: it is lost. */
static bool call(struct child *child, eddy_executor_function *function, const void *input,
                 size_t size, struct eddy__outcome *outcome) {
    struct request request = {function, size};
    struct answer answer;
    if (!put(child->socket, &request, sizeof request) || !put(child->socket, input, size) ||
        !get(child->socket, &answer, sizeof answer))
        return false;
    outcome->status = (int)answer.status;
    size_t text_size = answer.text_size == SIZE_MAX ? 0 : answer.text_size;
    char *bytes = answer.size > 0 ? malloc(answer.size) : NULL;
    char *text = answer.text_size == SIZE_MAX ? NULL : calloc(text_size + 1, 1);
    if ((answer.size > 0 && !bytes) || (text_size > 0 && !text)) {
        /* no room for the answer: the process has to go, since it is half through with it */
        free(bytes);
        free(text);
        kill(child->pid, SIGKILL);
        end(child);
        tell(outcome, EDDY_NO_MEMORY, "no memory for %s of %d bytes", "an answer",
             (int)answer.size);
        return true;
    }
    outcome->text = text;
    outcome->reply = (eddy_reply){bytes, answer.size, answer.size};
    return get(child->socket, bytes, answer.size) && get(child->socket, text, text_size);
}

static void perform(struct eddy__thread_worker *worker, struct eddy__job *job) {
    struct child *child = (struct child *)worker;
    struct eddy__executor *executor = worker->executor;
    if (child->socket < 0 && !start(child)) {
        tell(&job->outcome, EDDY_NO_MEMORY, "no process could be started: %s (%d)", strerror(errno),
             errno);
        return;
    }
    if (!worker->initialized && executor->initializer) {
        struct eddy__outcome outcome = {0};
        bool there = call(child, executor->initializer, executor->initargs, executor->initargs_size,
                          &outcome);
        worker->initialized = there && outcome.status == EDDY_OK;
        if (there && !worker->initialized) eddy__initializer_failed(&job->outcome, &outcome);
        eddy__outcome_free(&outcome);
        if (!there) lost(child, &job->outcome);
        if (!worker->initialized) {
            if (there) end(child);
            return;
        }
    }
    if (call(child, job->function, job->input, job->size, &job->outcome)) return;
    eddy__outcome_free(&job->outcome);
    job->outcome = (struct eddy__outcome){0};
    lost(child, &job->outcome);
}

static void leave(struct eddy__thread_worker *worker) {
    struct child *child = (struct child *)worker;
    if (child->socket >= 0) end(child);
    pthread_mutex_lock(&all_mutex);
    eddy__list_remove(&child->link);
    pthread_mutex_unlock(&all_mutex);
}

/* ---- for the loop ---- */

const char *eddy__processes_missing(void) {
    return NULL;
}

struct eddy__worker *eddy__process_new(eddy_loop *loop, struct eddy__executor *executor) {
    struct child *child =
        (struct child *)eddy__thread_worker_start(loop, executor, sizeof *child, perform, leave);
    if (!child) return NULL;
    pthread_mutex_lock(&all_mutex);
    child->socket = -1;
    eddy__list_append(&all, &child->link);
    pthread_mutex_unlock(&all_mutex);
    return &child->base.worker;
}

void eddy__process_give(eddy_loop *loop, struct eddy__worker *worker, struct eddy__job *job) {
    (void)loop;
    eddy__thread_worker_give(worker, job);
}

void eddy__process_kill(eddy_loop *loop, struct eddy__worker *worker) {
    (void)loop;
    struct child *child = (struct child *)worker;
    pthread_mutex_lock(&all_mutex);
    child->doomed = true;
    if (child->pid > 0) kill(child->pid, SIGKILL);
    pthread_mutex_unlock(&all_mutex);
}

void eddy__process_end(eddy_loop *loop, struct eddy__worker *worker) {
    if (worker->job) eddy__process_kill(loop, worker);
    eddy__thread_worker_end(loop, worker);
}
