// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What compilers call without being asked to. */
#include <stddef.h>
#include <stdint.h>

void *memset(void *to, int byte, size_t bytes);
void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);

/* Areas are large and cleared whole: eight bytes at once. */
void *memset(void *to, int byte, size_t bytes)
{
	const uint64_t all = 0x0101010101010101ull * (unsigned char)byte;
	unsigned char *at = to;

	for (; bytes && (uintptr_t)at % sizeof(all); bytes--)
		*at++ = (unsigned char)byte;
	for (; bytes >= sizeof(all); bytes -= sizeof(all), at += sizeof(all))
		*(uint64_t *)at = all;
	while (bytes--)
		*at++ = (unsigned char)byte;
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	unsigned char *at = to;
	const unsigned char *other = from;

	if (at <= other)
		while (bytes--)
			*at++ = *other++;
	else
		while (bytes--)
			at[bytes] = other[bytes];
	return to;
}

void *memcpy(void *to, const void *from, size_t bytes)
{
	return memmove(to, from, bytes);
}

int memcmp(const void *a, const void *b, size_t bytes)
{
	const unsigned char *x = a, *y = b;

	for (; bytes; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}
