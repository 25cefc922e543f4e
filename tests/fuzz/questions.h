/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Every question about every point of an index, and some addresses beside. */
#ifndef KCOV_FUZZ_QUESTIONS_H
#define KCOV_FUZZ_QUESTIONS_H

#include "tool/index/index.h"

/* Aborts if an answer is none that an index may give. */
void ask_everything(const struct index *index);

#endif /* KCOV_FUZZ_QUESTIONS_H */
