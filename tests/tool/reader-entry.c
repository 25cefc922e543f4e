// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a recording, for fuzzers and for damaged-recordings.c: what is
 * accepted can be written and read again, and is the same then.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/recording/recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check_again(const struct recording *recording)
{
	struct text file = { 0 }, again = { 0 }, why = { 0 };
	struct recording copy;

	recording_write(recording, &file);
	if (!recording_parse(&copy, file.at, file.length, &why) ||
	    !copy.complete)
		abort();
	recording_write(&copy, &again);
	if (again.length != file.length ||
	    memcmp(again.at, file.at, file.length))
		abort();
	recording_free(&copy);
	text_free(&file);
	text_free(&again);
	text_free(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct recording recording;
	struct text why = { 0 };

	if (recording_parse(&recording, bytes, count, &why)) {
		check_again(&recording);
		recording_free(&recording);
	}
	text_free(&why);
	return 0;
}
