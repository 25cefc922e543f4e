// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The symbol that compilers call once per basic block with
 * -fsanitize-coverage=trace-pc. It stands alone in its object so that every
 * instrumented module can carry a copy of its own.
 */
#include "core/trace.h"

/* One cache line: a callback that straddles two costs up to 10 %. */
void __attribute__((aligned(64))) __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
	kcov_trace_pc();
}
