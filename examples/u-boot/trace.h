/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What U-Boot's command asks of kcov. Read by both, so it includes nothing. */
#ifndef KCOV_TRACE_H
#define KCOV_TRACE_H

struct trace {
	unsigned long *area; /* stays there, for who has the machine's memory */
	unsigned long bytes;
	unsigned long lost; /* records: the area was full */
};

/* From now on into an area of so many words, each PC once or all; or -errno. */
long trace_start(unsigned long words, int once);
long trace_stop(struct trace *trace);

/* For U-Boot's list of what is done at the start: 0. */
int trace_boot(void);

#endif /* KCOV_TRACE_H */
