// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A plugin for QEMU's TCG: counts instructions executed in all, in given ranges
 * of addresses, and arrivals at each range's start; if a mark is given, from
 * its last execution but one to its last: that is how a program says what is
 * meant. -plugin FILE,out=RESULT[,mark=ADDRESS],range=START-END...
 * (hexadecimal) Writes "all N" and "START calls N instructions N" lines when
 * QEMU ends. Debian does not ship QEMU's header; what is used of its stable
 * interface, version 1, is declared here.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef struct qemu_info_t qemu_info_t;
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };

void qemu_plugin_register_vcpu_tb_trans_cb(
	qemu_plugin_id_t id,
	void (*cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id,
				    void (*cb)(qemu_plugin_id_t id, void *data),
				    void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *
qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
						enum qemu_plugin_op op,
						void *ptr, uint64_t imm);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    void (*cb)(unsigned int vcpu_index,
						       void *data),
					    enum qemu_plugin_cb_flags flags,
					    void *data);

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

enum { MAX_RANGES = 32 };

struct counters {
	uint64_t calls;
	uint64_t instructions;
};

/* What is counted, and what it was at the start and the end of the window. */
struct counted {
	struct counters now;
	struct counters from;
	struct counters to;
};

static struct range {
	uint64_t start;
	uint64_t end;
	struct counted counted;
} ranges[MAX_RANGES];
static int number;
static struct counted all;
static uint64_t mark;
static const char *out;

static void marked(unsigned int vcpu_index, void *data)
{
	int r;

	(void)vcpu_index;
	(void)data;
	all.from = all.to;
	all.to = all.now;
	for (r = 0; r < number; r++) {
		ranges[r].counted.from = ranges[r].counted.to;
		ranges[r].counted.to = ranges[r].counted.now;
	}
}

static struct counters in_window(const struct counted *counted)
{
	struct counters result = mark ? counted->to : counted->now;

	result.calls -= counted->from.calls;
	result.instructions -= counted->from.instructions;
	return result;
}

static void add(struct qemu_plugin_insn *insn, uint64_t *counter)
{
	qemu_plugin_register_vcpu_insn_exec_inline(
		insn, QEMU_PLUGIN_INLINE_ADD_U64, counter, 1);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	size_t i;
	int r;

	(void)id;
	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t at = qemu_plugin_insn_vaddr(insn);

		add(insn, &all.now.instructions);
		if (mark && at == mark)
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, marked, QEMU_PLUGIN_CB_NO_REGS, NULL);
		for (r = 0; r < number; r++) {
			if (at == ranges[r].start)
				add(insn, &ranges[r].counted.now.calls);
			if (at >= ranges[r].start && at < ranges[r].end)
				add(insn, &ranges[r].counted.now.instructions);
		}
	}
}

static void finish(qemu_plugin_id_t id, void *data)
{
	FILE *file = fopen(out, "w");
	int r;

	(void)id;
	(void)data;
	if (!file)
		return;
	fprintf(file, "all %llu\n",
		(unsigned long long)in_window(&all).instructions);
	for (r = 0; r < number; r++) {
		struct counters counters = in_window(&ranges[r].counted);

		fprintf(file, "%llx calls %llu instructions %llu\n",
			(unsigned long long)ranges[r].start,
			(unsigned long long)counters.calls,
			(unsigned long long)counters.instructions);
	}
	fclose(file);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
			       int argc, char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++) {
		unsigned long long start;
		unsigned long long end;

		if (!strncmp(argv[i], "out=", 4)) {
			out = strdup(argv[i] + 4);
		} else if (sscanf(argv[i], "mark=%llx", &start) == 1) {
			mark = start;
		} else if (number < MAX_RANGES &&
			   sscanf(argv[i], "range=%llx-%llx", &start, &end) ==
				   2) {
			ranges[number].start = start;
			ranges[number++].end = end;
		} else {
			fprintf(stderr, "plugin: %s?\n", argv[i]);
			return -1;
		}
	}
	if (!out)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, finish, NULL);
	return 0;
}
