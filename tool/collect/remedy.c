// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What the errors of the device mean, and what to do about them. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "tool/collect/device.h"

/* The kernel's own "not supported", which has no name here. */
#define ENOTSUPP_KERNEL 524

static char text[512];

static bool file_has(const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	char line[512];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = strstr(line, word);
	if (file)
		fclose(file);
	return found;
}

/*
 * Its callback is a symbol of the kernel, and the list of these is readable
 * for everybody. Without a list nobody knows: then the rest is looked at.
 */
static bool lacks_kcov(void)
{
	return !access("/proc/kallsyms", R_OK) &&
	       !file_has("/proc/kallsyms", " __sanitizer_cov_trace_pc\n");
}

/* First of all: no mount and no right would help. */
static const char *no_kcov(void)
{
	struct utsname system;

	uname(&system);
	snprintf(text, sizeof(text),
		 "this kernel (%s) is built without CONFIG_KCOV: trace user "
		 "space with --host user, or boot a kernel that has it "
		 "(scripts/kernel-run -- COMMAND boots one for a command)",
		 system.release);
	return text;
}

static const char *no_device(void)
{
	if (lacks_kcov())
		return no_kcov();
	if (!file_has("/proc/mounts", " /sys/kernel/debug debugfs"))
		return DEVICE_PATH " is not there because debugfs is not "
				   "mounted: as root, mount -t debugfs none "
				   "/sys/kernel/debug";
	return access("/proc/kallsyms", R_OK) ? no_kcov() :
						DEVICE_PATH
		       " is not there, though the kernel has kcov: boot "
		       "without debugfs=off and debugfs=no-mount, or look at "
		       "dmesg";
}

static const char *no_permission(int error)
{
	if (lacks_kcov())
		return no_kcov();
	if (file_has("/sys/kernel/security/lockdown", "[integrity]") ||
	    file_has("/sys/kernel/security/lockdown", "[confidentiality]"))
		return DEVICE_PATH " is locked down: boot without lockdown "
				   "(lockdown=none, or Secure Boot off)";
	snprintf(text, sizeof(text), "cannot open " DEVICE_PATH ": %s; %s",
		 strerror(error),
		 geteuid() ? "run as root, or let root give you the file" :
			     "run in the machine's own namespace, with "
			     "CAP_DAC_OVERRIDE");
	return text;
}

const char *explain_open(int error)
{
	if (error == ENOENT)
		return no_device();
	if (error == EACCES || error == EPERM)
		return no_permission(error);
	snprintf(text, sizeof(text), "cannot open " DEVICE_PATH ": %s",
		 strerror(error));
	return text;
}

const char *explain_init(int error, uint64_t words)
{
	const char *remedy = "";

	switch (error) {
	case EINVAL:
		remedy = "; a buffer has 2 words at least";
		break;
	case ENOMEM:
		remedy = "; choose a smaller --buffer";
		break;
	case EBUSY:
		remedy = "; it has its size already";
		break;
	case ENOTTY:
		remedy = "; " DEVICE_PATH " is no kcov device";
		break;
	}
	snprintf(text, sizeof(text),
		 "cannot make a buffer of %" PRIu64 " words: %s%s", words,
		 strerror(error), remedy);
	return text;
}

const char *explain_map(int error)
{
	snprintf(text, sizeof(text), "cannot map the buffer: %s%s",
		 strerror(error),
		 error == EINVAL ? "; its size must be whole pages (a multiple "
				   "of 512 words)" :
		 error == ENOMEM ? "; choose a smaller --buffer" :
				   "");
	return text;
}

const char *explain_enable(int error, unsigned int mode)
{
	switch (error) {
	case EBUSY:
		return "cannot enable: this thread, or this device, collects "
		       "already; a command that uses kcov itself cannot be "
		       "recorded (use kcovctl run)";
	case EINVAL:
		return "cannot enable: the device has no buffer yet";
	case ENOTSUPP_KERNEL:
		return "this kernel records no comparisons: build it with "
		       "CONFIG_KCOV_ENABLE_COMPARISONS=y";
	}
	snprintf(text, sizeof(text), "cannot enable %s: %s",
		 mode == KCOV_TRACE_CMP ? "comparisons" : "PCs",
		 strerror(error));
	return text;
}
