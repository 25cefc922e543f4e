// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R1 to L-R7: every way in which REMOTE_ENABLE fails, and what a dead owner
 * leaves. A failure changes nothing.
 * kills: every error path of REMOTE_ENABLE, a length read twice.
 */
#include "core/buffer.h"
#include "tests/core/fixture.h"

static struct kcov_device *device;
static struct kcov_task task;
static union remote remote;

/* The call fails like that, and nobody can tell that it was made. */
static bool fails(long err)
{
	struct kcov_task before = task;
	uint32_t epoch = device->epoch;
	int objects = fake_live_objects;
	long got = remote_enable(device, &remote);

	return got == err && !memcmp(&before, &task, sizeof(task)) &&
	       device->state == KCOV_STATE_INIT && device->epoch == epoch &&
	       fake_live_objects == objects && !fake_locks_held() &&
	       !fake_armed && !kcov_registry_find_locked(USB(0)) &&
	       !kcov_registry_find_locked(7);
}

static bool fails_at(unsigned int nth, long err)
{
	bool good;

	ask(&remote, 64, 2, 7);
	fake_fail_nth = nth;
	good = fails(err) && !fake_fail_nth;
	fake_fail_nth = 0;
	return good;
}

static void one_more_handle(void)
{
	remote.arg.num_handles++;
	fake_copied_in = NULL;
}

static void arguments(void)
{
	tap_ok(kcov_ioctl(device, &task, KCOV_REMOTE_ENABLE, 0) == -EFAULT,
	       "an argument that cannot be read is EFAULT");
	ask(&remote, 64, KCOV_REMOTE_MAX_HANDLES + 1, 0);
	remote.arg.handles[KCOV_REMOTE_MAX_HANDLES] =
		USB(KCOV_REMOTE_MAX_HANDLES);
	tap_ok(fails(-EINVAL), "257 handles are too many");
	ask(&remote, 64, 1, 0);
	fake_copied_in = one_more_handle;
	tap_ok(fails(-EINVAL), "a length that changes is refused");
	ask(&remote, 64, 1, 0);
	remote.arg.trace_mode = 2;
	tap_ok(fails(-EINVAL), "a mode that does not exist is refused");
	ask(&remote, 1, 1, 0);
	tap_ok(fails(-EINVAL), "a section of one word is refused");
	ask(&remote, KCOV_MAX_SECTION_WORDS + 1, 1, 0);
	tap_ok(fails(-EINVAL), "a section of more than 2^24 words is refused");
	ask(&remote, 64, 2, 0);
	remote.arg.handles[1] = 7;
	tap_ok(fails(-EINVAL), "a common handle among the others is refused");
	ask(&remote, 64, 2, USB(3));
	tap_ok(fails(-EINVAL), "a common handle of USB's is refused");
	ask(&remote, 64, 2, 0);
	remote.arg.handles[1] = USB(0);
	tap_ok(fails(-EEXIST), "a handle that is there twice is refused");
}

static void failures(void)
{
	tap_ok(fails_at(1, -EFAULT), "the length cannot be read: EFAULT");
	tap_ok(fails_at(2, -ENOMEM), "no memory for the argument: ENOMEM");
	tap_ok(fails_at(3, -EFAULT), "the handles cannot be read: EFAULT");
	tap_ok(fails_at(4, -ENOMEM), "no memory for the session: ENOMEM");
	tap_ok(fails_at(5, -ENOMEM), "the area cannot be had: ENOMEM");
	tap_ok(fails_at(6, -EBUSY), "the host refuses the task: its errno");
}

/* For its handles and the common one, whether or not there is one. */
static void memory(void)
{
	ask(&remote, 64, 3, 0);
	remote_enable(device, &remote);
	tap_ok(task.session->bytes ==
		       sizeof(struct kcov_session) +
			       4 * sizeof(struct kcov_handle_node),
	       "a session of three handles has memory for four, and no more");
	disable(device);
}

/* Of which the owner has a map of images made. */
static void of_a_task(void)
{
	struct kcov_device *other = sized_device(64);

	ask(&remote, 64, 0, 0);
	tap_ok(!kcov_device_is_of(device, &task), "a device is nobody's first");
	tap_ok(!remote_enable(device, &remote) &&
		       kcov_device_is_of(device, &task) &&
		       !kcov_device_is_of(other, &task),
	       "REMOTE_ENABLE makes it, and no other, a task's");
	tap_ok(!enable(other, KCOV_TRACE_PC) &&
		       kcov_device_is_of(other, &task) &&
		       kcov_device_is_of(device, &task),
	       "ENABLE makes the other one the task's as well");
	disable(other);
	disable(device);
	kcov_device_put(other);
}

static void success(void)
{
	ask(&remote, KCOV_MAX_SECTION_WORDS, KCOV_REMOTE_MAX_HANDLES, 7);
	tap_ok(!remote_enable(device, &remote) && task.common_handle == 7 &&
		       kcov_registry_find_locked(USB(255)) == task.session,
	       "256 handles, a common one and 2^24 words are taken");
	tap_ok(!disable(device) && !task.common_handle &&
		       !kcov_registry_find_locked(USB(255)) &&
		       !kcov_registry_find_locked(7),
	       "DISABLE gives all of them back");
	ask(&remote, KCOV_MIN_WORDS, 0, 0);
	remote.arg.trace_mode = KCOV_TRACE_CMP;
	tap_ok(!remote_enable(device, &remote) && !disable(device),
	       "a session without handles is one");
	tap_ok(disable(device) == -EINVAL, "a session ends once");
}

