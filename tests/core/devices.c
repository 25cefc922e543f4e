// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I1, L-I3, L-M1, L-E3, L-R8, L-T1 to L-T3: the life of a device where a host
 * decides: mappings, hosts without comparisons, owners that die, programs that
 * are replaced.
 * kills: an offset or a longer mapping that is accepted, a refusal that counts.
 */
#include "core/buffer.h"
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

static void mappings(void)
{
	struct kcov_device *device = fake_device_open();
	const size_t bytes = 512 * sizeof(uintptr_t);

	tap_ok(kcov_device_check_map(device, 0, 0) == -EINVAL,
	       "a device without a size has nothing to map");
	kcov_device_set_size(device, 512);
	tap_ok(!kcov_device_check_map(device, bytes, 0),
	       "the whole area can be mapped");
	tap_ok(kcov_device_check_map(device, bytes - 1, 0) == -EINVAL &&
		       kcov_device_check_map(device, bytes + 1, 0) == -EINVAL &&
		       kcov_device_check_map(device, 2 * bytes, 0) == -EINVAL,
	       "nothing shorter and nothing longer can be mapped");
	tap_ok(kcov_device_check_map(device, bytes, 4096) == -EINVAL,
	       "nothing can be mapped from an offset");
	kcov_device_put(device);
}

static void ioctls(void)
{
	struct kcov_device *device = sized_device(16);
	struct kcov_task task;

	new_task(&task);
	tap_ok(kcov_ioctl(device, &task, 0x6367, 0) == -ENOTTY,
	       "an unknown command is ENOTTY");
	tap_ok(kcov_ioctl(device, &task, KCOV_INIT_TRACE, 16) == -EBUSY,
	       "a size is set once");
	fake_has_cmp = 0;
	tap_ok(enable(device, KCOV_TRACE_CMP) == -KCOV_ENOTSUPP &&
		       device->state == KCOV_STATE_INIT,
	       "a host without comparisons says 524");
	tap_ok(!enable(device, KCOV_TRACE_PC) && !disable(device),
	       "a host without comparisons has program counters");
	fake_has_cmp = 1;
	tap_ok(!enable(device, KCOV_TRACE_CMP) &&
		       kcov_ioctl(device, &task, KCOV_DISABLE, 1) == -EINVAL &&
		       task.device == device,
	       "DISABLE takes 0 and nothing else");
	disable(device);
	kcov_device_put(device);
}

static void sizes(void)
{
	const uintptr_t most = 0x7fffffff / sizeof(uintptr_t);
	struct kcov_device *device = fake_device_open();

	tap_ok(kcov_device_set_size(device, 1) == -EINVAL &&
		       kcov_device_set_size(device, most + 1) == -EINVAL,
	       "an area has 2 words at least and INT_MAX bytes at most");
	fake_fail_nth = 1;
	tap_ok(kcov_device_set_size(device, most) == -ENOMEM &&
		       device->state == KCOV_STATE_NEW && !device->words,
	       "the largest area is refused for lack of memory alone");
	tap_ok(!kcov_device_set_size(device, 2) && device->words == 2,
	       "the smallest area is made");
	kcov_device_put(device);
}

static void dead_owners(void)
{
	struct kcov_device *device = sized_device(16);
	struct kcov_task owner, heir;
	uint32_t epoch;

	new_task(&owner);
	enable(device, KCOV_TRACE_PC);
	epoch = device->epoch;
	new_task(&heir);
	tap_ok(enable(device, KCOV_TRACE_PC) == -EINVAL &&
		       device->epoch == epoch,
	       "a device belongs to its owner");
	fake_abandoned = device;
	tap_ok(!enable(device, KCOV_TRACE_CMP) && heir.device == device &&
		       device->epoch == epoch + 1,
	       "a device whose owner died can be enabled, in a new epoch");
	disable(device);
	tap_ok(!enable(device, KCOV_TRACE_PC),
	       "a device that nobody owns has no dead owner");
	fake_abandoned = NULL;
	disable(device);
	/* The dead one's reference went with it. */
	fake_armed--;
	kcov_device_put(device);
	kcov_device_put(device);
	device = fake_device_open();
	kcov_device_recover_locked(device);
	tap_ok(device->state == KCOV_STATE_NEW,
	       "a device that died before its size is new");
	device->words = 2;
	kcov_device_recover_locked(device);
	tap_ok(device->state == KCOV_STATE_INIT && device->epoch == 2,
	       "a device that died after its size keeps the size");
	device->state = KCOV_STATE_NEW;
	kcov_device_put(device);
}

