// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/interrupts/scene.h"

#include <signal.h>
#include <unistd.h>

#include "core/buffer.h"

struct kcov_task task, owner;
struct kcov_device *device, *remote, *coming;
const struct operation *operation;
struct seen seen;
char where[160];

static int objects;
unsigned long scene_failures[CLAIMS];

const char *const scene_sentences[CLAIMS] = {
	[CLAIM_FAULT] = "nothing faults",
	[CLAIM_MEMORY] =
		"nothing outside an area is written, and no count is a PC",
	[CLAIM_RECORDS] = "every record is whole and belongs where it is",
	[CLAIM_KEPT] = "what is interrupted loses no record",
	[CLAIM_LOST] = "an interrupt that is not marked yet loses its record "
		       "between load and store of the count, and only there",
	[CLAIM_PLACES] = "what such an interrupt records goes to one place, "
			 "nowhere, and to the next, without coming back",
	[CLAIM_SECTIONS] = "a section is delivered whole, or not at all where "
			   "its session begins or ends",
	[CLAIM_BOUND] =
		"a callback executes no more instructions than undisturbed",
	[CLAIM_KILLED] = "who is killed while it delivers has delivered all or "
			 "nothing",
	[CLAIM_BACK] = "everything is given back",
};

void broken(enum claim claim, const char *what)
{
	if (scene_failures[claim]++ < 3)
		printf("# %s: %s\n", where, what);
}

static void faulted(int signal)
{
	char text[240];
	int bytes = snprintf(text, sizeof(text),
			     "# %s: signal %d\nnot ok 1 - %s\n1..1\n", where,
			     signal, scene_sentences[CLAIM_FAULT]);

	if (write(1, text, (size_t)bytes))
		_exit(1);
}

void scene_prepare(void)
{
	const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		signal(faults[i], faulted);
	kcov_interrupts_prepare(KCOV_MAX_NESTING, SECTION_WORDS);
	objects = fake_live_objects;
}

void scene_begin(const struct operation *next, unsigned int room)
{
	union remote session;

	operation = next;
	early_calls = sections_run = 0;
	fake_pc = PC_OUTER;
	remote = sized_device(WORDS);
	device = sized_device(WORDS);
	new_task(&owner);
	ask(&session, SECTION_WORDS, 0, HANDLE);
	remote_enable(remote, &session);
	new_task(&task);
	operation->prepare();
	if (room)
		device->area.memory[0] =
			kcov_area_limit(operation->mode, WORDS) - room;
}

/* Whose record it is, if it is one; the operands are those that belong to it. */
static uintptr_t who(const uint64_t *record, enum kcov_mode mode)
{
	if (mode == KCOV_MODE_PC)
		return record[0];
	if (record[3] == PC_EARLY)
		return record[1] == EARLY_ARG1 && record[2] == EARLY_ARG2 ?
			       PC_EARLY :
			       0;
	if (record[2] != OUTER_ARG2)
		return 0;
	return record[1] == OUTER_ARG1 || record[1] - CASE < CASES ? record[3] :
								     0;
}

/* Records by who made them; `other` is what should not be there. */
struct tally {
	unsigned int outer, early, section, other;
};

static bool is_clear(const uint64_t *record, size_t size)
{
	while (size--)
		if (record[size])
			return false;
	return true;
}

/*
 * Behind the count there is nothing, or an early record that was lost: the
 * count of what it interrupted was stored later.
 */
static struct tally tally(const uint64_t *area, enum kcov_mode mode,
			  size_t words)
{
	const size_t size = mode == KCOV_MODE_PC ? 1 : KCOV_CMP_RECORD_WORDS;
	uint64_t limit = kcov_area_limit(mode, words), i;
	struct tally found = { .other = area[0] > limit };

	for (i = 0; i < limit; i++) {
		const uint64_t *record = &area[1 + i * size];
		uintptr_t pc = who(record, mode);

		if (i >= area[0]) {
			found.other += !is_clear(record, size) &&
				       pc != PC_EARLY;
			continue;
		}
		found.outer += pc == PC_OUTER;
		found.early += pc == PC_EARLY;
		found.section += pc == PC_SECTION;
		found.other += pc < PC_OUTER || pc > PC_SECTION;
	}
	return found;
}

