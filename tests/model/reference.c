// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See reference.h. Clause numbers as in the comments of tests/conformance/. */
#include "tests/model/reference.h"

#include <errno.h>
#include <string.h>

/* All areas here have 64-bit words, like the machine the test runs on. */
static uint64_t capacity(const struct ref_trace *trace)
{
	return trace->cmp ? (uint64_t)(trace->words - 1) / 4 :
			    (uint64_t)(trace->words - 1);
}

static void empty(struct ref_trace *trace, int words, bool cmp)
{
	memset(trace, 0, sizeof(*trace));
	trace->words = words < REF_MAX_WORDS ? words : REF_MAX_WORDS;
	trace->cmp = cmp;
}

void ref_start(struct reference *ref)
{
	int i;

	memset(ref, 0, sizeof(*ref));
	ref->irq_areas = REF_IRQ_AREAS;
	for (i = 0; i < REF_TASKS; i++)
		ref->task[i].device = ref->task[i].remote = -1;
}

int ref_open(struct reference *ref, int device)
{
	struct ref_device *d = &ref->device[device];

	memset(d, 0, sizeof(*d));
	d->open = true;
	d->owner = -1;
	d->session = -1;
	return 0;
}

/* How many sessions of the device have sections running after their end. */
static bool is_used(const struct reference *ref, int device)
{
	int i;

	for (i = 0; i < ref->sessions; i++)
		if (ref->session[i].device == device && ref->session[i].running)
			return true;
	return ref->device[device].owner >= 0;
}

static void maybe_free(struct reference *ref, int device, bool was_used)
{
	if (was_used && !ref->device[device].open && !is_used(ref, device))
		ref->freed++;
}

/* L-O4: an owner or a section keeps the device, not the file alone. */
void ref_close(struct reference *ref, int device)
{
	ref->device[device].open = false;
	if (!is_used(ref, device))
		ref->freed++;
}

int ref_init(struct reference *ref, int device, uint64_t words)
{
	struct ref_device *d = &ref->device[device];

	if (words < 2 || words > 0x7fffffff / 8)
		return -EINVAL;
	if (d->state != REF_NEW)
		return -EBUSY;
	empty(&d->trace, (int)words, false);
	d->state = REF_INIT;
	return 0;
}

static int live_sections(const struct ref_task *t)
{
	int context, i, n = 0;

	for (context = 0; context < 2; context++)
		for (i = 0; i < t->depth[context] && i < REF_MAX_FRAMES; i++)
			n += t->frame[context][i].session >= 0;
	return n;
}

/* L-E2: a task has one session of each kind, and makes none in a section. */
static bool is_taken(const struct reference *ref, int task, bool remote)
{
	const struct ref_task *t = &ref->task[task];

	if (ref->one_session)
		return t->device >= 0 || t->remote >= 0 || live_sections(t);
	return remote ? t->remote >= 0 : t->device >= 0 || live_sections(t);
}

static int check_enable(const struct reference *ref, int device, int task,
			bool remote, uint64_t mode)
{
	if (ref->device[device].state != REF_INIT)
		return -EINVAL;
	if (is_taken(ref, task, remote))
		return -EBUSY;
	return mode > 1 ? -EINVAL : 0;
}

int ref_enable(struct reference *ref, int device, int task, uint64_t mode)
{
	struct ref_device *d = &ref->device[device];
	int err = check_enable(ref, device, task, false, mode);

	if (err)
		return err;
	d->state = REF_LOCAL;
	d->owner = task;
	d->trace.cmp = d->cmp = mode == 1;
	ref->task[task].device = device;
	return 0;
}

static int session_of(const struct reference *ref, uint64_t handle)
{
	int i, h;

	for (i = 0; i < ref->sessions; i++)
		for (h = 0; h < ref->session[i].handles; h++)
			if (!ref->session[i].over &&
			    ref->session[i].handle[h] == handle)
				return i;
	return -1;
}

static bool is_usb(uint64_t handle)
{
	return handle >> 32 == 1u << 24;
}

static int add_handle(struct reference *ref, struct ref_session *s,
		      uint64_t handle)
{
	int h;

	for (h = 0; h < s->handles; h++)
		if (s->handle[h] == handle)
			return -EEXIST;
	if (session_of(ref, handle) >= 0)
		return -EEXIST;
	s->handle[s->handles++] = handle;
	return 0;
}

static int add_handles(struct reference *ref, struct ref_session *s,
		       const struct ref_remote *arg)
{
	unsigned int i;
	int err;

	for (i = 0; i < arg->num; i++) {
		if (!is_usb(arg->handle[i]))
			return -EINVAL;
		err = add_handle(ref, s, arg->handle[i]);
		if (err)
			return err;
	}
	if (!arg->common)
		return 0;
	/* Subsystem 0, reserved bits 0, an instance that is not 0. */
	return arg->common >> 32 ? -EINVAL : add_handle(ref, s, arg->common);
}

int ref_remote_enable(struct reference *ref, int device, int task,
		      const struct ref_remote *arg)
{
	struct ref_device *d = &ref->device[device];
	struct ref_session s = { .device = device,
				 .cmp = arg->mode == 1,
				 .area_words = (int)arg->area_words };
	int err = check_enable(ref, device, task, true, arg->mode);

	if (err)
		return err;
	if (arg->area_words < 2 || arg->area_words > REF_MAX_AREA)
		return -EINVAL;
	err = add_handles(ref, &s, arg);
	if (err)
		return err;
	d->state = REF_REMOTE;
	d->owner = task;
	d->trace.cmp = d->cmp = s.cmp;
	d->session = ref->sessions;
	ref->session[ref->sessions++] = s;
	ref->task[task].remote = device;
	if (arg->common)
		ref->task[task].common = arg->common;
	return 0;
}

