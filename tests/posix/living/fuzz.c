// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* libFuzzer's part: every input is collected by kcov as well. */
#include <stddef.h>
#include <stdint.h>

#include "living.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 2 && data[0] == 'k' && data[1] == 'c')
		traced_call(data[2]);
	collect();
	return 0;
}
