// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/faults/state.h"

#include <stdlib.h>
#include <string.h>

#include "tests/faults/scenarios.h"
#include "tests/port_fake/fake.h"

/* The core's variables: rules.mk puts them into a section of their own. */
extern const unsigned char __start_kcov_state[], __stop_kcov_state[];

static struct state *taken;

static void add(const void *memory, size_t bytes)
{
	if (taken->size + bytes > taken->room) {
		taken->room = 2 * (taken->size + bytes);
		taken->bytes = realloc(taken->bytes, taken->room);
		if (!taken->bytes)
			abort();
	}
	memcpy(taken->bytes + taken->size, memory, bytes);
	taken->size += bytes;
}

/* What a device counts as lost, by a failure too, is no change of its state. */
static void add_device(const struct kcov_device *memory)
{
	struct kcov_device device;

	memcpy(&device, memory, sizeof(device));
	memset(&device.counters, 0, sizeof(device.counters));
	add(&device, sizeof(device));
}

static void add_object(const void *memory, size_t bytes)
{
	unsigned int i;

	add(&memory, sizeof(memory));
	add(&bytes, sizeof(bytes));
	for (i = 0; i < sizeof(cast.device) / sizeof(*cast.device); i++)
		if (cast.device[i] == memory)
			return add_device(memory);
	add(memory, bytes);
}

void state_take(struct state *state, const void *also, size_t bytes)
{
	const int host[] = { fake_live_objects,	 fake_locks_held(),
			     fake_devices_freed, fake_armed,
			     fake_published(),	 fake_complaints };

	taken = state;
	state->size = 0;
	add(__start_kcov_state,
	    (size_t)(__stop_kcov_state - __start_kcov_state));
	add(host, sizeof(host));
	add(also, bytes);
	fake_each_object(add_object);
}

bool state_same(const struct state *a, const struct state *b)
{
	return a->size == b->size && !memcmp(a->bytes, b->bytes, a->size);
}
