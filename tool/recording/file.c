// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/output.h"
#include "tool/recording/recording.h"

static bool read_all(int fd, struct text *bytes)
{
	char buffer[1 << 16];
	ssize_t done;

	while ((done = read(fd, buffer, sizeof(buffer))) > 0)
		text_add_bytes(bytes, buffer, (size_t)done);
	return !done;
}

static bool slurp(const char *path, struct text *bytes)
{
	bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && read_all(fd, bytes);

	if (!good)
		error("cannot read %s: %s%s", path, strerror(errno),
		      errno == ENOENT ? "; kcovctl record makes recordings" :
					"");
	if (fd >= 0 && !is_stdin)
		close(fd);
	return good;
}

bool recording_read(struct recording *recording, const char *path)
{
	struct text bytes = { 0 }, why = { 0 };
	bool good = slurp(path, &bytes);

	if (good && !recording_parse(recording, bytes.at, bytes.length, &why)) {
		error("cannot use %s: %s; record it again", path, why.at);
		good = false;
	} else if (good && !recording->complete) {
		warn("%s is damaged: %s; going on with what is before "
		     "(%" PRIu64 " PCs)",
		     path, why.at, recording_pcs(recording));
	}
	text_free(&bytes);
	text_free(&why);
	return good;
}

bool recording_save(const struct recording *recording, const char *path)
{
	struct text bytes = { 0 };
	bool good;

	recording_write(recording, &bytes);
	good = output_file(path, bytes.at, bytes.length);
	text_free(&bytes);
	return good;
}
