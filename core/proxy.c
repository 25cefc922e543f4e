// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A session of another process in the registry of this one: sections collect
 * for it like for a session of our own, and deliver under the lock and the
 * epoch that the device has for all processes. It never ends the real session.
 */
#include "core/buffer.h"
#include "core/kcov.h"
#include "core/remote.h"

/* What other processes wrote into the device is checked as they wrote it. */
static int check_locked(const struct kcov_device *device, uint32_t epoch)
{
	bool is_on = device->state == KCOV_STATE_REMOTE &&
		     device->epoch == epoch;
	bool has_area = device->words >= KCOV_MIN_WORDS &&
			device->words <= KCOV_MAX_WORDS;

	return is_on && has_area ? 0 : -EINVAL;
}

static int add(struct kcov_session *session, uint64_t handle)
{
	unsigned long flags = kcov_port_registry_lock();
	int err = kcov_registry_add_locked(session, handle);

	kcov_port_registry_unlock(flags);
	return err;
}

static int open_locked(struct kcov_session *session, struct kcov_device *device,
		       uint64_t handle, uint32_t epoch, size_t section_words)
{
	enum kcov_mode mode = device->mode == KCOV_MODE_PC ? KCOV_MODE_PC :
							     KCOV_MODE_CMP;
	int err = check_locked(device, epoch);

	if (!err)
		err = kcov_session_check_words(section_words);
	if (!err)
		err = kcov_session_set_up_locked(session, device, mode,
						 section_words);
	if (!err) {
		/* Before a section can find the session, and let it go. */
		kcov_port_ref_get(&device->refs);
		err = add(session, handle);
		if (err)
			kcov_port_ref_put(&device->refs);
	}
	return err;
}

int kcov_proxy_open(struct kcov_device *device, uint64_t handle, uint32_t epoch,
		    size_t section_words)
{
	struct kcov_session *session = kcov_session_alloc(1);
	unsigned long flags;
	int err;

	if (!session)
		return -ENOMEM;
	flags = kcov_port_device_lock(device);
	err = open_locked(session, device, handle, epoch, section_words);
	kcov_port_device_unlock(device, flags);
	if (err)
		kcov_port_free(session, session->bytes);
	return err;
}
