/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What a client of the kcov device may ask for beyond <linux/kcov.h>: what this
 * kcov can do, what the area holds, what was lost, and a reset by others than
 * the traced thread. doc/extended.md specifies it. A kcov that does not have
 * a call says ENOTTY, and a device on which none of them was made is as ever.
 *
 * Each struct begins with its size in bytes, as the client knows the struct.
 * What a shorter one lacks is 0. Bytes that the kcov does not know must be 0
 * (E2BIG). On return `size` says how many bytes the kcov filled in.
 */
#ifndef _UAPI_LINUX_KCOV_EXTENDED_H
#define _UAPI_LINUX_KCOV_EXTENDED_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The argument must be 0. Any holder of the descriptor may call it. */
#define KCOV_RESET_TRACE _IO('c', 104)
/* The arguments are pointers to struct kcov_query, kcov_setup, kcov_stat. */
#define KCOV_QUERY _IO('c', 128)
#define KCOV_SETUP _IO('c', 129)
#define KCOV_STAT _IO('c', 130)

#define KCOV_EXTENDED_VERSION 1

/* What the area holds. */
enum {
	KCOV_FEEDBACK_TRACE = 0,  /* every PC in order, as ever */
	KCOV_FEEDBACK_UNIQUE = 1, /* every PC once */
	KCOV_FEEDBACK_EDGES =
		2, /* counters of edges, and a list of those hit */
};

/* Features of KCOV_QUERY. */
#define KCOV_FEATURE_RESET (1ull << 0)	   /* KCOV_RESET_TRACE */
#define KCOV_FEATURE_STAT (1ull << 1)	   /* KCOV_STAT */
#define KCOV_FEATURE_UNIQUE (1ull << 2)	   /* KCOV_FEEDBACK_UNIQUE */
#define KCOV_FEATURE_EDGES (1ull << 3)	   /* KCOV_FEEDBACK_EDGES */
#define KCOV_FEATURE_CMP_WORDS (1ull << 4) /* cmp_words of KCOV_SETUP */
#define KCOV_FEATURE_SEAL (1ull << 5)	   /* KCOV_SETUP_SEAL */
#define KCOV_FEATURE_FRESH (1ull << 6)	   /* KCOV_SETUP_FRESH */
/* KCOV_REMOTE_ENABLE where SETUP said unique PCs or edges */
#define KCOV_FEATURE_REMOTE (1ull << 7)

/* Flags of KCOV_SETUP. */
/* No writable mapping from now on; EBUSY if there is one. */
#define KCOV_SETUP_SEAL (1u << 0)
/* What a section collected before the last KCOV_RESET_TRACE is dropped. */
#define KCOV_SETUP_FRESH (1u << 1)

/* States of a device. */
enum {
	KCOV_DEVICE_NEW = 0, /* before INIT_TRACE */
	KCOV_DEVICE_INIT = 1,
	KCOV_DEVICE_LOCAL = 2,	/* ENABLE */
	KCOV_DEVICE_REMOTE = 3, /* REMOTE_ENABLE */
};

/* What a PC is. */
enum {
	KCOV_PC_LOADED = 0, /* the address in memory */
	KCOV_PC_LINKED = 1, /* less the slide of the kernel */
};

/* Where compilers put the points that are recorded. */
enum {
	KCOV_POINTS_UNKNOWN = 0,
	KCOV_POINTS_BLOCKS = 1, /* one in each basic block */
	KCOV_POINTS_EDGES = 2,	/* blocks, with critical edges split before */
};

