// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P2: every record is an address in the instrumented text: of this program in
 * user space, of the kernel's core image on the kernel hosts.
 * kills: the address of the callback instead of its caller; a slide subtracted
 * twice.
 */
#include <linux/kcov_extended.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "harness.h"
#include "script.h"
#include "target.h"

extern const char __executable_start[], etext[];

struct range {
	unsigned long start;
	unsigned long end;
};

static bool read_kallsyms(struct range *text)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	unsigned long address;
	char line[256], name[128];

	*text = (struct range){ 0, 0 };
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%lx %*c %127s", &address, name) != 2)
			continue;
		if (!strcmp(name, "_stext"))
			text->start = address;
		if (!strcmp(name, "_etext"))
			text->end = address;
	}
	if (file)
		fclose(file);
	return text->start && text->end;
}

/*
 * By the linker's word: a kernel for x86-64 is linked into a gibibyte of its
 * own, and moved upwards; one in user mode is not moved.
 */
static void check_link(unsigned long start, unsigned long told)
{
#ifdef __x86_64__
	if (start >> 63) {
		CHECK(told >= 0xffffffff80000000);
		CHECK(told <= start);
	} else {
		CHECK_EQ(told, start);
	}
#else
	(void)start;
	(void)told;
#endif
}

/* From where the kernel runs to where its PCs say that it was linked. */
static void unslide(const struct session *session, struct range *text)
{
	struct kcov_query query = { .size = sizeof(query) };
	unsigned long slide;

	if (ioctl(session->fd, KCOV_QUERY, &query) || !query.text_start)
		return;
	check_link(text->start, (unsigned long)query.text_start);
	slide = text->start - (unsigned long)query.text_start;
	text->start -= slide;
	text->end -= slide;
}

/* Without symbols: one image, which is never larger than this. */
#define IMAGE_SPAN (256ul << 20)

static void check_range(const struct trace *trace, struct range text)
{
	unsigned long i;

	for (i = 0; i < trace->n; i++)
		if (trace->pc[i] <= text.start || trace->pc[i] >= text.end)
			FAIL("record %lu is 0x%lx, outside 0x%lx-0x%lx", i,
			     trace->pc[i], text.start, text.end);
}

TEST("every record is the address of instrumented code")
{
	struct session session = session_open(WORDS);
	struct trace trace = trace_alone(&session, bustle);
	struct range text = { (unsigned long)__executable_start,
			      (unsigned long)etext };

	if (has_target_in_kernel())
		SKIP("modules lie outside the kernel's image");
	if (host_is(USER)) {
		trace = trace_alone(&session, target_a);
	} else if (read_kallsyms(&text)) {
		unslide(&session, &text);
	} else {
		text.start = trace.pc[0] - IMAGE_SPAN;
		text.end = trace.pc[0] + IMAGE_SPAN;
		/* User space and the area itself are not of the image. */
		CHECK((unsigned long)session.area < text.start ||
		      (unsigned long)session.area > text.end);
	}
	CHECK(trace.n > 0);
	check_range(&trace, text);
	session_close(&session);
}
