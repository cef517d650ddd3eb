/* What the compiler makes this for, as far as contexts have to know. */
#ifndef EDDY_PORT_MACHINE_H
#define EDDY_PORT_MACHINE_H

#if defined(__SANITIZE_ADDRESS__)
#define EDDY__WITH_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define EDDY__WITH_TSAN 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EDDY__WITH_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define EDDY__WITH_TSAN 1
#endif
#endif

/* Switched by a few instructions of our own (x86_64.h), or by ucontext.c: sanitizers know that one,
 * it runs on any machine, and it copes with shadow stacks (__CET__ & 2). */
#if defined(__x86_64__) && defined(__ELF__) && !defined(EDDY__WITH_ASAN) &&                        \
    !defined(EDDY__WITH_TSAN) && !(defined(__CET__) && (__CET__ & 2))
#define EDDY__SWITCH_X86_64 1
#endif

#endif
