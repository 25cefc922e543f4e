/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The kcov device as a client uses it. Which host serves it was decided by
 * host_choose(), before the first call. Errors are reported here, with their
 * remedy, and returned as false.
 */
#ifndef KCOV_TOOL_DEVICE_H
#define KCOV_TOOL_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#define DEVICE_PATH "/sys/kernel/debug/kcov"

enum host { HOST_AUTO, HOST_USER, HOST_KERNEL };

struct device {
	int fd;
	uint64_t words;
	uint64_t cmp_words; /* at the end, for comparisons beside PCs; or 0 */
	uint64_t *area;	    /* [0] is the count, written by others */
};

/* "auto", "user" or "kernel"; false if it is none of them. */
bool host_parse(const char *name, enum host *host);
/*
 * Auto: the kernel, if its device can be opened, else user space. From then on
 * this process's open() of the device goes there. Returns what was chosen.
 */
enum host host_choose(enum host wanted);

/*
 * Opens, sizes and maps a device; the descriptor is inherited by exec. No words
 * are set apart for comparisons.
 */
bool device_open(struct device *device, uint64_t words);
void device_close(struct device *device);
/*
 * What the area is to hold from the next device_enable() on: each PC once, and
 * comparisons in so many words at its end. 0, or errno: this kcov knows the
 * plain trace alone.
 */
int device_set_up(struct device *device, bool unique, uint64_t cmp_words);
/* On the calling thread; `mode` of <linux/kcov.h>. 0 or errno, not reported. */
int device_enable(const struct device *device, unsigned int mode);
int device_disable(const struct device *device);

/* How many records there are, not more than fit; and whether it is full. */
uint64_t device_records(const struct device *device, unsigned int mode);
bool device_is_full(const struct device *device, unsigned int mode);
/* The records that stand in its cmp_words. */
const uint64_t *device_comparisons(const struct device *device,
				   uint64_t *count);
/*
 * How many records were lost since it was opened. False: this kcov does not
 * count, and `lost` is 1 if something may have been.
 */
bool device_lost(const struct device *device, unsigned int mode,
		 uint64_t *lost);

/* remedy.c: cause and remedy of an errno, in static memory. */
const char *explain_open(int error);
const char *explain_init(int error, uint64_t words);
const char *explain_map(int error);
const char *explain_enable(int error, unsigned int mode);

#endif /* KCOV_TOOL_DEVICE_H */
