// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which modules there were when. Called by session.c around a command that the
 * kernel records. Between two looks nobody knows when something happened: what
 * is new has no record before the last look, what is gone none behind this one.
 * If a module was announced that is not there, it came and went in between,
 * perhaps at the place of one of these: then what is new begins now, and what
 * is gone ended at the last look, and the records in between are nobody's.
 */
#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tool/collect/loaded.h"
#include "tool/collect/modules.h"

static void add_line(struct modules *modules, char sign, uint64_t count,
		     const struct image_entry *image)
{
	text_printf(&modules->log,
		    "%c%" PRIu64 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
		    " %s %s\n",
		    sign, count, image->start, image->end, image->bias,
		    image->build_id, image->path);
}

void modules_log(struct modules *modules, const struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->images.count; i++)
		add_line(modules, '+', 0, &recording->images.at[i]);
}

void modules_begin(struct modules *modules, const struct recording *recording)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK,
				       .nl_groups = 1 };

	*modules = (struct modules){ 0 };
	modules_log(modules, recording);
	modules_read(&modules->now);
	modules->events = socket(AF_NETLINK,
				 SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
				 NETLINK_KOBJECT_UEVENT);
	if (modules->events >= 0 &&
	    bind(modules->events, (void *)&address, sizeof(address))) {
		close(modules->events);
		modules->events = -1;
	}
}

static const struct image_entry *find(const module_array *modules,
				      const struct image_entry *wanted)
{
	size_t i;

	for (i = 0; i < modules->count; i++)
		if (modules->at[i].start == wanted->start &&
		    !strcmp(modules->at[i].path, wanted->path) &&
		    !strcmp(modules->at[i].build_id, wanted->build_id))
			return &modules->at[i];
	return NULL;
}

void modules_note(struct modules *modules, module_array *found, bool unseen,
		  uint64_t records)
{
	uint64_t new = unseen ? records : modules->looked_at;
	uint64_t gone = unseen ? modules->looked_at : records;
	const struct image_entry *other;
	size_t i;

	for (i = 0; i < modules->now.count; i++) {
		const struct image_entry *old = &modules->now.at[i];

		other = find(found, old);
		/* Another one stands where we took its data for code. */
		if (other && other->end != old->end) {
			add_line(modules, '-', 0, old);
			add_line(modules, '+', 0, other);
		} else if (!other) {
			add_line(modules, '-', gone, old);
		}
		modules->changed |= !other || other->end != old->end;
	}
	for (i = 0; i < found->count; i++)
		if (!find(&modules->now, &found->at[i])) {
			add_line(modules, '+', new, &found->at[i]);
			modules->changed = true;
		}
	modules_forget(&modules->now);
	modules->now = *found;
	modules->looked_at = records;
}

/* "add@/module/NAME" of one that is not in the list. */
static bool is_missing(const char *event, const module_array *found)
{
	static const char prefix[] = "add@/module/";
	size_t i;

	if (strncmp(event, prefix, sizeof(prefix) - 1))
		return false;
	for (i = 0; i < found->count; i++)
		if (!strcmp(event + sizeof(prefix) - 1, found->at[i].path))
			return false;
	return true;
}

/* Announcements up to now; true if one is of a module that has gone since. */
static bool take_events(const struct modules *modules,
			const module_array *found)
{
	bool unseen = modules->events < 0;
	char event[8192];
	ssize_t bytes;

	while (modules->events >= 0) {
		bytes = recv(modules->events, event, sizeof(event) - 1, 0);
		if (bytes < 0 && errno == EINTR)
			continue;
		/* More than there was room for. */
		unseen |= bytes < 0 && errno == ENOBUFS;
		if (bytes <= 0)
			break;
		event[bytes] = 0;
		unseen |= is_missing(event, found);
	}
	return unseen;
}

void modules_look(struct modules *modules, uint64_t records)
{
	module_array found = { 0 };
	bool unseen;

	modules_read(&found);
	unseen = take_events(modules, &found);
	modules_note(modules, &found, unseen, records);
}

void modules_place(const struct modules *modules, struct recording *recording,
		   struct task *task)
{
	char *text;

	if (!modules->changed)
		return;
	text = must_copy(modules->log.at);
	place_by_text(recording, task, text, strlen(text));
	free(text);
}

void modules_end(struct modules *modules)
{
	modules_forget(&modules->now);
	text_free(&modules->log);
	if (modules->events >= 0)
		close(modules->events);
}
