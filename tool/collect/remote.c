// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The remote session of `--remote`: its list of handles is parsed, and a device
 * is enabled for them by this process. Called by trace. The handles are those
 * that users name; one that another session has ends in a message.
 */
#include <errno.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/remote.h"

/* For what one section records; the most that user space allows. */
#define MOST_SECTION_WORDS (1u << 24)

static bool add_word(struct remote *remote, const char *word, struct text *why)
{
	unsigned long number;
	char *end;

	if (!strcmp(word, "common")) {
		remote->common = true;
		return true;
	}
	if (strncmp(word, "usb:", 4) != 0) {
		text_printf(why, "--remote wants common or usb:BUS, not \"%s\"",
			    word);
		return false;
	}
	errno = 0;
	number = strtoul(word + 4, &end, 0);
	if (errno || *end || !word[4] || !number || number > UINT32_MAX ||
	    remote->count == REMOTE_HANDLES) {
		text_printf(why,
			    "usb: wants the number of a bus, at most %d "
			    "of them, not \"%s\"",
			    REMOTE_HANDLES, word + 4);
		return false;
	}
	remote->handles[remote->count++] = KCOV_SUBSYSTEM_USB | number;
	return true;
}

bool remote_parse(struct remote *remote, const char *list, struct text *why)
{
	char *copy = must_copy(list), *rest = copy, *word;
	bool good = true;

	while (good && (word = strsep(&rest, ",")))
		good = add_word(remote, word, why);
	free(copy);
	return good;
}

static int enable(const struct remote *remote, unsigned int mode)
{
	size_t bytes = sizeof(struct kcov_remote_arg) +
		       remote->count * sizeof(*remote->handles);
	struct kcov_remote_arg *argument = must_alloc(NULL, bytes, 1);
	int error;

	memset(argument, 0, bytes);
	argument->trace_mode = mode;
	argument->area_size = remote->device.words < MOST_SECTION_WORDS ?
				      (uint32_t)remote->device.words :
				      MOST_SECTION_WORDS;
	argument->num_handles = remote->count;
	if (remote->common)
		argument->common_handle = KCOV_SUBSYSTEM_COMMON |
					  (uint64_t)getpid();
	memcpy(argument->handles, remote->handles,
	       remote->count * sizeof(*remote->handles));
	error = ioctl(remote->device.fd, KCOV_REMOTE_ENABLE, argument) ? errno :
									 0;
	free(argument);
	return error;
}

bool remote_open(struct remote *remote, uint64_t words, unsigned int mode)
{
	int failed;

	if (!device_open(&remote->device, words))
		return false;
	failed = enable(remote, mode);
	if (!failed)
		return true;
	if (failed == EEXIST)
		error("another session has one of these handles: end it, or "
		      "leave that one out of --remote");
	else
		error("%s", explain_enable(failed, mode));
	device_close(&remote->device);
	return false;
}

void remote_close(struct remote *remote)
{
	device_disable(&remote->device);
	device_close(&remote->device);
}
