/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* How far the running kernel is from where it was linked. */
#ifndef KCOV_TOOL_SLIDE_H
#define KCOV_TOOL_SLIDE_H

#include <stdint.h>

/*
 * What the device subtracts from every PC; `stext` is where the text begins
 * now. Where neither the kernel nor the device says it, it is assumed, with a
 * warning if that is not 0.
 */
uint64_t kernel_slide(uint64_t stext);

#endif /* KCOV_TOOL_SLIDE_H */
