/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What a client of the kcov device sees: ioctl numbers, modes, record formats
 * and remote handles. Numbers and layouts are frozen (tests/unit/abi.c).
 *
 * A "word" is an unsigned long of the host that serves the device. The mapped
 * area begins with a count word:
 *   KCOV_TRACE_PC   word 0 is the number of records, words 1.. are the PCs;
 *   KCOV_TRACE_CMP  the same with 64-bit words on every architecture, a record
 *                   being four of them: type, arg1, arg2, pc.
 *
 * Who reads while others still record must load the count with acquire order,
 * and find complete what remote sections delivered before it.
 * order: append B: count before records; written by kcov_area_append()
 */
#ifndef _UAPI_LINUX_KCOV_H
#define _UAPI_LINUX_KCOV_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * Argument of KCOV_REMOTE_ENABLE. The 32 bits between num_handles and
 * common_handle are padding that nobody checks: old clients pass garbage.
 */
struct kcov_remote_arg {
	__u32 trace_mode;	     /* KCOV_TRACE_PC or KCOV_TRACE_CMP */
	__u32 area_size;	     /* private area of a section, in words */
	__u32 num_handles;	     /* entries in handles[] */
	__aligned_u64 common_handle; /* 0: none */
	__aligned_u64 handles[];
};

#define KCOV_REMOTE_MAX_HANDLES 0x100

/* The argument is the size of the area in words, despite the direction bits. */
#define KCOV_INIT_TRACE _IOR('c', 1, unsigned long)
/* The argument is KCOV_TRACE_PC or KCOV_TRACE_CMP. */
#define KCOV_ENABLE _IO('c', 100)
/* The argument must be 0. */
#define KCOV_DISABLE _IO('c', 101)
#define KCOV_REMOTE_ENABLE _IOW('c', 102, struct kcov_remote_arg)

enum {
	KCOV_TRACE_PC = 0, /* 0 because the first version took no mode */
	KCOV_TRACE_CMP = 1,
};

/* Type word of a comparison record: bit 0 constant, bits 1-2 log2(bytes). */
#define KCOV_CMP_CONST (1 << 0)
#define KCOV_CMP_SIZE(n) ((n) << 1)
#define KCOV_CMP_MASK KCOV_CMP_SIZE(3)

/* A remote handle: bits 56-63 subsystem, bits 0-31 instance, the rest 0. */
#define KCOV_SUBSYSTEM_COMMON (0x00ull << 56)
#define KCOV_SUBSYSTEM_USB (0x01ull << 56)

#define KCOV_SUBSYSTEM_MASK (0xffull << 56)
#define KCOV_INSTANCE_MASK (0xffffffffull)

/* Joins the two parts; 0, which no device can own alone, if either is bad. */
static inline __u64 kcov_remote_handle(__u64 subsys, __u64 inst)
{
	if (subsys & ~KCOV_SUBSYSTEM_MASK || inst & ~KCOV_INSTANCE_MASK)
		return 0;
	return subsys | inst;
}

#endif /* _UAPI_LINUX_KCOV_H */
