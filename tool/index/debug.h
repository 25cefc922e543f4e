/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Where the debug information of an image is: in itself, or in a debug file.
 * Not for two threads.
 */
#ifndef KCOV_TOOL_DEBUG_H
#define KCOV_TOOL_DEBUG_H

#include <elfutils/libdwfl.h>

#include "tool/index/dwz.h"
#include "tool/index/image.h"

struct debug {
	const struct image *image;
	const char *named; /* a debug file that the user named, or NULL */
	Dwfl *dwfl;
	Dwarf *dwarf;	/* NULL: there is none */
	char *path;	/* of the file it is in, beside which .dwp files are */
	int fd;		/* of the debug file, -1: none */
	uint32_t lacks; /* IS_PACKED, LACKS_COMMON */
	struct common common;
};

/*
 * Looks below /usr/lib/debug by build id and by debug link, beside the image,
 * and where DEBUGINFOD_URLS says. The image outlives it.
 */
void debug_open(struct debug *debug, const struct image *image,
		const char *named);
/* More symbols, of the debug file or of .gnu_debugdata, for an image of it. */
void debug_add_symbols(const struct debug *debug, struct image *image);
void debug_close(struct debug *debug);

#endif /* KCOV_TOOL_DEBUG_H */
