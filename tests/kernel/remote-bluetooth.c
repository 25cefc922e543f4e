// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Prints what the Bluetooth receive worker does with packets of ours: we are a
 * controller that answers the host's first command, RESET, reports the end of
 * an inquiry, and does not know the second command. Each packet carries the
 * handle of the task that wrote it.
 */
#include "remote-client.h"

enum {
	COMMON_HANDLE = 0x42,
	COMMAND = 1,
	EVENT = 4,
	VENDOR = 0xff,
	COMMAND_COMPLETE = 0x0e,
	INQUIRY_COMPLETE = 0x01,
	RESET = 0x0c03,
	UNKNOWN_COMMAND = 1,
};

static void put(int fd, const unsigned char *packet, size_t length)
{
	if (write(fd, packet, length) != (ssize_t)length)
		die("/dev/vhci");
}

static void create_controller(int fd)
{
	static const unsigned char packet[] = { VENDOR, 0 };

	put(fd, packet, sizeof(packet));
}

/* The next command: its number. Everything else is not for us. */
static unsigned int read_command(int fd)
{
	unsigned char packet[300];

	do {
		if (read(fd, packet, sizeof(packet)) < 3)
			die("/dev/vhci");
	} while (packet[0] != COMMAND);
	return packet[1] | packet[2] << 8;
}

static void answer(int fd, unsigned int command, unsigned char status)
{
	unsigned char packet[] = {
		/* four bytes follow; one more command may come */
		EVENT, COMMAND_COMPLETE, 4, 1, command, command >> 8, status,
	};

	put(fd, packet, sizeof(packet));
}

static void report_inquiry(int fd)
{
	static const unsigned char packet[] = { EVENT, INQUIRY_COMPLETE, 1, 0 };

	put(fd, packet, sizeof(packet));
}

int main(void)
{
	struct client c = client_open();
	int fd = open("/dev/vhci", O_RDWR);

	if (fd < 0)
		die("/dev/vhci");
	create_controller(fd);
	if (read_command(fd) != RESET) {
		fprintf(stderr, "the first command is not RESET\n");
		return 1;
	}
	if (client_enable(&c, 0, COMMON_HANDLE))
		die("KCOV_REMOTE_ENABLE");
	answer(fd, RESET, 0);
	report_inquiry(fd);
	/* Ends the set-up, which would wait for two seconds more. */
	answer(fd, read_command(fd), UNKNOWN_COMMAND);
	return client_print_and_finish(&c);
}
