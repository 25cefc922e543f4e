// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who owns a device, and who has a handle, when numbers are given out again, and
 * when programs are executed: each of the facts by which an owner is known is
 * wrong once, while the others are right.
 * kills: an owner that is known by its number alone, one that keeps what it has
 * mapped no more, one whose time is that of the first owner.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/tap.h"

#include <kcov/kcov.h>

#include "core/buffer.h"
#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

static struct posix_header *header;

static bool is_abandoned(void)
{
	return kcov_port_abandoned(&header->device);
}

/* This process is, of a device that it has mapped. */
static void be_owner(void)
{
	header->owned_since = 0;
	kcov_port_bound(&header->device);
}

static void bindings(void)
{
	uint64_t first;

	be_owner();
	first = header->owned_since;
	tap_ok(header->owner_pid == getpid() &&
		       header->owner_tid == (pid_t)posix_raw(SYS_gettid) &&
		       first && first <= posix_boottime_ns(),
	       "who enables is the owner, since now");
	usleep(1000);
	kcov_port_bound(&header->device);
	tap_ok(header->owned_since > first,
	       "and since later when it does again");
	tap_ok(!is_abandoned(),
	       "an owner that lives and has it mapped keeps it");
	kcov_port_unbound(&header->device);
	tap_ok(!header->owner_tid && is_abandoned(),
	       "who disables is the owner no more");
}

static void facts(void)
{
	pid_t child;

	be_owner();
	header->owned_since = 1;
	tap_ok(is_abandoned(), "a thread younger than what it owns is another");
	be_owner();
	header->owner_tid = 0x3fffffff;
	tap_ok(is_abandoned(), "a thread that is not there owns nothing");
	be_owner();
	header->ino++;
	tap_ok(is_abandoned(), "nor does one that has it mapped no more");
	header->ino--;
	child = fork();
	while (!child)
		pause();
	be_owner();
	header->owner_pid = header->owner_tid = child;
	tap_ok(!is_abandoned(), "another process that has it mapped does");
	header->owned_since = 1;
	tap_ok(is_abandoned(), "unless it is too young");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	header->owned_since = posix_boottime_ns();
	tap_ok(is_abandoned(), "or has ended");
}

static bool adopts(void)
{
	return posix_owner_may_adopt(header);
}

static void adoption(void)
{
	be_owner();
	header->device.state = KCOV_STATE_LOCAL;
	tap_ok(adopts(), "what this process enabled it may go on with");
	header->owner_pid = getppid();
	tap_ok(!adopts(), "not what another process did");
	header->owner_pid = getpid();
	header->owner_tid = getppid();
	tap_ok(!adopts(), "nor another thread");
	be_owner();
	header->owned_since = 1;
	tap_ok(!adopts(), "nor one that had its number before");
	be_owner();
	header->device.state = KCOV_STATE_REMOTE;
	tap_ok(!adopts(), "nor for others");
	header->device.state = KCOV_STATE_INIT;
	tap_ok(!adopts(), "nor what is not enabled");
}

static void handles(void)
{
	pid_t child = fork();
	struct posix_entry live = {
		.handle = 1, .ino = header->ino, .pid = child, .tid = child
	};
	struct posix_entry entry;

	while (!child)
		pause();
	live.since = posix_boottime_ns();
	tap_ok(posix_entry_is_live(&live),
	       "a process that lives has its handle");
	entry = live;
	entry.since = 1;
	tap_ok(!posix_entry_is_live(&entry), "not if it is too young");
	entry = live;
	entry.ino++;
	tap_ok(!posix_entry_is_live(&entry), "nor if it has mapped it no more");
	entry = live;
	entry.tid = 0x3fffffff;
	tap_ok(!posix_entry_is_live(&entry), "nor if the thread has ended");
	entry = live;
	entry.pid = getpid();
	tap_ok(!posix_entry_is_live(&entry), "and none is left of ourselves");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	tap_ok(!posix_entry_is_live(&live), "nor when it has ended");
}

/* A handler is not what the interrupted thread was asked to do. */
static void common_handle(void)
{
	kcov_self.common_handle = 7;
	tap_ok(kcov_common_handle() == 7, "a thread has its handle");
	posix_signals.context = KCOV_CONTEXT_INTERRUPT;
	tap_ok(!kcov_common_handle(), "a signal handler has none");
	posix_signals.context = KCOV_CONTEXT_TASK;
	kcov_self.common_handle = 0;
}

int main(void)
{
	int fd = posix_file_create(O_RDWR);
	struct kcov_port_area area;

	setvbuf(stdout, NULL, _IONBF, 0);
	posix_owner_program_begins();
	if (fd < 0 || posix_file_map_header(fd, &header))
		return 1;
	posix_mapping_of(header)->fd = fd;
	header->device.words = posix_page_bytes() / sizeof(uintptr_t);
	if (kcov_port_area_alloc(&header->device, header->device.words,
				 &area) ||
	    !kcov_port_area_map(&header->device, KCOV_MODE_PC, 1))
		return 1;
	bindings();
	facts();
	adoption();
	handles();
	common_handle();
	return tap_done();
}
