// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Memory of a thread that stands still under ptrace, word by word. Called by
 * what follows threads and makes calls in them. Addresses are the traced
 * program's and untrusted.
 */
#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tool/collect/registers.h"

size_t memory_read(pid_t tid, uint64_t address, void *bytes, size_t count)
{
	char *to = bytes;
	size_t done = 0, skip, part;
	long word;

	/* Whole aligned words: one that begins on a page ends on it. */
	while (done < count) {
		skip = (address + done) % sizeof(word);
		part = sizeof(word) - skip;
		if (part > count - done)
			part = count - done;
		errno = 0;
		word = ptrace(PTRACE_PEEKDATA, tid, address + done - skip, 0);
		if (errno)
			break;
		memcpy(to + done, (char *)&word + skip, part);
		done += part;
	}
	return done;
}

bool memory_write(pid_t tid, uint64_t address, const void *bytes, size_t count)
{
	const char *from = bytes;
	size_t done = 0, skip, part;
	uint64_t at;
	long word;

	while (done < count) {
		skip = (address + done) % sizeof(word);
		at = address + done - skip;
		part = sizeof(word) - skip;
		if (part > count - done)
			part = count - done;
		if (part < sizeof(word) &&
		    memory_read(tid, at, &word, sizeof(word)) != sizeof(word))
			return false;
		memcpy((char *)&word + skip, from + done, part);
		if (ptrace(PTRACE_POKEDATA, tid, at, word))
			return false;
		done += part;
	}
	return true;
}
