// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * REMOTE_ENABLE: reads what the client asks for and makes the session, all of
 * it or nothing. Called by ioctl.c in task context, without locks. Client
 * memory is untrusted.
 */
#include "core/remote_enable.h"

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/delivery.h"
#include "core/enable.h"
#include "core/handle.h"
#include "core/registry.h"
#include "core/session.h"

const uint64_t kcov_remote_features = KCOV_FEATURE_REMOTE;

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

/* Handles come in the order of Linux: the first bad handle decides. */
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
	/* Another process may have one of the handles before the bad one. */
	err = kcov_port_publish(session, err);
	/* No section has found these handles: the lock was held throughout. */
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

/* What L-E1 to L-R3 ask of device and task is so; the rest can fail. */
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
	kcov_delivery_ready_locked(session);
	/* One for the owner and one for the session. */
	kcov_port_ref_get(&device->refs);
	kcov_port_ref_get(&device->refs);
	task->session = session;
	/* A call without a common handle keeps the inherited one. */
	if (argument->common_handle)
		task->common_handle = argument->common_handle;
	return 0;
}

static int enable(struct kcov_session *session, struct kcov_device *device,
		  struct kcov_task *task,
		  const struct kcov_remote_arg *argument)
{
	unsigned long flags = kcov_port_device_lock(device);
	int err = kcov_device_check_enable_locked(device, task->session,
						  argument->trace_mode);

	if (!err)
		err = kcov_session_check_words(argument->area_size);
	if (!err)
		err = start_locked(session, device, task, argument);
	kcov_port_device_unlock(device, flags);
	return err;
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
	session = kcov_session_alloc(device, argument->num_handles + 1);
	err = session ? enable(session, device, task, argument) : -ENOMEM;
	if (err == -EEXIST) {
		/* Try again in any case: another task may have reaped. */
		reap_all(argument);
		err = enable(session, device, task, argument);
	}
	if (err && session)
		kcov_session_discard(session);
	kcov_port_free(argument, argument_bytes(argument->num_handles));
	return err;
}
