// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Calls on a descriptor, from finding the device behind it to the core. All
 * signals are blocked meanwhile: a handler that came back here would find the
 * device's lock held by its own thread, and a cancellation that strikes at once
 * would leave things half done.
 */
#include <string.h>

#include "port/posix/imagemap.h"
#include "port/posix/raw.h"

#include "core/kcov.h"

static bool same_file(const struct kcov_view *view, const struct stat64 *st)
{
	const struct kcov_mapping *mapping;

	if (!view->header)
		return false;
	mapping = kcov_mapping_of(view->header);
	return mapping->dev == st->st_dev && mapping->ino == st->st_ino;
}

static int open_view(struct kcov_view *view, int rw_fd, const struct stat64 *st)
{
	struct kcov_mapping *mapping;
	int err;

	memset(view, 0, sizeof(*view));
	err = kcov_file_map_header(rw_fd, &view->header);
	if (err)
		return err;
	mapping = kcov_mapping_of(view->header);
	mapping->dev = st->st_dev;
	mapping->ino = st->st_ino;
	return 0;
}

static void close_view(struct kcov_view *view)
{
	kcov_device_put(&view->header->device);
}

/* kcov_view is the device, for the owner of which the map of images is made. */
static long call_core(unsigned int command, uintptr_t argument)
{
	struct kcov_device *device = &kcov_view.header->device;
	long result;

	if (kcov_self.device == device)
		kcov_image_map_refresh();
	result = kcov_ioctl(device, &kcov_self, command, argument);
	if (!result && kcov_self.device == device)
		kcov_image_map_refresh();
	return result;
}

/*
 * The core works on kcov_view. While the thread is bound to another device that
 * one's view is put aside and comes back; otherwise the last device called on
 * stays, because the next call will be on it too.
 */
static long call_other(int rw_fd, const struct stat64 *st, unsigned int command,
		       uintptr_t argument)
{
	struct kcov_view previous = kcov_view;
	long result = open_view(&kcov_view, rw_fd, st);

	if (result) {
		kcov_view = previous;
		return result;
	}
	kcov_view.fd = rw_fd;
	/* The view goes with the thread, whether it comes to own the device. */
	kcov_thread_watch_exit();
	result = call_core(command, argument);
	if (previous.header && kcov_self.device == &previous.header->device) {
		close_view(&kcov_view);
		kcov_view = previous;
	} else if (previous.header) {
		close_view(&previous);
	}
	return result;
}

static long call(int rw_fd, const struct stat64 *st, unsigned int command,
		 uintptr_t argument)
{
	if (!same_file(&kcov_view, st))
		return call_other(rw_fd, st, command, argument);
	kcov_view.fd = rw_fd;
	return call_core(command, argument);
}

static long call_device(int fd, const struct stat64 *st, unsigned int command,
			uintptr_t argument)
{
	int rw_fd = kcov_file_open_rw(fd);
	long result;

	if (rw_fd < 0)
		return rw_fd;
	kcov_handlers_jump((uintptr_t)__builtin_frame_address(0),
			   (uintptr_t)__builtin_frame_address(0));
	kcov_thread_notice_fork();
	result = call(rw_fd, st, command, argument);
	kcov_file_close_rw(rw_fd, fd);
	return result;
}

long kcov_session_ioctl(int fd, unsigned int command, uintptr_t argument)
{
	struct stat64 st;
	long result;

	if (!kcov_file_is_device(fd, &st))
		return -ENOTTY;
	kcov_signals_block();
	result = call_device(fd, &st, command, argument);
	kcov_signals_restore();
	return result;
}

static int check_map(int fd, const struct stat64 *st, size_t bytes,
		     uint64_t offset)
{
	int rw_fd = kcov_file_open_rw(fd);
	struct kcov_view view;
	int err;

	if (rw_fd < 0)
		return rw_fd;
	err = open_view(&view, rw_fd, st);
	kcov_file_close_rw(rw_fd, fd);
	if (err)
		return err;
	err = kcov_device_check_map(&view.header->device,
				    kcov_round_to_pages(bytes), offset);
	close_view(&view);
	return err;
}

/* What mmap of this length and offset gets: 0, -EINVAL, -ENOTTY, -ENOMEM. */
int kcov_session_check_map(int fd, size_t bytes, uint64_t offset)
{
	struct stat64 st;
	int err;

	if (!kcov_file_is_device(fd, &st))
		return -ENOTTY;
	kcov_signals_block();
	err = check_map(fd, &st, bytes, offset);
	kcov_signals_restore();
	return err;
}

void kcov_session_adopt(int fd)
{
	struct stat64 st;
	int rw_fd;

	if (kcov_self.device || !kcov_file_is_device(fd, &st))
		return;
	rw_fd = kcov_file_open_rw(fd);
	if (rw_fd < 0)
		return;
	if (!open_view(&kcov_view, rw_fd, &st)) {
		kcov_view.fd = rw_fd;
		kcov_thread_watch_exit();
		if (!kcov_owner_may_adopt(kcov_view.header) ||
		    kcov_device_adopt(&kcov_view.header->device, &kcov_self)) {
			close_view(&kcov_view);
			memset(&kcov_view, 0, sizeof(kcov_view));
		} else {
			kcov_image_map_refresh();
		}
	}
	kcov_file_close_rw(rw_fd, fd);
}
