/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Inputs of findings, made small. */
#ifndef KCOV_TOOL_MINIMISE_H
#define KCOV_TOOL_MINIMISE_H

#include "tool/fuzz/campaign.h"

/*
 * Writes OUT/crashes/PLACE/minimised where the input ends a guest at that place
 * again; errors are reported.
 */
void minimise_findings(const struct campaign *campaign, struct guest *guest,
		       const volatile int *stop);

#endif /* KCOV_TOOL_MINIMISE_H */
