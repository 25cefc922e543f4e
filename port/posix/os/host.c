// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Services of core/port.h that the system has as they are: memory, the memory
 * of clients, complaints. Any thread, signal handlers too.
 */
#include <fcntl.h>
#include <sys/uio.h>

#include <uapi/linux/kcov_extended.h>

#include "core/port.h"
#include "port/posix/os/os.h"
#include "port/posix/os/raw.h"

/*
 * Nothing to keep out: a handler that strikes while a section is being entered
 * or left puts back exactly what it found.
 */
unsigned long kcov_port_irq_save(void)
{
	return 0;
}

void kcov_port_irq_restore(unsigned long flags)
{
	(void)flags;
}

void kcov_port_bug(bool happened)
{
	if (happened)
		posix_complain(KCOV_NO_HANDLE);
}

void kcov_port_no_area(uint64_t handle)
{
	posix_complain_of(KCOV_NO_AREA, handle);
}

void *kcov_port_alloc(size_t bytes)
{
	return posix_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void kcov_port_free(void *memory, size_t bytes)
{
	posix_raw(SYS_munmap, memory, bytes);
}

/*
 * PCs are as loaded, and who asks need not be who runs: the map of images says
 * more. Modules may come from several compilers.
 */
void kcov_port_describe(struct kcov_query *query)
{
	query->pc_form = KCOV_PC_LOADED;
	query->points = KCOV_POINTS_UNKNOWN;
	query->granule = 1;
}

/* All who have the file can map it, and the program that runs is one of them. */
int kcov_port_may_seal(struct kcov_device *device)
{
	(void)device;
	return -EINVAL;
}

/* What is copied fits into a pipe at once. */
static long copy_through_pipe(void *to, const void *from, size_t bytes)
{
	int ends[2];
	long copied = posix_raw(SYS_pipe2, ends, O_CLOEXEC | O_NONBLOCK);

	if (copied)
		return copied;
	copied = posix_raw(SYS_write, ends[1], from, bytes);
	if (copied == (long)bytes)
		copied = posix_raw(SYS_read, ends[0], to, bytes);
	posix_raw(SYS_close, ends[0]);
	posix_raw(SYS_close, ends[1]);
	return copied;
}

/*
 * The kernel copies for us, so that a bad pointer is an error and no crash. A
 * sandbox, an emulator or a small kernel may have no call for that.
 */
static int copy(long call, void *ours, void *clients, size_t bytes, bool out)
{
	struct iovec local = { .iov_base = ours, .iov_len = bytes };
	struct iovec client = { .iov_base = clients, .iov_len = bytes };
	long copied = posix_raw(call, posix_raw(SYS_getpid), &local, 1, &client,
				1, 0);

	if (copied == -ENOSYS || copied == -EPERM)
		copied = copy_through_pipe(out ? clients : ours,
					   out ? ours : clients, bytes);
	return copied == (long)bytes ? 0 : -EFAULT;
}

int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	return copy(SYS_process_vm_readv, to, (void *)client_pointer, bytes,
		    false);
}

int kcov_port_copy_out(uintptr_t client_pointer, const void *from, size_t bytes)
{
	return copy(SYS_process_vm_writev, (void *)from, (void *)client_pointer,
		    bytes, true);
}
