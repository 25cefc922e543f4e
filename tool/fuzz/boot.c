// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How a guest begins: its channel, its pipes, its command line. The kernel's
 * process gets a group of its own, so that the terminal's Ctrl-C is not for it,
 * and dies with its parent. Called by guest.c and by what uses guests.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "tool/base/fail.h"
#include "tool/fuzz/guest.h"

/* Descriptors of the kernel; 0 is /dev/null, 1 and 2 are the console. */
enum { FD_TO = 3, FD_FROM = 4, FD_MEMORY = 5, FD_FIRST_OTHER = 6 };

const char *guest_folder(void)
{
	const char *named = getenv(FOLDER_VARIABLE);

	if (named)
		return named;
	return access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
}

static void put(char *to, const char *text)
{
	snprintf(to, CHANNEL_TEXT, "%s", text);
}

static bool fits(const char *what, const char *text)
{
	if (strlen(text) < CHANNEL_TEXT)
		return true;
	error("%s is too long: keep it below %u bytes", what, CHANNEL_TEXT);
	return false;
}

bool guest_prepare(struct guest *guest, const struct guest_plan *plan)
{
	struct channel *channel;

	*guest = (struct guest){ .plan = plan };
	if (!fits("the target", plan->target) || !fits("--fix", plan->fix) ||
	    !fits("--module", plan->module))
		return false;
	guest->memory = memfd_create("kcov-fuzz", MFD_CLOEXEC);
	if (guest->memory < 0 ||
	    ftruncate(guest->memory, sizeof(struct channel))) {
		error("no memory for the channel: %s; free some",
		      strerror(errno));
		return false;
	}
	channel = mmap(NULL, sizeof(*channel), PROT_READ | PROT_WRITE,
		       MAP_SHARED, guest->memory, 0);
	if (channel == MAP_FAILED) {
		error("no memory for the channel: %s; free some",
		      strerror(errno));
		return false;
	}
	guest->channel = channel;
	channel->version = CHANNEL_VERSION;
	channel->stock = plan->stock;
	put(channel->target, plan->target);
	put(channel->fix, plan->fix);
	put(channel->module, plan->module);
	return true;
}

/* Inherited from here on; source and target may overlap, so in two steps. */
static void place_descriptors(int to, int from, int console, int memory)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int high[] = { to, from, memory };
	size_t i;

	dup2(null, STDIN_FILENO);
	dup2(console, STDOUT_FILENO);
	dup2(console, STDERR_FILENO);
	for (i = 0; i < 3; i++)
		high[i] = fcntl(high[i], F_DUPFD_CLOEXEC, 64);
	for (i = 0; i < 3; i++)
		dup2(high[i], FD_TO + (int)i);
	syscall(SYS_close_range, FD_FIRST_OTHER, ~0u, 0);
}

/* What a stock kernel cannot start without stands beside it: give_current() of
 * scripts/kernel/tools.sh. It wants the stack where the stack always is. */
static void preload(const char *kernel)
{
	char file[4096];

	snprintf(file, sizeof(file), "%s/stock-current.so", kernel);
	if (access(file, R_OK)) {
		unsetenv("LD_PRELOAD");
		return;
	}
	setenv("LD_PRELOAD", file, 1);
	personality(ADDR_NO_RANDOMIZE);
}

__attribute__((noreturn)) static void become(const struct guest *guest)
{
	char image[4096], memory[64], folder[4096], init[4096];
	const struct rlimit none = { 0, 0 };
	char *words[] = {
		image,
		memory,
		folder,
		init,
		(char *)"stderr=1",
		(char *)"console=tty0",
		(char *)"con=null",
		(char *)"con0=null,fd:1",
		(char *)"con1=fd:3,fd:4",
		(char *)"iomem=mmapper,/proc/self/fd/5",
		(char *)"root=none",
		(char *)"rootfstype=hostfs",
		(char *)"rootflags=/",
		(char *)"ro",
		(char *)"loglevel=5",
		/* From its first moment: what the agent sets comes later. */
		(char *)"panic_on_warn=1",
		(char *)"oops=panic",
		NULL,
	};

	snprintf(image, sizeof(image), "%s/linux", guest->plan->kernel);
	snprintf(memory, sizeof(memory), "mem=%s", guest->plan->memory);
	snprintf(folder, sizeof(folder), "uml_dir=%s/", guest->folder);
	snprintf(init, sizeof(init), "init=%s", guest->plan->agent);
	setrlimit(RLIMIT_CORE, &none);
	setenv("TMPDIR", guest_folder(), 1);
	preload(guest->plan->kernel);
	if (chdir("/"))
		_exit(127);
	execv(image, words);
	fprintf(stderr, "cannot run %s: %s\n", image, strerror(errno));
	_exit(127);
}

static bool make_folder(struct guest *guest)
{
	char path[128];

	if (guest->folder)
		return true;
	snprintf(path, sizeof(path), "%s/kcov-fuzz.XXXXXX", guest_folder());
	if (!mkdtemp(path)) {
		error("cannot make %s: %s; make room there", path,
		      strerror(errno));
		return false;
	}
	guest->folder = must_copy(path);
	return true;
}

bool guest_start(struct guest *guest)
{
	int to[2], from[2], console[2];
	pid_t parent = getpid();

	if (!make_folder(guest))
		return false;
	if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC) ||
	    pipe2(console, O_CLOEXEC))
		die(STATUS_FAILED, "no more descriptors: %s; raise ulimit -n",
		    strerror(errno));
	guest->channel->state = GUEST_BOOTS;
	guest->channel->sleeps = 0;
	guest->channel->asked = guest->channel->done = guest->runs = 0;
	text_cut(&guest->said, 0);
	guest->judged = 0;
	guest->kernel = fork();
	if (!guest->kernel) {
		setsid();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(127);
		place_descriptors(to[0], from[1], console[1], guest->memory);
		become(guest);
	}
	if (guest->kernel < 0)
		die(STATUS_FAILED, "cannot start a process: %s; end others",
		    strerror(errno));
	close(to[0]);
	close(from[1]);
	close(console[1]);
	guest->to = to[1];
	guest->from = from[0];
	guest->console = console[0];
	guest->pidfd = (int)syscall(SYS_pidfd_open, guest->kernel, 0);
	return true;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

void remove_tree(const char *folder)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void guest_forget_folder(struct guest *guest)
{
	if (guest->folder)
		remove_tree(guest->folder);
	free(guest->folder);
	guest->folder = NULL;
}

void guest_free(struct guest *guest)
{
	guest_bury(guest);
	guest_forget_folder(guest);
	if (guest->channel)
		munmap(guest->channel, sizeof(*guest->channel));
	if (guest->memory > 0)
		close(guest->memory);
	text_free(&guest->said);
	*guest = (struct guest){ 0 };
}