/* Any holder, any state. All of it is the kcov's to fill in. */
struct kcov_query {
	__u32 size;		/* bytes of this struct */
	__u32 version;		/* KCOV_EXTENDED_VERSION */
	__aligned_u64 features; /* KCOV_FEATURE_* */
	__u32 state;		/* KCOV_DEVICE_* */
	__u32 mode;		/* KCOV_TRACE_* while enabled, else 0 */
	__u32 feedback;		/* KCOV_FEEDBACK_* in force */
	__u32 flags;		/* KCOV_SETUP_* in force */
	__u32 word_bytes;	/* size of a word of the area */
	__u32 pc_form;		/* KCOV_PC_* */
	__u32 points;		/* KCOV_POINTS_* */
	__u32 granule;		/* every PC is a multiple of so many bytes */
	__u32 comparisons;	/* 1: of integers can be recorded; 0: none */
	__u32 map_bits;		/* of edges, in force or 0 */
	__u32 map_bits_min;	/* that SETUP takes */
	__u32 map_bits_max;
	__u32 set_bits; /* of unique PCs, in force or 0 */
	__u32 set_bits_min;
	__u32 set_bits_max;
	__u32 reserved;
	__aligned_u64 words;	   /* of the area; 0 before INIT_TRACE */
	__aligned_u64 words_max;   /* that INIT_TRACE takes */
	__aligned_u64 cmp_words;   /* in force */
	__aligned_u64 edges_words; /* least area for edges, default map_bits */
	__aligned_u64 slide; /* PC in memory less PC in records; 0: hidden */
	__aligned_u64 text_start; /* of the kernel, as PCs; 0: not known */
	__aligned_u64 text_end;
};

/* Any holder, after INIT_TRACE and before ENABLE. Lasts until the next one. */
struct kcov_setup {
	__u32 size;	/* bytes of this struct */
	__u32 feedback; /* KCOV_FEEDBACK_* */
	__u32 flags;	/* KCOV_SETUP_* */
	__u32 map_bits; /* edges: log2 of the counters; 0: 16 */
	__u32 set_bits; /* unique: log2 of the PCs the set holds; 0: 16 */
	__u32 reserved; /* 0 */
	/* Words at the end of the area for comparisons in the same run. */
	__aligned_u64 cmp_words;
};

/* Something was lost since the last KCOV_RESET_TRACE, or since INIT_TRACE. */
#define KCOV_STAT_TRUNCATED (1u << 0)

/*
 * Any holder, after INIT_TRACE. What is lost is counted from INIT_TRACE on and
 * never set back: the difference of two calls is what was lost in between.
 */
struct kcov_stat {
	__u32 size;		   /* bytes of this struct */
	__u32 flags;		   /* KCOV_STAT_* */
	__aligned_u64 records;	   /* in the area now */
	__aligned_u64 cmp_records; /* in its part for comparisons */
	__aligned_u64 high_water;  /* most records that any call found */
	__aligned_u64 generation;  /* successful KCOV_RESET_TRACE */
	/* Records. */
	__aligned_u64 lost_full;     /* the area was full */
	__aligned_u64 lost_cmp_full; /* so was its part for comparisons */
	__aligned_u64 lost_section;  /* a section's private area was full */
	__aligned_u64 lost_delivery; /* no room for what a section delivered */
	__aligned_u64 repeated; /* not lost: logged again, the set was full */
	/* Sections, with all that they had or would have had. */
	__aligned_u64 no_area;	/* that got no private area */
	__aligned_u64 stale;	/* that outlived their session, or a reset */
	__aligned_u64 too_deep; /* inside too many others */
};

/*
 * Edges: the area is a word with the number of counters that are not 0, then
 * 2^map_bits counters of a byte each, which stay at 255, then a list of the
 * counters that are not 0, 32 bits each, in the order in which they were hit.
 * The counter of the edge from one PC to the next:
 */
#define KCOV_EDGE_FACTOR 0x9e3779b1u

static inline __u32 kcov_edge_counter(__u64 from, __u64 to, __u32 map_bits)
{
	/* `from` is 0 for the first PC after a reset or ENABLE. */
	return (__u32)(((__u32)to + 2 * (__u32)from) * KCOV_EDGE_FACTOR) >>
	       (32 - map_bits);
}

/* Words of an area for edges, on a host with words of so many bytes. */
static inline __u64 kcov_edges_words(__u32 map_bits, __u32 word_bytes)
{
	return 1 + ((5ull << map_bits) + word_bytes - 1) / word_bytes;
}

#endif /* _UAPI_LINUX_KCOV_EXTENDED_H */
