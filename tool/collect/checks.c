// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The checks of `kcovctl doctor` on a kernel: each opens, enables and reads
 * what the next one needs, and says what is wrong with the remedy. Called by
 * the subcommand, once. What a check lacks makes it skipped, not wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/checks.h"
#include "tool/collect/surroundings.h"

typedef void check_function(struct checkup *checkup, struct finding *finding);

__attribute__((format(printf, 3, 4))) static void
found(struct finding *finding, enum verdict verdict, const char *text, ...)
{
	va_list list;

	finding->verdict = verdict;
	va_start(list, text);
	vsnprintf(finding->text, sizeof(finding->text), text, list);
	va_end(list);
}

static void check_open(struct checkup *checkup, struct finding *finding)
{
	checkup->device.fd = open(DEVICE_PATH, O_RDWR | O_CLOEXEC);
	checkup->has_device = checkup->device.fd >= 0;
	if (checkup->has_device)
		found(finding, CHECK_RIGHT, DEVICE_PATH " can be opened");
	else
		found(finding, CHECK_WRONG, "%s", explain_open(errno));
}

static void check_buffer(struct checkup *checkup, struct finding *finding)
{
	int fd = checkup->device.fd;

	if (!checkup->has_device)
		return;
	/* Too small first: a kernel that takes it would fault later. */
	if (!ioctl(fd, KCOV_INIT_TRACE, 1ul))
		found(finding, CHECK_WRONG,
		      "a buffer of one word is accepted: this is not the "
		      "kcov we know; update the kernel");
	close(fd);
	checkup->has_area = device_open(&checkup->device, 1ull << 16);
	checkup->has_device = checkup->has_area;
	if (!checkup->has_area)
		found(finding, CHECK_WRONG,
		      "no buffer of 65536 words can be made and mapped: free "
		      "some memory");
	else if (finding->verdict == CHECK_SKIPPED)
		found(finding, CHECK_RIGHT,
		      "a buffer of 65536 words can be made and mapped");
}

static void self_test(struct checkup *checkup)
{
	struct device *device = &checkup->device;
	uint64_t i, count;

	__atomic_store_n(&device->area[0], 0, __ATOMIC_RELAXED);
	syscall(SYS_getpid);
	close((int)syscall(SYS_openat, AT_FDCWD, "/proc/self/comm", O_RDONLY));
	count = device_records(device, KCOV_TRACE_PC);
	for (i = 0; i < count && i < CHECK_PCS; i++)
		checkup->pcs[i] = device->area[i + 1];
	checkup->pcs_count = (size_t)i;
}

static void check_trace(struct checkup *checkup, struct finding *finding)
{
	int error;

	if (!checkup->has_area)
		return;
	error = device_enable(&checkup->device, KCOV_TRACE_PC);
	if (error) {
		found(finding, CHECK_WRONG, "%s",
		      explain_enable(error, KCOV_TRACE_PC));
		return;
	}
	self_test(checkup);
	error = device_disable(&checkup->device);
	if (error)
		found(finding, CHECK_WRONG, "cannot disable collection: %s",
		      strerror(error));
	else if (!checkup->pcs_count)
		found(finding, CHECK_WRONG,
		      "getpid and open gave 0 PCs: CONFIG_KCOV=y, but nothing "
		      "is instrumented; set CONFIG_KCOV_INSTRUMENT_ALL=y, and "
		      "use a compiler with -fsanitize-coverage=trace-pc");
	else
		found(finding, CHECK_RIGHT, "getpid and open gave %zu PCs",
		      checkup->pcs_count);
}

static void check_comparisons(struct checkup *checkup, struct finding *finding)
{
	uint64_t count;
	int error;

	if (!checkup->has_area)
		return;
	error = device_enable(&checkup->device, KCOV_TRACE_CMP);
	if (error) {
		found(finding, CHECK_WRONG, "%s",
		      explain_enable(error, KCOV_TRACE_CMP));
		return;
	}
	close((int)syscall(SYS_openat, AT_FDCWD, "/proc/self/comm", O_RDONLY));
	count = device_records(&checkup->device, KCOV_TRACE_CMP);
	device_disable(&checkup->device);
	if (count)
		found(finding, CHECK_RIGHT, "open gave %" PRIu64 " comparisons",
		      count);
	else
		found(finding, CHECK_WRONG,
		      "open gave 0 comparisons: the compiler lacks "
		      "-fsanitize-coverage=trace-cmp; use gcc 8 or clang 5 or "
		      "later");
}

