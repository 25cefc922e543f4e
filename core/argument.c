// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How structs that grow travel between a client and us. Called by setup.c and
 * told.c in task context. Client memory is untrusted and may change between two
 * reads: the size that was checked is the one that counts.
 */
#include "core/argument.h"

static bool is_zero(const unsigned char *bytes, size_t length)
{
	while (length)
		if (bytes[--length])
			return false;
	return true;
}

/* What a newer client asks for that we do not know of. */
static int check_tail(uintptr_t pointer, uint32_t from, uint32_t to)
{
	unsigned char piece[64];
	size_t length;

	for (; from < to; from += (uint32_t)length) {
		length = to - from < sizeof(piece) ? to - from : sizeof(piece);
		if (kcov_port_copy_in(piece, pointer + from, length))
			return -EFAULT;
		if (!is_zero(piece, length))
			return -E2BIG;
	}
	return 0;
}

int kcov_argument_in(void *to, uint32_t known, uintptr_t pointer,
		     uint32_t *size)
{
	uint32_t length;

	if (kcov_port_copy_in(&length, pointer, sizeof(length)))
		return -EFAULT;
	if (length < KCOV_LEAST_ARGUMENT)
		return -EINVAL;
	if (length > KCOV_MOST_ARGUMENT)
		return -E2BIG;
	*size = length;
	__builtin_memset(to, 0, known);
	if (kcov_port_copy_in(to, pointer, length < known ? length : known))
		return -EFAULT;
	*(uint32_t *)to = length;
	return check_tail(pointer, known, length);
}

int kcov_argument_out(uintptr_t pointer, void *from, uint32_t known,
		      uint32_t size)
{
	const uint32_t length = size < known ? size : known;

	*(uint32_t *)from = length;
	return kcov_port_copy_out(pointer, from, length);
}
