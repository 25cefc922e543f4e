/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Whether kcov works here, one question after the other: a check that needs
 * what an earlier one found missing is skipped.
 */
#ifndef KCOV_TOOL_CHECKS_H
#define KCOV_TOOL_CHECKS_H

#include "tool/collect/device.h"
#include "tool/index/find.h"

enum verdict { CHECK_RIGHT, CHECK_WRONG, CHECK_SKIPPED };

struct finding {
	const char *name;
	enum verdict verdict;
	char text[512]; /* what is so; of what is wrong also the remedy */
};

#define CHECK_PCS 4096

struct checkup {
	const struct search *search; /* for the kernel's index */
	struct device device;
	bool has_device;
	bool has_area;
	uint64_t pcs[CHECK_PCS]; /* of the self-test */
	size_t pcs_count;
};

/* checks_extended.c: what the kcov behind an open device says of itself. */
void check_extended(const struct device *device, struct finding *finding);

/* Calls `report` with each finding; returns how many are wrong. */
int check_kernel(struct checkup *checkup,
		 void (*report)(const struct finding *finding, void *data),
		 void *data);
int check_user_space(void (*report)(const struct finding *finding, void *data),
		     void *data);

#endif /* KCOV_TOOL_CHECKS_H */
