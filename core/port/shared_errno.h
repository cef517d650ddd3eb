/* Included before every source of a guest with threads: the libc at hand was built without them, and
 * its errno is one for all threads. Its header would have each thread look for its own. */
#ifndef EDDY_PORT_SHARED_ERRNO_H
#define EDDY_PORT_SHARED_ERRNO_H

#define __wasilibc___errno_h
extern int errno;
#define errno errno

#endif
