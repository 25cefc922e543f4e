// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What `look` runs to learn whether programs of 32 bits run here; make compiles
 * it so where the compiler can. It allocates and maps: some kernels start such
 * programs and refuse their system calls.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return sizeof(long) != 4 || page == MAP_FAILED || !malloc(1 << 20) ||
	       getpid() <= 0;
}
