/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* For hosts without Linux's headers: the types that uapi/ is written in. */
#ifndef BARE_LINUX_TYPES_H
#define BARE_LINUX_TYPES_H

#include <stdint.h>

typedef uint32_t __u32;
typedef uint64_t __u64;
typedef uint64_t __aligned_u64 __attribute__((aligned(8)));

#endif /* BARE_LINUX_TYPES_H */
