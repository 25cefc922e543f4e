// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Attempts of probe.c: what the kernel makes and keeps for a process.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probe.h"

void try_file_in_memory(void)
{
	int fd = memfd_create("probe", MFD_CLOEXEC);
	long *word;

	if (fd < 0)
		refused("memfd_create");
	if (ftruncate(fd, 4096))
		refused("ftruncate");
	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (word == MAP_FAILED)
		refused("mmap");
	*word = 1;
}

void try_shared_segment(void)
{
	int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	long *word;

	if (segment < 0)
		refused("shmget");
	word = shmat(segment, NULL, 0);
	/* It goes with the last who has it, however this ends. */
	if (shmctl(segment, IPC_RMID, NULL))
		refused("shmctl");
	if (word == (void *)-1)
		refused("shmat");
	*word = 1;
}

void try_closing_ranges(void)
{
	int fd = dup(STDIN_FILENO);

	if (fd < 0)
		refused("dup");
	if (syscall(SYS_close_range, fd, fd, 0))
		refused("close_range");
	if (fcntl(fd, F_GETFD) >= 0)
		broken("close_range closes nothing");
}

void try_pseudo_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	if (master < 0)
		refused("posix_openpt");
	if (grantpt(master) || unlockpt(master))
		refused("grantpt");
	if (open(ptsname(master), O_RDWR | O_NOCTTY) < 0)
		refused("open of the terminal");
}
