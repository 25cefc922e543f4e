/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Hot hooks of the scripted host: who runs and where is what the test says. */
#ifndef KCOV_PORT_INLINE_H
#define KCOV_PORT_INLINE_H

#include "core/slots.h"

extern struct kcov_task *fake_current;
extern uint32_t fake_context;
extern int fake_armed;
/* What every callback records as its PC; 0: where it returns to, as hosts do. */
extern uintptr_t fake_pc;

KCOV_INLINE bool kcov_port_armed(void)
{
	return fake_armed;
}

KCOV_INLINE struct kcov_task *kcov_port_self(void)
{
	return fake_current;
}

KCOV_INLINE uint32_t kcov_port_context(void)
{
	return fake_context;
}

KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task)
{
	return task->context == fake_context;
}

KCOV_INLINE uintptr_t kcov_port_pc(uintptr_t return_address)
{
	return fake_pc ? fake_pc : return_address;
}

KCOV_INLINE void kcov_port_store_release(uintptr_t *p, uintptr_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELEASE);
}

KCOV_INLINE void kcov_port_store_release_u64(uint64_t *p, uint64_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELEASE);
}

int fake_publish(struct kcov_session *session, int err);
void fake_withdraw(struct kcov_session *session);

KCOV_INLINE int kcov_port_publish(struct kcov_session *session, int err)
{
	return fake_publish(session, err);
}

KCOV_INLINE void kcov_port_withdraw(struct kcov_session *session)
{
	fake_withdraw(session);
}

#endif /* KCOV_PORT_INLINE_H */