/* L-D2: an inherited common handle goes with a remote session only. */
static void unbind(struct reference *ref, int task, bool remote)
{
	struct ref_task *t = &ref->task[task];
	int *place = remote ? &t->remote : &t->device;
	int device = *place;
	struct ref_device *d = &ref->device[device];

	if (d->session >= 0)
		ref->session[d->session].over = true;
	d->session = -1;
	d->state = REF_INIT;
	d->owner = -1;
	*place = -1;
	if (remote || ref->one_session)
		t->common = 0;
	maybe_free(ref, device, true);
}

int ref_disable(struct reference *ref, int device, int task, uint64_t arg)
{
	const struct ref_task *t = &ref->task[task];

	if (arg || (t->device != device && t->remote != device))
		return -EINVAL;
	unbind(ref, task, t->remote == device);
	return 0;
}

static void close_frame(struct reference *ref, int task, bool irq,
			bool deliver);

/* L-T3, and sections that were left open deliver nothing. */
void ref_exit(struct reference *ref, int task)
{
	struct ref_task *t = &ref->task[task];

	while (t->depth[0])
		close_frame(ref, task, false, false);
	if (t->device >= 0)
		unbind(ref, task, false);
	if (t->remote >= 0)
		unbind(ref, task, true);
}

void ref_create(struct reference *ref, int task, int creator)
{
	struct ref_task *t = &ref->task[task];
	uint64_t common = ref->task[creator].common;

	memset(t, 0, sizeof(*t));
	t->device = t->remote = -1;
	t->common = common;
}

static bool may_start(const struct reference *ref, const struct ref_task *t,
		      bool irq, int session)
{
	if (session < 0 || t->depth[irq] >= REF_LIVE_DEPTH)
		return false;
	if (live_sections(t) >= REF_NESTING)
		return false;
	return !irq || ref->irq_areas;
}

void ref_section_start(struct reference *ref, int task, bool irq,
		       uint64_t handle)
{
	struct ref_task *t = &ref->task[task];
	struct ref_frame *f = &t->frame[irq][t->depth[irq]];
	int session = session_of(ref, handle);

	if (t->depth[irq] < REF_MAX_FRAMES)
		f->session = -1;
	if (may_start(ref, t, irq, session)) {
		struct ref_session *s = &ref->session[session];

		f->session = session;
		s->running++;
		ref->irq_areas -= irq;
		empty(&f->trace, irq ? REF_IRQ_WORDS : s->area_words, s->cmp);
	}
	t->depth[irq]++;
}

/* L-X3, L-X4: whole records, as many as fit, if the session still lasts. */
static void append(struct ref_trace *to, const struct ref_trace *from)
{
	uint64_t stride = to->cmp ? 4 : 1;
	uint64_t i;

	if (to->count > capacity(to))
		return;
	for (i = 0; i < from->count && to->count < capacity(to); i++) {
		memcpy(&to->word[to->count * stride], &from->word[i * stride],
		       stride * sizeof(uint64_t));
		to->count++;
	}
}

static void close_frame(struct reference *ref, int task, bool irq, bool deliver)
{
	struct ref_task *t = &ref->task[task];
	struct ref_frame *f;
	struct ref_session *s;

	if (!t->depth[irq])
		return;
	t->depth[irq]--;
	if (t->depth[irq] >= REF_MAX_FRAMES)
		return;
	f = &t->frame[irq][t->depth[irq]];
	if (f->session < 0)
		return;
	s = &ref->session[f->session];
	if (deliver && !s->over)
		append(&ref->device[s->device].trace, &f->trace);
	f->session = -1;
	ref->irq_areas += irq;
	s->running--;
	maybe_free(ref, s->device, true);
}

void ref_section_stop(struct reference *ref, int task, bool irq)
{
	close_frame(ref, task, irq, true);
}

/* Where the task records just now: the innermost section, or its own device. */
static struct ref_trace *sink(struct reference *ref, int task, bool irq)
{
	struct ref_task *t = &ref->task[task];
	int i;

	for (i = t->depth[irq] - 1; i >= 0; i--)
		if (i < REF_MAX_FRAMES && t->frame[irq][i].session >= 0)
			return &t->frame[irq][i].trace;
	if (irq || t->device < 0)
		return NULL;
	return &ref->device[t->device].trace;
}

void ref_pc(struct reference *ref, int task, bool irq, uint64_t pc)
{
	struct ref_trace *trace = sink(ref, task, irq);

	if (trace && !trace->cmp && trace->count < capacity(trace))
		trace->word[trace->count++] = pc;
}

void ref_cmp(struct reference *ref, int task, bool irq, uint64_t type,
	     uint64_t a, uint64_t b, uint64_t pc)
{
	struct ref_trace *trace = sink(ref, task, irq);
	uint64_t *record;

	if (!trace || !trace->cmp || trace->count >= capacity(trace))
		return;
	record = &trace->word[4 * trace->count++];
	record[0] = type;
	record[1] = a;
	record[2] = b;
	record[3] = pc;
}

/* L-P5: what a client stores counts at once. */
void ref_store_count(struct reference *ref, int device, uint64_t count)
{
	if (ref->device[device].state != REF_NEW)
		ref->device[device].trace.count = count;
}

bool ref_is_used(const struct reference *ref, int device)
{
	int i;

	for (i = 0; i < REF_TASKS; i++)
		if (ref->task[i].device == device ||
		    ref->task[i].remote == device)
			return true;
	for (i = 0; i < ref->sessions; i++)
		if (ref->session[i].device == device && ref->session[i].running)
			return true;
	return false;
}