/* A count is what a client stored, or what records added to that. */
static void look_at_counts(void)
{
	if (device->area.memory[0] - PC_OUTER <= PC_NOBODY - PC_OUTER)
		broken(CLAIM_MEMORY, "a PC stands where the count belongs");
	if (remote->area.memory[0] - PC_OUTER <= PC_NOBODY - PC_OUTER)
		broken(CLAIM_MEMORY, "a PC stands where the count belongs");
}

static void look_at_own(void)
{
	struct tally own = tally(device->area.memory, operation->mode, WORDS);

	if (own.other || own.section)
		broken(CLAIM_RECORDS, "the task's area");
	if (own.outer != operation->records)
		broken(CLAIM_KEPT, "the task's record");
	seen.own = own.early;
}

/* Early records in a private area; what was behind its count before is old. */
static unsigned int early_in(const struct kcov_section *section)
{
	const uint64_t *area = section->area;
	unsigned int found = 0;
	uint64_t i;

	for (i = 1; i <= area[0]; i++) {
		if (area[i] != PC_OUTER && area[i] != PC_EARLY)
			broken(CLAIM_RECORDS, "a section's area");
		found += area[i] == PC_EARLY;
	}
	return found;
}

static void look_at_private_areas(void)
{
	struct kcov_section *inner = task.section;

	seen.inner = inner ? early_in(inner) : 0;
	seen.outer = inner && inner->outer ? early_in(inner->outer) : 0;
}

static void look_at_session(void)
{
	struct kcov_device *to = operation->handle == HANDLE ? remote : coming;
	struct tally found = tally(to->area.memory, KCOV_MODE_PC, WORDS);

	if (found.other)
		broken(CLAIM_RECORDS, "the session's area");
	if (found.outer != operation->delivers)
		broken(CLAIM_KEPT, "the section's record");
	if (found.section != SECTION_RECORDS * sections_run &&
	    !(operation->moves_session && !found.section))
		broken(CLAIM_SECTIONS, "the session's area");
	seen.remote = found.early;
}

static uintptr_t who_is_at(unsigned int slot)
{
	const size_t size =
		operation->mode == KCOV_MODE_PC ? 1 : KCOV_CMP_RECORD_WORDS;

	return who(&device->area.memory[1 + slot * size], operation->mode);
}

void scene_look_at_full(void)
{
	uint64_t limit = kcov_area_limit(operation->mode, WORDS);
	uintptr_t last = who_is_at((unsigned int)limit - 1);

	if (device->area.memory[0] != limit)
		broken(CLAIM_KEPT, "the last record that there was room for");
	if (last != PC_OUTER && last != PC_EARLY)
		broken(CLAIM_RECORDS, "the last record");
}

void scene_look(const struct strike *strike, const struct strike *inner)
{
	look_at_counts();
	seen.overwritten = device->area.memory[0] < ELSEWHERE;
	if (strike->hostile || (inner && inner->hostile))
		return;
	look_at_own();
	look_at_private_areas();
	look_at_session();
	if (seen.own + seen.inner + seen.outer + seen.remote > early_calls)
		broken(CLAIM_RECORDS, "an early record is there twice");
}

void scene_end(void)
{
	fake_context = KCOV_CONTEXT_TASK;
	kcov_task_exited(&task);
	kcov_task_exited(&owner);
	kcov_device_put(device);
	kcov_device_put(remote);
	if (coming)
		kcov_device_put(coming);
	coming = NULL;
	if (fake_live_objects != objects || fake_locks_held() || fake_armed)
		broken(CLAIM_BACK, "objects, locks or armed devices are left");
	if (fake_complaints)
		broken(CLAIM_MEMORY, "the host complains");
	fake_complaints = 0;
	fake_live_objects = objects;
}