/* A host need not clear what it hands out. */
static void where_another_was(void)
{
	struct kcov_device *device = fake_device_open();

	device->mode = KCOV_MODE_CMP;
	device->state = KCOV_STATE_LOCAL;
	kcov_device_init(device);
	kcov_device_set_size(device, 64);
	device->area.memory[0] = 63;
	tap_ok(device->state == KCOV_STATE_INIT &&
		       stat_of(device).records == 63,
	       "a device that is made where another was has nothing of it");
	kcov_device_put(device);
}

static void replaced_programs(void)
{
	struct kcov_device *device = sized_device(16);
	struct kcov_task before, after;

	new_task(&after);
	tap_ok(kcov_device_adopt(device, &after) == -EINVAL,
	       "a device that is not enabled has no session to go on with");
	new_task(&before);
	enable(device, KCOV_TRACE_CMP);
	tap_ok(kcov_device_adopt(device, &before) == -EINVAL,
	       "a task that has a device takes no second one");
	new_task(&after);
	fake_fail_nth = 1;
	tap_ok(kcov_device_adopt(device, &after) == -ENOMEM && !after.device &&
		       device->state == KCOV_STATE_INIT,
	       "a session that cannot go on is over");
	device->state = KCOV_STATE_LOCAL;
	tap_ok(!kcov_device_adopt(device, &after) && after.device == device &&
		       after.cmp.limit == kcov_cmp_limit(16) && !after.pc.limit,
	       "a session goes on in the mode it had");
	disable(device);
	new_task(&before);
	enable(device, KCOV_TRACE_PC);
	new_task(&after);
	tap_ok(!kcov_device_adopt(device, &after) && !after.cmp.limit &&
		       after.pc.limit == kcov_pc_limit(16),
	       "which may be another than the last time");
	disable(device);
	/* The images that are gone held these. */
	fake_armed -= 2;
	kcov_device_put(device);
	kcov_device_put(device);
	kcov_device_put(device);
}

/* Hosts may hand over the creator's block as the child's. */
static void children(void)
{
	struct kcov_device *device = sized_device(16);
	struct kcov_task creator, child;

	new_task(&creator);
	creator.common_handle = 7;
	enable(device, KCOV_TRACE_PC);
	child = creator;
	kcov_task_created(&child, &creator);
	tap_ok(!child.device && child.context == KCOV_CONTEXT_NONE &&
		       !child.pc.limit && !child.cmp.limit,
	       "a child collects nothing, whatever was copied");
	tap_ok(child.common_handle == 7, "a child has the common handle");
	child = creator;
	kcov_task_created(&child, &child);
	tap_ok(!child.device && child.common_handle == 7,
	       "a copy can be made a child in its place");
	disable(device);
	kcov_device_put(device);
}

/* Two blocks of this function, one behind the other. */
static void blocks(void)
{
	const uintptr_t begin = (uintptr_t)blocks;
	struct kcov_device *device = sized_device(8);
	const uintptr_t *area = device->area.memory;
	struct kcov_task task;

	new_task(&task);
	enable(device, KCOV_TRACE_PC);
	fake_pc = 0;
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_pc();
	tap_ok(area[0] == 2 && area[1] > begin && area[2] > area[1] &&
		       area[2] < begin + 4096,
	       "a block is where its callback returns to");
	disable(device);
	kcov_device_put(device);
}

int main(void)
{
	tap_ok(!kcov_cmp_limit(0) && !kcov_cmp_limit(1) && !kcov_cmp_limit(4),
	       "an area smaller than a record has no room for one");
	mappings();
	sizes();
	ioctls();
	dead_owners();
	where_another_was();
	replaced_programs();
	children();
	blocks();
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
