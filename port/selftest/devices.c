// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Devices: their areas, to whom they are bound, what is told of them, and what
 * other processes are told. Called by selftest.c.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/handle.h"
#include "core/task.h"
#include "port/selftest/checks.h"

static uintptr_t *map(struct kcov_device *device, uint64_t limit)
{
	return kcov_port_area_map(device, KCOV_MODE_PC, limit);
}

static bool is_zero(const uintptr_t *words)
{
	size_t i;

	for (i = 0; i < KCOV_SELFTEST_WORDS; i++)
		if (words[i])
			return false;
	return true;
}

/* Both get one, by way of the core: it knows which area a device has. */
KCOV_CHECK(area_alloc)
{
	uintptr_t *words;
	unsigned long flags;
	bool zero;

	if (kcov_device_set_size(bench->other, KCOV_SELFTEST_WORDS) ||
	    kcov_device_set_size(bench->device, KCOV_SELFTEST_WORDS))
		return "there is none";
	flags = kcov_port_device_lock(bench->device);
	words = map(bench->device, KCOV_SELFTEST_RECORDS);
	zero = !words || is_zero(words);
	kcov_port_device_unlock(bench->device, flags);
	return zero ? NULL : "it is not zeroed";
}

/* One word in three ways: of these, one that contradicts the others is wrong. */
struct word {
	uintptr_t *area;
	uintptr_t mapped, loaded;
};

enum { AT = 5, VALUE = 12345 };

static struct word word_of(struct kcov_device *device)
{
	struct word word = { 0 };
	unsigned long flags = kcov_port_device_lock(device);

	word.area = map(device, KCOV_SELFTEST_RECORDS);
	if (word.area) {
		kcov_port_area_store(device, AT, VALUE);
		word.mapped = *(volatile uintptr_t *)&word.area[AT];
		word.loaded = kcov_port_area_load(device, AT);
		kcov_port_area_store(device, AT, 0);
	}
	kcov_port_device_unlock(device, flags);
	return word;
}

KCOV_CHECK(area_map)
{
	const struct word word = word_of(bench->device);

	if (!word.area || (uintptr_t)word.area % sizeof(uint64_t))
		return "there is none, or not for 64-bit words";
	return word.mapped != VALUE && word.loaded == VALUE ?
		       "it is not where the area is loaded and stored" :
		       NULL;
}

KCOV_CHECK(area_load)
{
	const struct word word = word_of(bench->device);

	return word.mapped == VALUE && word.loaded != VALUE ?
		       "it is not what the area has there" :
		       NULL;
}

KCOV_CHECK(area_store)
{
	return word_of(bench->device).mapped == VALUE ?
		       NULL :
		       "the area has something else there";
}

static const char *check_beside(uintptr_t *words,
				struct kcov_feedback *feedback)
{
	const size_t last = KCOV_SELFTEST_WORDS - 1;
	bool apart;

	if (!feedback || (uintptr_t)feedback % sizeof(uintptr_t))
		return "there is none";
	words[0] = words[last] = 1;
	__builtin_memset(feedback, 0, sizeof(*feedback));
	apart = words[0] == 1 && words[last] == 1;
	words[0] = words[last] = 0;
	return apart && is_zero(words) ? NULL : "it is in the area";
}

KCOV_CHECK(area_feedback)
{
	unsigned long flags = kcov_port_device_lock(bench->device);
	uintptr_t *words = map(bench->device, KCOV_SELFTEST_RECORDS);
	const char *what =
		check_beside(words, kcov_port_area_feedback(bench->device));

	kcov_port_device_unlock(bench->device, flags);
	return what;
}

/* Where slots have limits, it is theirs that counts, and the core stores it. */
KCOV_CHECK(area_limit)
{
	const uintptr_t less = 3;
	struct kcov_device *device = bench->device;
	unsigned long flags = kcov_port_device_lock(device);
	uintptr_t *words = map(device, KCOV_SELFTEST_RECORDS);
	uintptr_t count = words[0];
	const char *what = NULL;

	kcov_port_bound(device);
	kcov_port_area_limit(device, less);
	kcov_task_arm_pc(bench->task, words, less,
			 kcov_port_area_feedback(device), KCOV_CONTEXT_NONE);
	if (kcov_port_pc_limit(bench->task, words) != less)
		what = "the limit is not what it was set to";
	kcov_task_disarm(bench->task);
	if (words[0] != count)
		what = "the area is changed";
	kcov_port_unbound(device);
	kcov_port_device_unlock(device, flags);
	return what;
}

