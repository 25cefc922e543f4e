// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A remote session from REMOTE_ENABLE to the last section that ran for it. Task
 * context, but for the release that a stopping section may bring about.
 */
#include <uapi/linux/kcov.h>

#include "core/buffer.h"
#include "core/handle.h"
#include "core/kcov.h"
#include "core/remote.h"

struct kcov_session *kcov_session_alloc(uint32_t nodes)
{
	size_t bytes = sizeof(struct kcov_session) +
		       nodes * sizeof(struct kcov_handle_node);
	struct kcov_session *session = kcov_port_alloc(bytes);

	if (session)
		session->bytes = bytes;
	return session;
}

int kcov_session_check_words(size_t words)
{
	return words < KCOV_MIN_WORDS || words > KCOV_MAX_SECTION_WORDS ?
		       -EINVAL :
		       0;
}

static size_t argument_bytes(uint32_t num_handles)
{
	return sizeof(struct kcov_remote_arg) + num_handles * sizeof(uint64_t);
}

/*
 * The client's struct, copied in two steps because its length is inside. Client
 * memory is untrusted and may change in between: the length that was checked is
 * the one that counts, and a struct that says otherwise by now is refused.
 */
static int copy_argument(uintptr_t pointer, struct kcov_remote_arg **argument)
{
	const size_t at = offsetof(struct kcov_remote_arg, num_handles);
	struct kcov_remote_arg *copy;
	uint32_t num_handles;
	size_t bytes;
	int err;

	if (kcov_port_copy_in(&num_handles, pointer + at, sizeof(num_handles)))
		return -EFAULT;
	if (num_handles > KCOV_REMOTE_MAX_HANDLES)
		return -EINVAL;
	bytes = argument_bytes(num_handles);
	copy = kcov_port_alloc(bytes);
	if (!copy)
		return -ENOMEM;
	err = kcov_port_copy_in(copy, pointer, bytes) ? -EFAULT : 0;
	if (!err && copy->num_handles != num_handles)
		err = -EINVAL;
	if (err)
		kcov_port_free(copy, bytes);
	else
		*argument = copy;
	return err;
}

/* In the order in which Linux takes them: the first bad one decides. */
static int add_handles_locked(struct kcov_session *session,
			      const struct kcov_remote_arg *argument)
{
	uint32_t i;
	int err = 0;

	for (i = 0; i < argument->num_handles && !err; i++)
		err = kcov_handle_is_subsystem(argument->handles[i]) ?
			      kcov_registry_add_locked(session,
						       argument->handles[i]) :
			      -EINVAL;
	if (!err && argument->common_handle)
		err = kcov_handle_names_session(argument->common_handle) ?
			      kcov_registry_add_locked(
				      session, argument->common_handle) :
			      -EINVAL;
	/* Of those before the bad one, another process may have one. */
	err = kcov_port_publish(session, err);
	/* Nobody saw the ones that went in: the lock was ours all the time. */
	if (err)
		kcov_registry_remove_locked(session);
	return err;
}

static int register_handles(struct kcov_session *session,
			    const struct kcov_remote_arg *argument)
{
	unsigned long flags = kcov_port_registry_lock();
	int err = add_handles_locked(session, argument);

	kcov_port_registry_unlock(flags);
	return err;
}

int kcov_session_set_up_locked(struct kcov_session *session,
			       struct kcov_device *device, enum kcov_mode mode,
			       size_t words, size_t section_words)
{
	session->device = device;
	session->epoch = device->epoch;
	session->mode = mode;
	session->section_words = section_words;
	session->limit = kcov_area_limit(mode, words);
	session->area = kcov_port_area_map(device, mode, session->limit);
	return session->area ? 0 : -ENOMEM;
}

/* The device and the task are as E1 to R3 want them; what is left can fail. */
static int start_locked(struct kcov_session *session,
			struct kcov_device *device, struct kcov_task *task,
			const struct kcov_remote_arg *argument)
{
	enum kcov_mode mode = argument->trace_mode == KCOV_TRACE_PC ?
				      KCOV_MODE_PC :
				      KCOV_MODE_CMP;
	int err = kcov_session_set_up_locked(
		session, device, mode, device->words, argument->area_size);

	if (!err)
		err = kcov_port_bound(device);
	if (err)
		return err;
	err = register_handles(session, argument);
	if (err) {
		kcov_port_unbound(device);
		return err;
	}
	device->state = KCOV_STATE_REMOTE;
	device->mode = session->mode;
	/* One for the owner and one for the session. */
	kcov_port_ref_get(&device->refs);
	kcov_port_ref_get(&device->refs);
	task->device = device;
	task->session = session;
	/* Without one, an inherited one goes on naming who it came from. */
	if (argument->common_handle)
		task->common_handle = argument->common_handle;
	return 0;
}

static int enable(struct kcov_session *session, struct kcov_device *device,
		  struct kcov_task *task,
		  const struct kcov_remote_arg *argument)
{
	unsigned long flags = kcov_port_device_lock(device);
	int err = kcov_device_check_enable_locked(device, task,
						  argument->trace_mode);

	if (!err)
		err = kcov_session_check_words(argument->area_size);
	if (!err)
		err = start_locked(session, device, task, argument);
	kcov_port_device_unlock(device, flags);
	return err;
}

/* The session that has the handle, held; NULL if nobody has it. */
static struct kcov_session *hold_session(uint64_t handle)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_session *session = kcov_registry_find_locked(handle);

	if (session)
		session->running++;
	kcov_port_registry_unlock(flags);
	return session;
}

/*
 * An owner that died without telling may still look like one; or somebody else
 * noticed first, and the device is somebody's again.
 */
static bool is_over_locked(const struct kcov_session *session)
{
	struct kcov_device *device = session->device;

	if (kcov_session_lasts_locked(session) && kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
	return !kcov_session_lasts_locked(session);
}

bool kcov_session_reap(uint64_t handle)
{
	struct kcov_session *session = hold_session(handle);
	unsigned long flags;
	bool over;

	if (!session)
		return false;
	flags = kcov_port_device_lock(session->device);
	over = is_over_locked(session);
	/* Twice does no harm: somebody may have come here at the same time. */
	if (over)
		kcov_session_end_locked(session);
	kcov_port_device_unlock(session->device, flags);
	if (over)
		kcov_session_release(session);
	kcov_session_drop(session);
	return over;
}

static void reap_all(const struct kcov_remote_arg *argument)
{
	uint32_t i;

	kcov_session_reap(argument->common_handle);
	for (i = 0; i < argument->num_handles; i++)
		kcov_session_reap(argument->handles[i]);
}

int kcov_remote_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t pointer)
{
	struct kcov_remote_arg *argument;
	struct kcov_session *session;
	int err = copy_argument(pointer, &argument);

	if (err)
		return err;
	/* One more for the common handle. */
	session = kcov_session_alloc(argument->num_handles + 1);
	err = session ? enable(session, device, task, argument) : -ENOMEM;
	if (err == -EEXIST) {
		/* Again in any case: who reaped may have been somebody else. */
		reap_all(argument);
		err = enable(session, device, task, argument);
	}
	if (err && session)
		kcov_port_free(session, session->bytes);
	kcov_port_free(argument, argument_bytes(argument->num_handles));
	return err;
}