static void check_remote(struct checkup *checkup, struct finding *finding)
{
	struct kcov_remote_arg argument = {
		.trace_mode = KCOV_TRACE_PC,
		.area_size = 1 << 12,
		.common_handle = KCOV_SUBSYSTEM_COMMON | 0x6b63,
	};
	int error;

	if (!checkup->has_area)
		return;
	if (!ioctl(checkup->device.fd, KCOV_REMOTE_ENABLE, &argument)) {
		device_disable(&checkup->device);
		found(finding, CHECK_RIGHT, "remote sessions can be enabled");
		return;
	}
	error = errno;
	found(finding, CHECK_WRONG, "cannot enable a remote session: %s; %s",
	      strerror(error),
	      error == EEXIST ? "another client has handle 0x6b63: end it" :
	      error == ENOTTY ? "the kernel is older than 5.5: update it" :
				"look at dmesg");
}

static void check_calls(struct checkup *checkup, struct finding *finding)
{
	if (checkup->has_area)
		check_extended(&checkup->device, finding);
}

static void check_symbols(struct checkup *checkup, struct finding *finding)
{
	struct recording recording = { 0 };
	const struct image_entry *image = NULL;
	struct index *index;
	size_t i, outside = 0, unknown = 0;

	if (!checkup->pcs_count)
		return;
	note_kernel(&recording);
	image = &recording.images.at[recording.images.count - 1];
	/* What index_find() would say is said here, with the remedy. */
	quiet++;
	index = index_find(checkup->search, image->build_id, image->path);
	quiet--;
	for (i = 0; i < checkup->pcs_count; i++) {
		outside += !recording_image(&recording, checkup->pcs[i]);
		unknown += index && !index_point(index, checkup->pcs[i]);
	}
	if (outside)
		found(finding, CHECK_WRONG,
		      "%zu of %zu PCs are outside of the kernel's code: a "
		      "module that was unloaded, or KASLR; boot with nokaslr",
		      outside, checkup->pcs_count);
	else if (!index)
		found(finding, CHECK_WRONG,
		      "no vmlinux with build id %s: name it with --image, or "
		      "set DEBUGINFOD_URLS",
		      image->build_id);
	else if (index->header->flags & IS_DAMAGED)
		found(finding, CHECK_WRONG,
		      "the vmlinux has debug information that is damaged, or "
		      "of a DWARF version that kcovctl does not read: build "
		      "it again, with CONFIG_DEBUG_INFO_DWARF5=y");
	else if (!(index->header->flags & HAS_LINES))
		found(finding, CHECK_WRONG,
		      "the vmlinux has no .debug_line: build with "
		      "CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y, or set "
		      "DEBUGINFOD_URLS");
	else if (unknown * 10 > checkup->pcs_count)
		found(finding, CHECK_WRONG,
		      "%zu of %zu PCs are no instrumented places of the "
		      "vmlinux with the same build id: rebuild it",
		      unknown, checkup->pcs_count);
	else
		found(finding, CHECK_RIGHT,
		      "the vmlinux with build id %s explains the PCs",
		      image->build_id);
	index_free(index);
	recording_free(&recording);
}

static const struct {
	const char *name;
	check_function *run;
} kernel_checks[] = {
	{ "device", check_open },     { "buffer", check_buffer },
	{ "trace", check_trace },     { "comparisons", check_comparisons },
	{ "remote", check_remote },   { "extended", check_calls },
	{ "symbols", check_symbols },
};

int check_kernel(struct checkup *checkup,
		 void (*report)(const struct finding *finding, void *data),
		 void *data)
{
	int wrong = 0;
	size_t i;

	host_choose(HOST_KERNEL);
	for (i = 0; i < sizeof(kernel_checks) / sizeof(*kernel_checks); i++) {
		struct finding finding = { .name = kernel_checks[i].name,
					   .verdict = CHECK_SKIPPED,
					   .text = "needs what is missing" };

		kernel_checks[i].run(checkup, &finding);
		wrong += finding.verdict == CHECK_WRONG;
		report(&finding, data);
	}
	if (checkup->has_area)
		device_close(&checkup->device);
	return wrong;
}
