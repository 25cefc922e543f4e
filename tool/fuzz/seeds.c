// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a campaign begins with where nobody gave seeds: messages that the kernel
 * takes, and small images, made by the tools that make file systems. Called by
 * campaign.c. A tool that is missing is named with its Debian package.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/base/output.h"
#include "tool/fuzz/seeds.h"

/* In a shell: $1 is the image to be made, $2 a folder with something in it. */
static const struct maker {
	const char *target;
	const char *tool;
	const char *package;
	const char *script;
} makers[] = {
	{ "mount:jffs2", "mkfs.jffs2", "mtd-utils",
	  "mkfs.jffs2 -l -e 8KiB -r \"$2\" -o \"$1\"" },
	{ "mount:cramfs", "mkfs.cramfs", "util-linux",
	  "mkfs.cramfs \"$2\" \"$1\"" },
	{ "mount:romfs", "genromfs", "genromfs",
	  "genromfs -d \"$2\" -f \"$1\"" },
	{ "mount:squashfs", "mksquashfs", "squashfs-tools",
	  "mksquashfs \"$2\" \"$1\" -noappend -no-progress -b 4096" },
	{ "mount:vfat", "mkfs.vfat", "dosfstools", "mkfs.vfat -C \"$1\" 64" },
	{ "mount:ext4", "mke2fs", "e2fsprogs",
	  "mke2fs -q -F -t ext4 -b 1024 -I 128 -N 16 "
	  "-O ^has_journal,^metadata_csum,^resize_inode -d \"$2\" \"$1\" 64k" },
	{ "mount:minix", "mkfs.minix", "util-linux",
	  "truncate -s 64K \"$1\" && mkfs.minix \"$1\"" },
};

static const char tree[] =
	"mkdir -p \"$2/folder\" && echo text >\"$2/folder/file\" && "
	"ln -sf folder/file \"$2/link\" && "
	"head -c 5000 /dev/zero >\"$2/zeros\"; ";

#define BYTES(text) text, sizeof(text) - 1

/* Numbers as this machine has them, which is little-endian. */
static const struct message {
	const char *target;
	const char *bytes;
	size_t count;
} messages[] = {
	/* A load, a jump and two returns. */
	{ "bpf-filter", BYTES("\x28\0\0\0\x0c\0\0\0\x15\0\0\1\0\x08\0\0"
			      "\6\0\0\0\0\0\4\0\6\0\0\0\0\0\0\0") },
	/* RTM_GETLINK, all of them; RTM_NEWADDR with an attribute. */
	{ "netlink", BYTES("\0\x20\0\0\0\x12\0\1\3\0\0\0\0\0\0\0\0"
			   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
	{ "netlink", BYTES("\0\x20\0\0\0\x14\0\5\6\0\0\0\0\0\0\0\0"
			   "\2\x18\0\0\1\0\0\0\x08\0\2\0\x0a\0\0\2") },
	/* An ICMP echo request to 10.0.0.1. */
	{ "tun", BYTES("\x1c\0\x45\0\0\x1c\0\1\0\0\x40\1\x66\xde"
		       "\x0a\0\0\2\x0a\0\0\1\x08\0\xf7\xfe\0\1\0\0") },
	{ "write:", BYTES("0123456789abcdef\n") },
	{ "cmd:", BYTES("0123456789abcdef\n") },
	{ "so:", BYTES("0123456789abcdef\n") },
};

static bool has_tool(const char *name)
{
	static const char *const folders[] = { "/usr/bin", "/usr/sbin", "/bin",
					       "/sbin", "/usr/local/bin" };
	char path[256];
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", folders[i], name);
		if (!access(path, X_OK))
			return true;
	}
	return false;
}

static bool run_script(const struct maker *maker, const char *image)
{
	char script[1024], folder[4096 + 8];
	int status = -1;
	pid_t child;

	snprintf(script, sizeof(script),
		 "PATH=$PATH:/usr/sbin:/sbin; set -e; exec >/dev/null 2>&1 "
		 "</dev/null; %s%s; rm -r \"$2\"",
		 tree, maker->script);
	snprintf(folder, sizeof(folder), "%s.tree", image);
	child = fork();
	if (!child) {
		execl("/bin/sh", "sh", "-c", script, "sh", image, folder,
		      (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && !WEXITSTATUS(status);
}

static bool make_image(const struct maker *maker, const char *folder)
{
	char image[4096];

	if (!has_tool(maker->tool)) {
		error("no %s to make a seed for %s: apt install %s, or name a "
		      "folder with --seeds",
		      maker->tool, maker->target, maker->package);
		return false;
	}
	snprintf(image, sizeof(image), "%s/image", folder);
	if (run_script(maker, image))
		return true;
	error("%s makes no seed for %s in %s: name a folder with --seeds",
	      maker->tool, maker->target, folder);
	return false;
}

static bool write_message(const struct message *message, const char *folder,
			  int number)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/message%d", folder, number);
	return output_file(path, message->bytes, message->count);
}

bool seeds_make(const char *target, const char *folder)
{
	int made = 0;
	size_t i;

	for (i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (!strcmp(makers[i].target, target))
			return make_image(&makers[i], folder);
	for (i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		const struct message *message = &messages[i];

		if (strncmp(message->target, target, strlen(message->target)))
			continue;
		if (!write_message(message, folder, made++))
			return false;
	}
	if (!made)
		error("no seed is known for %s: name a folder with --seeds",
		      target);
	return made;
}