static int bind(struct kcov_device *device)
{
	unsigned long flags = kcov_port_device_lock(device);
	int err = map(device, KCOV_SELFTEST_RECORDS) ? kcov_port_bound(device) :
						       -ENOMEM;

	kcov_port_device_unlock(device, flags);
	return err;
}

static void unbind(struct kcov_device *device)
{
	unsigned long flags = kcov_port_device_lock(device);

	kcov_port_unbound(device);
	kcov_port_device_unlock(device, flags);
}

KCOV_CHECK(bound)
{
	int err = bind(bench->device);

	if (err)
		return "a device cannot be bound";
	unbind(bench->device);
	return NULL;
}

KCOV_CHECK(armed)
{
	bool armed;

	bind(bench->device);
	armed = kcov_port_armed();
	unbind(bench->device);
	return armed ? NULL : "false, or not made true by kcov_port_bound()";
}

KCOV_CHECK(unbound)
{
	bool armed;

	bind(bench->device);
	bind(bench->other);
	unbind(bench->other);
	armed = kcov_port_armed();
	unbind(bench->device);
	return armed ? NULL : "another device is not armed any more";
}

KCOV_CHECK(abandoned)
{
	unsigned long flags;
	bool abandoned;

	bind(bench->device);
	flags = kcov_port_device_lock(bench->device);
	abandoned = kcov_port_abandoned(bench->device);
	kcov_port_device_unlock(bench->device, flags);
	unbind(bench->device);
	return abandoned ? "the owner lives" : NULL;
}

/* What the core says is not the host's to say. */
KCOV_CHECK(describe)
{
	struct kcov_query query = { .size = sizeof(query), .version = 7 };

	kcov_port_describe(&query);
	if (query.size != sizeof(query) || query.version != 7)
		return "it changes what the core says";
	if (query.pc_form > KCOV_PC_LINKED ||
	    query.points > KCOV_POINTS_EDGES || !query.granule)
		return "no such form, points or granule";
	if (query.slide && query.slide != bench->host->slide)
		return "it is another slide";
	return query.text_start <= query.text_end ?
		       NULL :
		       "text ends before it begins";
}

KCOV_CHECK(may_seal)
{
	unsigned long flags = kcov_port_device_lock(bench->device);
	int err = kcov_port_may_seal(bench->device);

	kcov_port_device_unlock(bench->device, flags);
	if (!KCOV_PORT_HAS_SEAL)
		return err == -EINVAL ? NULL : "not -EINVAL, and there is none";
	return !err || err == -EBUSY || err == -EINVAL ? NULL : "no such error";
}

/* A session of one handle, as REMOTE_ENABLE has it, of which nobody is told. */
static struct kcov_session *session_of(struct kcov_bench *bench)
{
	struct kcov_session *session = kcov_session_alloc(bench->device, 1);

	session->device = bench->device;
	session->section_words = KCOV_SELFTEST_WORDS;
	session->handles = 1;
	session->nodes[0].handle = KCOV_SUBSYSTEM_USB | 0x7e57c0de;
	return session;
}

struct published {
	int with_error, first, again;
	bool kept; /* the session is as it was */
};

static struct published published(struct kcov_bench *bench)
{
	struct kcov_session *session = session_of(bench);
	const uint64_t handle = session->nodes[0].handle;
	struct published published;
	unsigned long outer, inner;

	bind(bench->device);
	outer = kcov_port_device_lock(bench->device);
	inner = kcov_port_registry_lock();
	published.with_error = kcov_port_publish(session, -EINVAL);
	published.first = kcov_port_publish(session, 0);
	kcov_port_withdraw(session);
	published.again = kcov_port_publish(session, 0);
	kcov_port_withdraw(session);
	kcov_port_registry_unlock(inner);
	kcov_port_device_unlock(bench->device, outer);
	unbind(bench->device);
	published.kept = session->device == bench->device &&
			 session->handles == 1 &&
			 session->nodes[0].handle == handle;
	kcov_session_discard(session);
	return published;
}

KCOV_CHECK(publish)
{
	const struct published seen = published(bench);

	if (seen.with_error != -EINVAL)
		return "the error of the call so far is lost";
	return seen.first ? "a handle that nobody has is refused" : NULL;
}

KCOV_CHECK(withdraw)
{
	const struct published seen = published(bench);

	return seen.again || !seen.kept ?
		       "the handle is not free, or the session is changed" :
		       NULL;
}

/* These only have to come back. */
KCOV_CHECK(no_area)
{
	if (!bench->host->quiet)
		kcov_port_no_area(KCOV_SUBSYSTEM_USB | 1);
	return NULL;
}

KCOV_CHECK(bug)
{
	kcov_port_bug(false);
	if (!bench->host->quiet)
		kcov_port_bug(true);
	return NULL;
}
