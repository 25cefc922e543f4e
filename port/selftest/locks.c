// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Locks, the interrupts and the CPUs that they keep out, and counts of
 * references. Called by selftest.c. A number of looks ends what would otherwise
 * not: for a port that is right the first few are enough.
 */
#include "port/selftest/checks.h"

enum { LOOKS = 1 << 20 };

static int seen_in(int *flag)
{
	return __atomic_load_n(flag, __ATOMIC_ACQUIRE);
}

static void set(int *flag)
{
	__atomic_store_n(flag, 1, __ATOMIC_RELEASE);
}

static void wait_for(int *flag)
{
	while (!seen_in(flag))
		;
}

static int look_for(const struct kcov_selftest *host, int *flag)
{
	int i;

	for (i = 0; i < LOOKS && !seen_in(flag); i++)
		if (host->let_go_on)
			host->let_go_on();
	return seen_in(flag);
}

static void come(void *data)
{
	set(data);
}

/* Did the interrupt come, between `take` and `give`, and in the end? */
struct seen {
	bool inside;
	bool after;
};

enum kind { IRQ, DEVICE, REGISTRY };

static unsigned long take(struct kcov_bench *bench, enum kind kind)
{
	switch (kind) {
	case IRQ:
		return kcov_port_irq_save();
	case DEVICE:
		return kcov_port_device_lock(bench->device);
	default:
		return kcov_port_registry_lock();
	}
}

static void give(struct kcov_bench *bench, enum kind kind, unsigned long flags)
{
	switch (kind) {
	case IRQ:
		kcov_port_irq_restore(flags);
		break;
	case DEVICE:
		kcov_port_device_unlock(bench->device, flags);
		break;
	default:
		kcov_port_registry_unlock(flags);
	}
}

static struct seen interrupted(struct kcov_bench *bench, enum kind kind)
{
	const struct kcov_selftest *host = bench->host;
	struct seen seen = { false, !host->interrupt };
	int came = 0;
	unsigned long flags = take(bench, kind);

	if (host->interrupt) {
		host->interrupt(come, &came);
		seen.inside = seen_in(&came);
	}
	give(bench, kind, flags);
	if (host->interrupt)
		seen.after = look_for(host, &came);
	return seen;
}

/* Another task that wants what this one has. */
struct rival {
	struct kcov_bench *bench;
	enum kind kind;
	int is_there, may, asks, has, is_done;
};

static void compete(void *data)
{
	struct rival *rival = data;
	unsigned long flags;

	set(&rival->is_there);
	wait_for(&rival->may);
	set(&rival->asks);
	flags = take(rival->bench, rival->kind);
	set(&rival->has);
	give(rival->bench, rival->kind, flags);
	set(&rival->is_done);
}

static bool is_for_two(struct kcov_bench *bench, enum kind kind)
{
	const struct kcov_selftest *host = bench->host;
	struct rival rival = { .bench = bench, .kind = kind };
	unsigned long flags;
	bool early;

	if (!host->elsewhere)
		return false;
	host->elsewhere(compete, &rival);
	wait_for(&rival.is_there);
	flags = take(bench, kind);
	set(&rival.may);
	/* Not for ever: what runs there before it may want the lock, too. */
	early = look_for(host, &rival.asks) && look_for(host, &rival.has);
	give(bench, kind, flags);
	wait_for(&rival.is_done);
	return early;
}

static const char *check_taken(struct kcov_bench *bench, enum kind kind)
{
	if (interrupted(bench, kind).inside)
		return "an interrupt comes while it keeps them out";
	return is_for_two(bench, kind) ? "another CPU has it, too" : NULL;
}

KCOV_CHECK(irq_save)
{
	return interrupted(bench, IRQ).inside && bench->host->irq_keeps_out ?
		       "an interrupt comes while it keeps them out" :
		       NULL;
}

static const char *check_after(struct kcov_bench *bench, enum kind kind)
{
	return interrupted(bench, kind).after ? NULL : "interrupts stay out";
}

KCOV_CHECK(irq_restore)
{
	return check_after(bench, IRQ);
}

KCOV_CHECK(lock_init)
{
	unsigned long flags;

	bench->device = bench->host->open();
	bench->other = bench->host->open();
	if (!bench->device || !bench->other)
		return "a device cannot be opened";
	/* A lock that was not made stays taken for ever, here or later. */
	__builtin_memset(&bench->device->lock, 0xff,
			 sizeof(bench->device->lock));
	kcov_port_lock_init(&bench->device->lock);
	flags = kcov_port_device_lock(bench->device);
	kcov_port_device_unlock(bench->device, flags);
	return NULL;
}

KCOV_CHECK(device_lock)
{
	return check_taken(bench, DEVICE);
}

/* Twice: a lock that was not let go is there for the second time. */
KCOV_CHECK(device_unlock)
{
	const char *what = check_after(bench, DEVICE);

	return what ? what : check_after(bench, DEVICE);
}

KCOV_CHECK(registry_lock)
{
	return check_taken(bench, REGISTRY);
}

/* Inside a device's, as the core takes it, which keeps interrupts out still. */
KCOV_CHECK(registry_unlock)
{
	const struct kcov_selftest *host = bench->host;
	unsigned long outer = kcov_port_device_lock(bench->device);
	unsigned long inner = kcov_port_registry_lock();
	bool early = false;
	int came = 0;

	if (host->interrupt)
		host->interrupt(come, &came);
	kcov_port_registry_unlock(inner);
	if (host->interrupt)
		early = look_for(host, &came);
	kcov_port_device_unlock(bench->device, outer);
	/* It has come before the flag is gone. */
	if (host->interrupt)
		look_for(host, &came);
	return early ? "interrupts are let in that somebody else keeps out" :
		       check_after(bench, REGISTRY);
}

/* Of the device's count, which is 1 as ever in the end. */
KCOV_CHECK(ref_put)
{
	struct kcov_port_ref *ref = &bench->device->refs;
	const char *what = NULL;

	kcov_port_ref_init(ref);
	if (!kcov_port_ref_put(ref)) {
		if (!kcov_port_ref_put(ref) && !kcov_port_ref_put(ref))
			what = "none was the last";
	} else {
		kcov_port_ref_init(ref);
		kcov_port_ref_get(ref);
		if (kcov_port_ref_put(ref) && kcov_port_ref_put(ref))
			what = "each was the last";
	}
	kcov_port_ref_init(ref);
	return what;
}

KCOV_CHECK(ref_init)
{
	struct kcov_port_ref *ref = &bench->device->refs;
	bool last = kcov_port_ref_put(ref);

	kcov_port_ref_init(ref);
	return last ? NULL : "there is more than one reference";
}

KCOV_CHECK(ref_get)
{
	struct kcov_port_ref *ref = &bench->device->refs;
	bool early, last;

	kcov_port_ref_get(ref);
	early = kcov_port_ref_put(ref);
	last = kcov_port_ref_put(ref);
	kcov_port_ref_init(ref);
	return !early && last ? NULL : "it is not one reference more";
}
