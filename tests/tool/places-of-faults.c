// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a kernel says of its end, as a place: the kind, the function and the
 * line, from consoles as kernels write them, and from any bytes. kills: a place
 * with an address, a number of a task or a count of seconds in it, so that one
 * fault is many; a function that merely stood on the stack; a name that leaves
 * its folder.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/tap.h"
#include "tool/fuzz/fault.h"
#include "tool/fuzz/guest.h"

static const struct {
	const char *what, *console, *place;
} samples[] = {
	{ "a warning names function and line",
	  "WARNING: CPU: 0 PID: 1 at fs/open.c:12 do_open+0x12/0x34\n"
	  "Call Trace:\n [<60001234>] other+0x1/0x2\n",
	  "warning-do_open-12" },
	{ "a warning of a module too",
	  "WARNING: CPU: 0 PID: 1 at /a/b.c:7 f+0x12/0x34 [module]\n",
	  "warning-f-7" },
	{ "KASAN names the kind and the function",
	  "=====\nBUG: KASAN: slab-out-of-bounds in leak.isra.0+0x1/0x2 [m]\n"
	  "Read of size 1 at addr 0000000060abcdef by task init/1\n",
	  "kasan-slab-out-of-bounds-leak" },
	{ "a task that waits is where it waits",
	  "INFO: task init:1 blocked for more than 4 seconds.\n"
	  "      Not tainted 6.12.0 #1\nCall Trace:\n"
	  " [<60001234>] ? stood_there+0x1/0x2\n"
	  " [<60001235>] __schedule+0x1/0x2\n"
	  " [<60001236>] schedule_preempt_disabled+0x1/0x2\n"
	  " [<60001237>] __mutex_lock.constprop.0+0x1/0x2\n"
	  " [<60001238>] waits+0x1/0x2\n [<60001239>] caller+0x1/0x2\n",
	  "deadlock-waits" },
	{ "a BUG has a line and the trace",
	  "kernel BUG at fs/inode.c:99!\nCall Trace:\n"
	  " [<60001234>] panic+0x1/0x2\n [<60001238>] evict+0x1/0x2\n",
	  "bug-evict-99" },
	{ "one of User-Mode Linux too",
	  "BUG: failure at fs/inode.c:99/evict()!\n"
	  "Kernel panic - not syncing: BUG!\nCall Trace:\n"
	  " [<60001234>] panic+0x1/0x2\n [<60001238>] evict+0x1/0x2\n",
	  "bug-evict-99" },
	{ "an address alone is no place without an index",
	  "Kernel panic - not syncing: Kernel mode fault at addr 0x8, ip "
	  "0x60012345\nCall Trace:\n [<60001238>] reads+0x1/0x2\n",
	  "bad-address-reads" },
	{ "the first complaint counts, not what follows from it",
	  "WARNING: CPU: 0 PID: 9 at a.c:1 first+0x1/0x2\n"
	  "Kernel panic - not syncing: kernel: panic_on_warn set ...\n",
	  "warning-first-1" },
	{ "a name leads nowhere", "BUG: KASAN: ../../etc in f+0x1/0x2\n",
	  "kasan-______etc-f" },
	{ "an end without a word", "", "silent-end-unknown" },
	{ "traces of x86 have no addresses",
	  "general protection fault, probably for address 0xdead\n"
	  "Call Trace:\n <TASK>\n dump_stack_lvl+0x1/0x2\n"
	  " ext4_fill_super+0x1/0x2\n",
	  "protection-fault-ext4_fill_super" },
};

/* Without an index of anything. */
static const struct fault_code nothing;

static void check_samples(void)
{
	struct fault fault;
	size_t i;

	for (i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		fault_find(samples[i].console, false, &nothing, &fault);
		tap_ok(!strcmp(fault.place, samples[i].place), "%s: %s",
		       samples[i].what, fault.place);
		tap_ok(console_complains(samples[i].console, 0) ==
			       (*samples[i].console != 0),
		       "it is a complaint: %s", samples[i].what);
	}
}

static bool is_name(const char *place)
{
	return *place && !strpbrk(place, "/. \n") && strlen(place) < 224;
}

/* Each beginning of each console, and bytes in between that are no text. */
static void check_bytes(void)
{
	struct text out = { 0 };
	struct fault fault;
	unsigned int bad = 0, hung = 0, seed = 1;
	char bytes[400];
	size_t i, n, k;

	for (i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		for (n = 0; n <= strlen(samples[i].console); n++) {
			snprintf(bytes, sizeof(bytes), "%.*s", (int)n,
				 samples[i].console);
			for (k = 0; n && k < 3; k++) {
				seed = seed * 1103515245 + 12345;
				bytes[(seed >> 8) % n] =
					(char)(1 + (seed >> 20) % 255);
			}
			fault_find(bytes, n & 1, &nothing, &fault);
			bad += !is_name(fault.place);
			fault_symbolise(bytes, &nothing, &out);
			text_cut(&out, 0);
		}
	text_free(&out);
	tap_ok(!bad, "of any bytes there is a name of a folder");
	fault_find("", true, &nothing, &fault);
	hung = !strcmp(fault.place, "hang-unknown");
	tap_ok(hung, "what had to be ended hangs: %s", fault.place);
	tap_ok(!console_complains("random: crng init done\nready\n", 0),
	       "what a kernel says else is no complaint");
}

int main(void)
{
	check_samples();
	check_bytes();
	return tap_done();
}
