// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Names of files; see naming.h. Called by identity.c and symbols.c. */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/naming.h"

void naming_identity(const struct naming_file *file, struct text *out)
{
	if (*file->full != '/')
		text_printf(out, "%s\n%s\n", file->build_id, file->image);
	text_add(out, file->full);
}

void naming_label(const struct naming_file *file, enum label label,
		  struct text *out)
{
	const char *slash = strrchr(file->image, '/');

	switch (label) {
	case LABEL_SHORT:
		text_add(out, file->path);
		return;
	case LABEL_IMAGE:
		text_printf(out, "%s:", slash ? slash + 1 : file->image);
		break;
	case LABEL_IMAGE_PATH:
		text_printf(out, "%s:", file->image);
		break;
	case LABEL_IMAGE_BUILD:
		text_printf(out, "%s:%s:", file->build_id, file->image);
		break;
	case LABEL_FULL:
	case LABELS:
		break;
	}
	text_add(out, file->full);
}

/* The first candidate that no other file has. */
static uint32_t choose(struct naming *naming, const struct naming_file *file,
		       uint32_t identity)
{
	uint32_t number = NONE, *owner;
	struct text label = { 0 };
	int i;

	for (i = 0; i < LABELS; i++) {
		text_cut(&label, 0);
		naming_label(file, i, &label);
		number = strings_number(&naming->strings, label.at);
		owner = table_value(&naming->taken, number);
		if (*owner == NONE || *owner == identity) {
			*owner = identity;
			break;
		}
	}
	array_push(&naming->labels, label.at);
	return (uint32_t)naming->labels.count - 1;
}

const char *naming_path(struct naming *naming, const struct naming_file *file)
{
	uint32_t *known = table_find(&naming->known, (uintptr_t)file->full);
	struct text identity = { 0 };
	uint32_t number, label, *slot;

	if (known)
		return naming->labels.at[*known];
	naming_identity(file, &identity);
	number = strings_number(&naming->strings, identity.at);
	text_free(&identity);
	slot = table_find(&naming->files, number);
	label = slot ? *slot : choose(naming, file, number);
	*table_value(&naming->files, number) = label;
	*table_value(&naming->known, (uintptr_t)file->full) = label;
	return naming->labels.at[label];
}

void naming_free(struct naming *naming)
{
	size_t i;

	for (i = 0; i < naming->labels.count; i++)
		free(naming->labels.at[i]);
	free(naming->labels.at);
	table_free(&naming->known);
	table_free(&naming->files);
	table_free(&naming->taken);
	strings_free(&naming->strings);
	memset(naming, 0, sizeof(*naming));
}
