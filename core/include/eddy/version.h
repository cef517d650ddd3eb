/* The version of the headers a program was compiled with, and of the library it runs on. */
#ifndef EDDY_VERSION_H
#define EDDY_VERSION_H

/* The version of these headers, "MAJOR.MINOR.PATCH". */
#define EDDY_VERSION "0.1.0"

/* The version of the linked library, "MAJOR.MINOR.PATCH". Equal to EDDY_VERSION unless headers and
 * library come from different releases. */
const char *eddy_version(void);

#endif
