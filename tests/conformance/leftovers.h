/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a test and the kernel below it hold: taken before and after a life that
 * should leave nothing, it shows what that life left.
 */
#ifndef CONFORMANCE_LEFTOVERS_H
#define CONFORMANCE_LEFTOVERS_H

#include <stdbool.h>
#include <sys/types.h>

struct leftovers {
	int descriptors;
	long maps; /* lines of /proc/self/maps */
	/* of a kernel; -1 elsewhere: */
	long areas;
	long vmalloc; /* KiB of mapped areas of any kind */
	long used;    /* KiB; see kernel_used(); in user space our own */
};

struct leftovers leftovers_now(void);
/*
 * Fails if there is more than there was. A kernel gets time to finish what it
 * does in the background, and may keep some memory of its own: a leak is seen
 * if all of it is more than a megabyte (an area of any size is seen).
 */
void check_no_leftovers(const struct leftovers *before);

int open_descriptors(void);
long descriptors_of(pid_t pid);
/* Lines of a /proc file that contain the word; -1 if it cannot be read. */
long proc_lines(const char *path, const char *word);
long mappings_of(pid_t pid);
/*
 * Areas of devices and sections that a kernel has; -1 elsewhere. It frees them
 * a moment after the device, so who expects no more than so many waits.
 */
long kernel_areas(void);
bool kernel_areas_fall_to(long most);

#endif /* CONFORMANCE_LEFTOVERS_H */
