// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A remote session from its memory to the last hold on it. Called by what makes
 * sessions (remote_enable.c, proxy.c), by what ends them (enable.c) and by the
 * sections that run for them, in task context, but for kcov_session_drop().
 */
#include "core/session.h"

#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/registry.h"
#include "core/scratch.h"

struct kcov_session *kcov_session_alloc(const struct kcov_device *device,
					uint32_t nodes)
{
	size_t bytes = sizeof(struct kcov_session) +
		       nodes * sizeof(struct kcov_handle_node);
	struct kcov_session *session = kcov_port_alloc(bytes);

	if (!session)
		return NULL;
	session->bytes = bytes;
	if (!kcov_seen_alloc(&session->known.feedback.set, &device->choice))
		return session;
	kcov_port_free(session, bytes);
	return NULL;
}

void kcov_session_discard(struct kcov_session *session)
{
	kcov_seen_free(&session->known.feedback.set);
	kcov_port_free(session, session->bytes);
}

int kcov_session_check_words(size_t words)
{
	return words < KCOV_MIN_WORDS || words > KCOV_MAX_SECTION_WORDS ?
		       -EINVAL :
		       0;
}

/* Comparisons are delivered to plain areas alone. */
static bool can_deliver(const struct kcov_choice *choice, enum kcov_mode mode,
			size_t words)
{
	return !choice->cmp_words && kcov_choice_fits(choice, words) &&
	       (mode == KCOV_MODE_PC ||
		choice->feedback == KCOV_FEEDBACK_TRACE);
}

/* Others may write the choice at any moment: from here on it is the copy. */
static int take_choice_locked(struct kcov_session *session, size_t words)
{
	const struct kcov_choice *choice = &session->choice;
	struct kcov_feedback *set = &session->known.feedback;

	session->choice = session->device->choice;
	kcov_irq_fence();
	if (!can_deliver(choice, session->mode, words) ||
	    choice->set_bits != set->set.bits)
		return -EINVAL;
	set->shift = 32 - choice->set_bits;
	if (choice->feedback == KCOV_FEEDBACK_EDGES)
		session->limit = kcov_choice_limit(choice, words);
	return 0;
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
	if (take_choice_locked(session, words))
		return -EINVAL;
	session->area =
		kcov_port_area_map(device, mode, kcov_area_limit(mode, words));
	return session->area ? 0 : -ENOMEM;
}

bool kcov_session_lasts_locked(const struct kcov_session *session)
{
	const struct kcov_device *device = session->device;

	return device->state == KCOV_STATE_REMOTE &&
	       device->epoch == session->epoch;
}

bool kcov_session_drop_locked(struct kcov_session *session)
{
	session->running--;
	return session->ended && !session->running;
}

void kcov_session_free(struct kcov_session *session)
{
	kcov_device_put(session->device);
	kcov_session_discard(session);
}

void kcov_session_drop(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();
	bool last = kcov_session_drop_locked(session);

	kcov_port_registry_unlock(flags);
	if (last)
		kcov_session_free(session);
}

void kcov_session_end_locked(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();

	kcov_port_withdraw(session);
	kcov_registry_remove_locked(session);
	session->ended = true;
	/* Holds it until kcov_session_release(). */
	session->running++;
	kcov_port_registry_unlock(flags);
}

void kcov_session_release(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_section *idle = kcov_scratch_drain_locked(session);

	kcov_port_registry_unlock(flags);
	kcov_scratch_free(idle);
	kcov_session_drop(session);
}

struct kcov_session *kcov_session_hold(uint64_t handle)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_session *session = kcov_registry_find_locked(handle);

	if (session)
		session->running++;
	kcov_port_registry_unlock(flags);
	return session;
}

/*
 * An owner that died without telling still looks alive until the port is asked.
 * If another task noticed the death first, the device may have a new owner.
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
	struct kcov_session *session = kcov_session_hold(handle);
	unsigned long flags;
	bool over;

	if (!session)
		return false;
	flags = kcov_port_device_lock(session->device);
	over = is_over_locked(session);
	/* Two tasks may end one session: ending it twice does no harm. */
	if (over)
		kcov_session_end_locked(session);
	kcov_port_device_unlock(session->device, flags);
	if (over)
		kcov_session_release(session);
	kcov_session_drop(session);
	return over;
}
