// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/faults/state.h"

#include <stdlib.h>
#include <string.h>

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

static void add_object(const void *memory, size_t bytes)
{
	add(&memory, sizeof(memory));
	add(&bytes, sizeof(bytes));
	add(memory, bytes);
}

void state_take(struct state *state, const void *also, size_t bytes)
{
	const int host[] = { fake_live_objects,	 fake_locks_held,
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
