// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A static program that begins with a thread pointer that points nowhere, as
 * some kernels leave that of the program before. Prints whether main() collects.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

#define WORDS 4096

/* arch_prctl(ARCH_SET_FS); %rdx is what the kernel hands to libc. */
__asm__(".globl left_over\n"
	"left_over:\n"
	"	mov $158, %eax\n"
	"	mov $0x1002, %edi\n"
	"	mov $0x40226740, %esi\n"
	"	syscall\n"
	"	jmp _start\n");

__attribute__((noinline)) static int branch(int x)
{
	return x > 1 ? puts("") : x;
}

int main(int argc, char **argv)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);
	unsigned long *area;

	(void)argv;
	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		return 1;
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (area == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return 2;
	branch(argc);
	if (ioctl(fd, KCOV_DISABLE, 0))
		return 3;
	puts(area[0] ? "collected" : "nothing collected");
	return 0;
}
