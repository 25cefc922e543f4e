/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* For hosts without one: what kcov's calls return, as Linux numbers it. */
#ifndef BARE_ERRNO_H
#define BARE_ERRNO_H

enum {
	E2BIG = 7,
	ENOMEM = 12,
	EFAULT = 14,
	EBUSY = 16,
	EEXIST = 17,
	EINVAL = 22,
	ENOTTY = 25,
};

#endif /* BARE_ERRNO_H */
