// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A session of another process in the registry of this one: sections collect
 * for it like for a session of our own, and deliver under the lock and the
 * epoch that the device has for all processes. A proxy never ends the real
 * session.
 */
#include "core/proxy.h"

#include "core/access.h"
#include "core/buffer.h"
#include "core/registry.h"
#include "core/session.h"

/* Other processes may write into the device at any moment. */
static int check_locked(const struct kcov_device *device, uint32_t epoch,
			size_t words)
{
	bool is_on = device->state == KCOV_STATE_REMOTE &&
		     device->epoch == epoch;
	bool has_area = words >= KCOV_MIN_WORDS && words <= KCOV_MAX_WORDS;

	return is_on && has_area ? 0 : -EINVAL;
}

/* What was checked is what counts, whatever the device says by now. */
static int set_up_locked(struct kcov_session *session,
			 struct kcov_device *device, uint32_t epoch,
			 size_t words, size_t section_words)
{
	enum kcov_mode mode = device->mode == KCOV_MODE_PC ? KCOV_MODE_PC :
							     KCOV_MODE_CMP;
	int err = kcov_session_set_up_locked(session, device, mode, words,
					     section_words);

	session->epoch = epoch;
	return err;
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
	const size_t words = kcov_load_size(&device->words);
	int err = check_locked(device, epoch, words);

	if (!err)
		err = kcov_session_check_words(section_words);
	if (!err)
		err = set_up_locked(session, device, epoch, words,
				    section_words);
	if (!err) {
		/* First: a section may find the session by its handle, and drop
		 * it. */
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
	struct kcov_session *session = kcov_session_alloc(device, 1);
	unsigned long flags;
	int err;

	if (!session)
		return -ENOMEM;
	flags = kcov_port_device_lock(device);
	err = open_locked(session, device, handle, epoch, section_words);
	kcov_port_device_unlock(device, flags);
	if (err)
		kcov_session_discard(session);
	return err;
}
