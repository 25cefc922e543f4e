// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * rt_sigaction as the kernel wants it: libc's own function of that name is the
 * one we stand in for, and neither libc offers another that is public in static
 * and shared form.
 */
#include <signal.h>
#include <string.h>

#include "port/posix/signals/signals.h"
#include "port/posix/os/raw.h"

struct kernel_sigaction {
	void (*handler)(int, siginfo_t *, void *);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

#ifdef POSIX_SIGNAL_RETURN
#define HAS_RESTORER 0x04000000ul
void posix_signal_return(void);
__asm__(POSIX_SIGNAL_RETURN);
#define RESTORER posix_signal_return
#else
/* The kernel provides one. */
#define HAS_RESTORER 0ul
#define RESTORER NULL
#endif

int posix_raw_sigaction(int number, const struct sigaction *action,
			struct sigaction *old)
{
	struct kernel_sigaction new_action;
	struct kernel_sigaction old_action;
	long err;

	if (action) {
		new_action.handler = action->sa_sigaction;
		new_action.flags = (unsigned int)action->sa_flags |
				   HAS_RESTORER;
		new_action.restorer = RESTORER;
		memcpy(&new_action.mask, &action->sa_mask,
		       sizeof(new_action.mask));
	}
	err = posix_raw(SYS_rt_sigaction, number, action ? &new_action : NULL,
			old ? &old_action : NULL, sizeof(new_action.mask));
	if (!err && old) {
		memset(old, 0, sizeof(*old));
		old->sa_sigaction = old_action.handler;
		old->sa_flags = (int)(old_action.flags & ~HAS_RESTORER);
		memcpy(&old->sa_mask, &old_action.mask,
		       sizeof(old_action.mask));
	}
	return (int)err;
}
