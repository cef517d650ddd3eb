/* What compilers are told of functions. */
#ifndef EDDY_SRC_ATTRIBUTES_H
#define EDDY_SRC_ATTRIBUTES_H

/* Not to be merged into a function that suspends. */
#if defined(__GNUC__)
#define EDDY__NEVER_SUSPENDS __attribute__((noinline))
#else
#define EDDY__NEVER_SUSPENDS
#endif

/* What hardly ever runs, kept out of what runs all the time: in WebAssembly a function that may need
 * some stack for a message moves the stack pointer, and has it checked, each time it is called. */
#if defined(__GNUC__)
#define EDDY__RARELY __attribute__((noinline, cold))
#else
#define EDDY__RARELY
#endif

/* Not to be merged into what calls it, which has the usual case in line. */
#if defined(__GNUC__)
#define EDDY__APART __attribute__((noinline))
#else
#define EDDY__APART
#endif

/* Worth being copied to where it is called: a call takes longer than what it would save. */
#if defined(__GNUC__)
#define EDDY__INLINE static inline __attribute__((always_inline))
#else
#define EDDY__INLINE static inline
#endif

#if defined(__GNUC__)
#define EDDY__PRINTF(text, rest) __attribute__((format(printf, text, rest)))
#else
#define EDDY__PRINTF(text, rest)
#endif

#endif