/* Who died holds one reference to the device and one armed device. */
static void bury(struct kcov_device *of)
{
	fake_armed--;
	kcov_device_put(of);
}

static void dead_owners(void)
{
	struct kcov_device *other = sized_device(64);
	struct kcov_task heir;

	ask(&remote, 64, 2, 7);
	remote_enable(device, &remote);
	new_task(&heir);
	tap_ok(remote_enable(other, &remote) == -EEXIST && !heir.session,
	       "a handle has one owner");
	fake_abandoned = device;
	tap_ok(!remote_enable(other, &remote) &&
		       heir.session->device == other &&
		       device->state == KCOV_STATE_INIT,
	       "a dead owner's handles can be had");
	fake_abandoned = NULL;
	disable(other);
	bury(device);
	new_task(&task);
	ask(&remote, 64, 2, 0);
	remote_enable(device, &remote);
	new_task(&heir);
	remote.arg.handles[0] = USB(9);
	fake_abandoned = device;
	tap_ok(!remote_enable(other, &remote),
	       "a dead owner is found by any of the handles");
	fake_abandoned = NULL;
	disable(other);
	bury(device);
	kcov_device_put(other);
}

/* Two may find the same dead owner before either buries it. */
static void buried_by_two(void)
{
	int objects = fake_live_objects;
	struct kcov_session *dead;
	struct kcov_task worker;

	new_task(&task);
	ask(&remote, 64, 1, 0);
	remote_enable(device, &remote);
	dead = task.session;
	new_task(&worker);
	kcov_section_start(&worker, USB(0));
	kcov_section_stop(&worker);
	kcov_device_recover_locked(device);
	kcov_session_end_locked(dead);
	kcov_session_end_locked(dead);
	kcov_session_release(dead);
	kcov_session_release(dead);
	bury(device);
	tap_ok(fake_live_objects == objects,
	       "a dead owner's session goes once, whoever ends it");
}

/* The device goes on while the registry still names who had it before. */
static void devices_taken_over(void)
{
	struct kcov_device *other = sized_device(64);
	struct kcov_session *dead;
	struct kcov_task heir, third;
	union remote same;

	new_task(&task);
	ask(&remote, 64, 1, 0);
	remote_enable(device, &remote);
	dead = task.session;
	new_task(&heir);
	fake_abandoned = device;
	ask(&same, 64, 0, 9);
	remote_enable(device, &same);
	new_task(&third);
	remote_enable(other, &remote);
	tap_ok(device->state == KCOV_STATE_REMOTE &&
		       heir.session->device == device &&
		       kcov_registry_find_locked(9) == heir.session,
	       "a session is not ended for one that its device had before");
	fake_current = &heir;
	disable(device);
	fake_current = &third;
	remote_enable(other, &remote);
	tap_ok(device->state == KCOV_STATE_INIT && !fake_locks_held(),
	       "a device without a session has none that could be dead");
	fake_abandoned = NULL;
	if (third.session)
		disable(other);
	/* If nobody did: the dead one's session ends here. */
	if (kcov_registry_find_locked(USB(0)) == dead) {
		kcov_session_end_locked(dead);
		kcov_session_release(dead);
	}
	bury(device);
	kcov_device_put(other);
}

/* Handles that share a bucket of the table, whichever it is made of. */
static void many_handles(void)
{
	struct kcov_device *other = sized_device(64);
	struct kcov_task first, second;
	uint32_t i;
	bool good = true;

	new_task(&first);
	ask(&remote, 64, KCOV_REMOTE_MAX_HANDLES, 0);
	for (i = 0; i < KCOV_REMOTE_MAX_HANDLES; i++)
		remote.arg.handles[i] = USB(i);
	remote_enable(device, &remote);
	new_task(&second);
	for (i = 0; i < KCOV_REMOTE_MAX_HANDLES; i++)
		remote.arg.handles[i] = USB(KCOV_REMOTE_MAX_HANDLES + i);
	remote.arg.common_handle = 256;
	good = !remote_enable(other, &remote);
	for (i = 0; i < 2 * KCOV_REMOTE_MAX_HANDLES; i++)
		good = good &&
		       kcov_registry_find_locked(USB(i)) ==
			       (i < KCOV_REMOTE_MAX_HANDLES ? first : second)
				       .session;
	tap_ok(good && !kcov_registry_find_locked(1),
	       "513 handles are told apart");
	fake_current = &first;
	disable(device);
	for (i = 0; i < 2 * KCOV_REMOTE_MAX_HANDLES; i++)
		good = good &&
		       kcov_registry_find_locked(USB(i)) ==
			       (i < KCOV_REMOTE_MAX_HANDLES ? NULL :
							      second.session);
	tap_ok(good && kcov_registry_find_locked(256) == second.session,
	       "a session that ends takes its own handles alone");
	fake_current = &second;
	disable(other);
	kcov_device_put(other);
}

int main(void)
{
	device = sized_device(64);
	new_task(&task);
	arguments();
	failures();
	memory();
	success();
	of_a_task();
	dead_owners();
	buried_by_two();
	devices_taken_over();
	many_handles();
	kcov_device_put(device);
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
