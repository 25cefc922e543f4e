// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Calls on a descriptor, from finding the device behind it to the core. All
 * signals are blocked meanwhile: a handler that came back here would find the
 * device's lock held by its own thread, and a cancellation that strikes at once
 * would leave things half done.
 */
#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

#include "core/kcov.h"
#include "core/remote.h"

static bool same_file(const struct posix_header *header,
		      const struct stat64 *st)
{
	const struct posix_mapping *mapping = posix_mapping_of(header);

	return mapping->dev == st->st_dev && mapping->ino == st->st_ino;
}

/* Of the devices that this thread has enabled the one behind the file, or NULL.
 */
static struct posix_header *enabled_here(const struct stat64 *st)
{
	const struct kcov_session *session = kcov_self.session;
	struct kcov_device *devices[] = { kcov_self.device,
					  session ? session->device : NULL };
	int i;

	for (i = 0; i < 2; i++) {
		struct kcov_device *device = devices[i];

		if (device && same_file(posix_header_of(device), st))
			return posix_header_of(device);
	}
	return NULL;
}

/* The device behind the descriptor, held by whoever wants it: 0 or -errno. */
static int open_device(struct posix_header **header, int rw_fd,
		       const struct stat64 *st)
{
	struct posix_mapping *mapping;
	int err = posix_file_map_header(rw_fd, header);

	if (err)
		return err;
	mapping = posix_mapping_of(*header);
	mapping->dev = st->st_dev;
	mapping->ino = st->st_ino;
	mapping->fd = rw_fd;
	return 0;
}

/* The owner of the device has a map of images made. */
static long call_core(struct posix_header *header, unsigned int command,
		      uintptr_t argument)
{
	struct kcov_device *device = &header->device;
	long result;

	if (kcov_device_is_of(device, &kcov_self))
		posix_image_map_refresh(header);
	result = kcov_ioctl(device, &kcov_self, command, argument);
	if (!result && kcov_device_is_of(device, &kcov_self))
		posix_image_map_refresh(header);
	return result;
}

/* The device goes with the thread, whether the thread comes to own it or not. */
static void stay_with(struct posix_header *header)
{
	struct posix_header *previous = posix_called_last;

	posix_called_last = header;
	posix_thread_watch_exit();
	if (previous)
		kcov_device_put(&previous->device);
}

/*
 * The last device called on stays, because the next call will be on it too. One
 * that the thread has enabled is the same object in every call, by which it is
 * known again.
 */
static int change_device(int rw_fd, const struct stat64 *st)
{
	struct posix_header *header = enabled_here(st);
	int err = 0;

	if (header)
		kcov_port_ref_get(&header->device.refs);
	else
		err = open_device(&header, rw_fd, st);
	if (err)
		return err;
	stay_with(header);
	return 0;
}

static long call(int rw_fd, const struct stat64 *st, unsigned int command,
		 uintptr_t argument)
{
	int err = 0;

	if (!posix_called_last || !same_file(posix_called_last, st))
		err = change_device(rw_fd, st);
	if (err)
		return err;
	posix_mapping_of(posix_called_last)->fd = rw_fd;
	return call_core(posix_called_last, command, argument);
}

static long call_device(int fd, const struct stat64 *st, unsigned int command,
			uintptr_t argument)
{
	int rw_fd = posix_file_open_rw(fd);
	long result;

	if (rw_fd < 0)
		return rw_fd;
	posix_handlers_jump((uintptr_t)__builtin_frame_address(0),
			    (uintptr_t)__builtin_frame_address(0));
	posix_thread_notice_fork();
	posix_lent_look();
	result = call(rw_fd, st, command, argument);
	posix_file_close_rw(rw_fd, fd);
	return result;
}

long posix_device_ioctl(int fd, unsigned int command, uintptr_t argument)
{
	struct stat64 st;
	long result;

	if (!posix_file_is_device(fd, &st))
		return -ENOTTY;
	posix_signals_block();
	result = call_device(fd, &st, command, argument);
	posix_signals_restore();
	return result;
}

static int check_map(int fd, const struct stat64 *st, size_t bytes,
		     uint64_t offset)
{
	int rw_fd = posix_file_open_rw(fd);
	struct posix_header *header;
	int err;

	if (rw_fd < 0)
		return rw_fd;
	err = open_device(&header, rw_fd, st);
	posix_file_close_rw(rw_fd, fd);
	if (err)
		return err;
	err = kcov_device_check_map(&header->device,
				    posix_round_to_pages(bytes), offset);
	kcov_device_put(&header->device);
	return err;
}

/* What mmap of this length and offset gets: 0, -EINVAL, -ENOTTY, -ENOMEM. */
int posix_device_check_map(int fd, size_t bytes, uint64_t offset)
{
	struct stat64 st;
	int err;

	if (!posix_file_is_device(fd, &st))
		return -ENOTTY;
	posix_signals_block();
	err = check_map(fd, &st, bytes, offset);
	posix_signals_restore();
	return err;
}

void posix_device_adopt(int fd)
{
	struct posix_header *header;
	struct stat64 st;
	int rw_fd;

	if (kcov_self.device || !posix_file_is_device(fd, &st))
		return;
	rw_fd = posix_file_open_rw(fd);
	if (rw_fd < 0)
		return;
	if (!open_device(&header, rw_fd, &st)) {
		if (posix_owner_may_adopt(header) &&
		    !kcov_device_adopt(&header->device, &kcov_self)) {
			stay_with(header);
			posix_image_map_refresh(header);
		} else {
			kcov_device_put(&header->device);
		}
	}
	posix_file_close_rw(rw_fd, fd);
}
