// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * zstd, by its library. Called by unpack.c and unpack_sections.c, on
 * the main thread.
 */
#include <stdint.h>
#include <unistd.h>
#include <zstd.h>

#include "tool/index/unpack.h"

bool unpack_zstd_bytes(void *to, size_t room, const void *from, size_t count)
{
	return ZSTD_decompress(to, room, from, count) == room;
}

const char *unpack_zstd(int from, int to)
{
	static uint8_t in[1 << 16], out[1 << 17];
	ZSTD_DStream *stream = ZSTD_createDStream();
	ZSTD_inBuffer input = { in, 0, 0 };
	unsigned long long written = 0;
	const char *problem = NULL;
	size_t state = 1;
	off_t at = 0;

	if (!stream)
		return "there is not enough memory";
	while (!problem) {
		ZSTD_outBuffer output = { out, sizeof(out), 0 };

		if (input.pos == input.size) {
			ssize_t count = pread(from, in, sizeof(in), at);

			if (count <= 0)
				break;
			input = (ZSTD_inBuffer){ in, (size_t)count, 0 };
			at += count;
		}
		state = ZSTD_decompressStream(stream, &output, &input);
		if (ZSTD_isError(state))
			break;
		problem = unpack_write(to, &written, out, output.pos);
	}
	ZSTD_freeDStream(stream);
	/* 0 is the end of a frame, anything else is in the middle of one. */
	return problem || !state ? problem : "it is damaged";
}
