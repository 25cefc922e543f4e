/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the addresses of one ELF image mean: made once from its symbols, its
 * DWARF and its code, then kept in the cache under its build id and mapped, and
 * used as long as the file is the same.
 * Everything is sorted by address; addresses are those of the file (without
 * load bias), stored as offsets from `base`. Read-only once made: any thread.
 *
 * A cached file is only believed as far as it is checked: whoever follows a
 * number in it goes through the functions below.
 */
#ifndef KCOV_TOOL_INDEX_H
#define KCOV_TOOL_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONE UINT32_MAX
/* The longest hash; linkers make 8 to 32, or what they are told. */
#define BUILD_ID_BYTES 64

/* A function, or one inlined copy of it. */
struct index_frame {
	uint32_t name;	    /* string: with what it is in, as a::Shape::get */
	uint32_t file;	    /* string: where it is declared, or NONE */
	uint32_t line;	    /* the same; 0: unknown */
	uint32_t parent;    /* the frame it is inlined into, or NONE */
	uint32_t call_file; /* string: where it is called there */
	uint32_t call_line;
	uint32_t start; /* offset of its first address */
};

/* From `start` up to the next span's the innermost frame is `frame`. */
struct index_span {
	uint32_t start;
	uint32_t frame; /* NONE: no function is known */
};

/* From `start` up to the next row's the line is this one. */
struct index_row {
	uint32_t start;
	uint32_t file; /* NONE: no line is known */
	uint32_t line; /* 0: unknown, as the compiler could name none */
};

/* An instrumented place: where the call of the callback returns to. */
struct index_point {
	uint32_t offset;
	uint32_t file;
	uint32_t line;
	uint32_t frame;
};

struct index_section {
	uint64_t offset; /* bytes from the start of the header */
	uint64_t count;	 /* entries */
};

enum index_flags {
	HAS_LINES = 1,
	HAS_POINTS = 2,	   /* all of them: the points are the 100 % */
	HAS_CODE = 4,	   /* it is not a debug file, which has only headers */
	IS_PACKED = 8,	   /* some of it is compressed as we cannot read it */
	LACKS_COMMON = 16, /* what dwz moved to another file was not found */
	HAS_STRANGE_CALLS = 32, /* not HAS_POINTS: of those it cannot be read */
	IS_DAMAGED = 64, /* some of its debug information cannot be read */
};

/* The file an index was made of, by what changes when the file does. */
struct index_file {
	uint64_t bytes;
	uint64_t device;
	uint64_t inode;
	int64_t written; /* ns since 1970 */
	int64_t changed; /* ns since 1970: owner, name or content */
	uint64_t hash;	 /* of the content */
};

struct index_header {
	char magic[8];
	uint32_t version;
	uint32_t flags;
	uint64_t bytes; /* of the whole */
	uint64_t base;	/* lowest address of code */
	uint64_t end;	/* behind the highest one */
	uint8_t build_id[BUILD_ID_BYTES];
	uint32_t build_id_bytes;
	uint32_t root;	  /* string: the folder it was compiled in, with '/' */
	uint32_t missing; /* units whose .dwo file was not found */
	uint64_t load;	  /* lowest address of anything that is loaded */
	uint32_t machine; /* e_machine */
	uint32_t back;	  /* how far before a recorded address its call is */
	struct index_file file;
	struct index_section strings, frames, spans, rows, points;
};

struct index {
	const struct index_header *header;
	const char *strings;
	const struct index_frame *frames;
	const struct index_span *spans;
	const struct index_row *rows;
	const struct index_point *points;
	size_t points_count;
	bool mapped; /* from the cache, else from the heap */
};

/* One step of an inline chain, innermost first. */
struct place {
	const char *function; /* with what it is in; "?" if unknown */
	const char *file;     /* as people want it; NULL if unknown */
	const char *brief;    /* the same, where another file may have it too */
	const char *full;     /* as the compiler saw it */
	uint32_t line;	      /* 0: unknown, though the file may be known */
	uint32_t frame;	      /* NONE if unknown */
	bool inlined;	      /* into the next step */
};

/*
 * The index of an image file, from the cache or made now; NULL after an error
 * was reported. index_free() gives it back.
 */
struct index *index_of_file(const char *path);
/* The same with a debug file of it, which is taken before any other; or NULL. */
struct index *index_of_files(const char *path, const char *debug_file);
void index_free(struct index *index);
/* One line if the index lacks what the file would have had, and how to get it. */
void index_warn(const struct index *index, const char *path);

/* "" for a number that names no string. */
const char *index_string(const struct index *index, uint32_t string);
/* A path as people want it: without the folder everything was compiled in. */
const char *index_path(const struct index *index, uint32_t string);
const struct index_frame *index_frame(const struct index *index,
				      uint32_t frame);

/*
 * The inline chain of the call that ends before `address`, as recorded PCs are
 * return addresses: at most `room` steps, at least one.
 */
size_t index_chain(const struct index *index, uint64_t address,
		   struct place *chain, size_t room);
/* The line of that code, if it is known. */
void index_line(const struct index *index, uint64_t address, uint32_t *file,
		uint32_t *line);
/* The point with this address, NULL if none. */
const struct index_point *index_point(const struct index *index,
				      uint64_t address);
uint64_t index_address(const struct index *index,
		       const struct index_point *point);

/* "a1b2..."; text has room for 2 * BUILD_ID_BYTES + 1. */
void build_id_text(const uint8_t *id, uint32_t bytes, char *text);

#endif /* KCOV_TOOL_INDEX_H */
