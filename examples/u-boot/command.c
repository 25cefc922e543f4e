// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-Boot's command `kcov`: what runs between `kcov start` and `kcov stop` is
 * recorded, and it says where. Without being asked, from when there is memory
 * until the first `kcov stop`, each PC once.
 */
#include <command.h>
#include <malloc.h>
#include <stdio.h>
#include <kcov_trace.h>

#define BOOT_WORDS (1ul << 16)
#define WORDS (1ul << 20)

/* Memory for kcov, zeroed. */
void *kcov_port_alloc(size_t bytes)
{
	return calloc(1, bytes);
}

void kcov_port_free(void *memory, size_t bytes)
{
	free(memory);
}

int trace_boot(void)
{
	return (int)trace_start(BOOT_WORDS, 1);
}

static int stop(void)
{
	struct trace trace;

	if (trace_stop(&trace))
		return CMD_RET_FAILURE;
	printf("kcov: area 0x%lx of 0x%lx bytes, %lu records, %lu lost\n",
	       (unsigned long)trace.area, trace.bytes, *trace.area, trace.lost);
	return CMD_RET_SUCCESS;
}

static int do_kcov(struct cmd_tbl *command, int flag, int argc,
		   char *const argv[])
{
	if (argc == 2 && !strcmp(argv[1], "stop"))
		return stop();
	if (argc == 2 && !strcmp(argv[1], "start"))
		return trace_start(WORDS, 0) ? CMD_RET_FAILURE :
					       CMD_RET_SUCCESS;
	return CMD_RET_USAGE;
}

U_BOOT_CMD(kcov, 2, 0, do_kcov, "record which code runs",
	   "start - begin to record\n"
	   "kcov stop - say where the records are");
