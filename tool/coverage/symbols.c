// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From a PC to functions, files and lines, for the images of one recording.
 * Called by everything that prints places. An index is looked for when the
 * first PC of its image is asked for, once; what has none is "?".
 */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/symbols.h"

void symbols_open(struct symbols *symbols, const struct recording *recording,
		  const struct search *search)
{
	size_t count = recording->images.count;

	symbols->recording = recording;
	symbols->search = search;
	symbols->naming = (struct naming){ 0 };
	symbols->indexes = must_alloc(NULL, count, sizeof(*symbols->indexes));
	symbols->asked = must_alloc(NULL, count, sizeof(*symbols->asked));
	memset(symbols->indexes, 0, count * sizeof(*symbols->indexes));
	memset(symbols->asked, 0, count * sizeof(*symbols->asked));
}

void symbols_close(struct symbols *symbols)
{
	size_t i;

	for (i = 0; i < symbols->recording->images.count; i++)
		index_free(symbols->indexes[i]);
	free(symbols->indexes);
	free(symbols->asked);
	naming_free(&symbols->naming);
}

struct index *symbols_index(struct symbols *symbols,
			    const struct image_entry *image)
{
	size_t i = (size_t)(image - symbols->recording->images.at);

	if (!symbols->asked[i]) {
		symbols->asked[i] = true;
		symbols->indexes[i] = index_find(symbols->search,
						 image->build_id, image->path);
	}
	return symbols->indexes[i];
}

/* Two files of two images never have one name. */
static void name_files(struct symbols *symbols, const struct image_entry *image,
		       struct place *chain, size_t steps)
{
	size_t i;

	for (i = 0; i < steps; i++) {
		struct naming_file file = { chain[i].file, chain[i].full,
					    image->path, image->build_id };

		if (file.path)
			chain[i].file = naming_path(&symbols->naming, &file);
	}
}

size_t symbols_chain(struct symbols *symbols, uint64_t pc, struct place *chain,
		     size_t room, const struct image_entry **image)
{
	const struct index *index;

	*image = recording_image(symbols->recording, pc);
	index = *image ? symbols_index(symbols, *image) : NULL;
	if (index) {
		size_t steps =
			index_chain(index, pc - (*image)->bias, chain, room);

		name_files(symbols, *image, chain, steps);
		return steps;
	}
	chain[0] = (struct place){ .function = "?", .frame = NONE };
	return 1;
}

void json_place(struct json *json, const struct place *place)
{
	json_open(json, NULL, '{');
	json_string(json, "function", place->function);
	if (place->file) {
		json_string(json, "file", place->file);
		json_number(json, "line", place->line);
	}
	json_bool(json, "inlined", place->inlined);
	json_close(json, '}');
}
