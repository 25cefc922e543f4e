// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Locks, interrupts that they keep out, and counts of references. Called by
 * selftest.c. Whether locks keep other CPUs out is not tried: one has to be
 * there, at the right moment.
 */
#include "port/selftest/checks.h"

static void count(void *data)
{
	++*(volatile int *)data;
}

/* How many interrupts came, between `take` and `give`, and in the end. */
struct seen {
	int inside;
	int after;
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
	volatile int came = 0;
	struct seen seen;
	unsigned long flags = take(bench, kind);

	if (bench->host->interrupt)
		bench->host->interrupt(count, (void *)&came);
	seen.inside = came;
	give(bench, kind, flags);
	seen.after = came;
	return seen;
}

#define LETS_IN "an interrupt comes while it keeps them out"
#define KEEPS_OUT "interrupts stay out"

KCOV_CHECK(irq_save)
{
	return interrupted(bench, IRQ).inside && bench->host->irq_keeps_out ?
		       LETS_IN :
		       NULL;
}

static const char *check_after(struct kcov_bench *bench, enum kind kind)
{
	return interrupted(bench, kind).after == !!bench->host->interrupt ?
		       NULL :
		       KEEPS_OUT;
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
	return interrupted(bench, DEVICE).inside ? LETS_IN : NULL;
}

/* Twice: a lock that was not let go is there for the second time. */
KCOV_CHECK(device_unlock)
{
	const char *what = check_after(bench, DEVICE);

	return what ? what : check_after(bench, DEVICE);
}

KCOV_CHECK(registry_lock)
{
	return interrupted(bench, REGISTRY).inside ? LETS_IN : NULL;
}

/* Inside a device's, as the core takes it, which keeps interrupts out still. */
KCOV_CHECK(registry_unlock)
{
	unsigned long flags = kcov_port_device_lock(bench->device);
	struct seen seen = interrupted(bench, REGISTRY);

	kcov_port_device_unlock(bench->device, flags);
	if (seen.after)
		return "interrupts are let in that somebody else keeps out";
	return check_after(bench, REGISTRY);
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
