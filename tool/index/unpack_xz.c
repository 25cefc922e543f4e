// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* xz, by its library. Called by unpack.c, on the main thread. */
#include <lzma.h>
#include <stdint.h>
#include <unistd.h>

#include "tool/index/unpack.h"

/* As much memory as xz -9 needs, and some. */
#define MOST_MEMORY (128ull << 20)

const char *unpack_xz(int from, int to)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	static uint8_t in[1 << 16], out[1 << 16];
	unsigned long long written = 0;
	const char *problem = NULL;
	lzma_ret state = LZMA_OK;
	off_t at = 0;

	if (lzma_stream_decoder(&stream, MOST_MEMORY, LZMA_CONCATENATED))
		return "there is not enough memory";
	while (!problem && state == LZMA_OK) {
		lzma_action action = LZMA_RUN;
		ssize_t count = 1;

		if (!stream.avail_in) {
			count = pread(from, in, sizeof(in), at);
			stream.next_in = in;
			stream.avail_in = count > 0 ? (size_t)count : 0;
			at += (off_t)stream.avail_in;
		}
		if (count <= 0)
			action = LZMA_FINISH;
		stream.next_out = out;
		stream.avail_out = sizeof(out);
		state = lzma_code(&stream, action);
		problem = unpack_write(to, &written, out,
				       sizeof(out) - stream.avail_out);
	}
	lzma_end(&stream);
	if (!problem && state != LZMA_STREAM_END)
		problem = "it is damaged";
	return problem;
}
