// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Targets of the network: bpf-filter attaches the input as a classic filter and
 * sends a packet through it; netlink sends the input as one message; tun
 * delivers it as packets that arrive from a wire. What a message configures
 * lasts until the guest ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "tool/agent/agent.h"

static const char *no_argument(const char *argument)
{
	return *argument ? "this target takes no argument" : NULL;
}

static void run_filter(const uint8_t *input, size_t bytes)
{
	enum { MOST = 128 };
	static char packet[256];
	struct sock_filter code[MOST];
	struct sock_fprog program = { .filter = code };
	int ends[2];

	program.len = (unsigned short)(bytes / sizeof(*code));
	if (bytes / sizeof(*code) > MOST)
		program.len = MOST;
	memcpy(code, input, program.len * sizeof(*code));
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends))
		return;
	if (!setsockopt(ends[0], SOL_SOCKET, SO_ATTACH_FILTER, &program,
			sizeof(program)) &&
	    send(ends[1], packet, sizeof(packet), 0) > 0 &&
	    recv(ends[0], packet, sizeof(packet), 0) < 0)
		errno = 0;
	close(ends[0]);
	close(ends[1]);
}

const struct target filter_target = {
	.name = "bpf-filter",
	.prepare = no_argument,
	.run = run_filter,
};

/* Of netlink: NETLINK_SMC is the last one. */
enum { PROTOCOLS = 23 };

/* The first byte chooses the protocol, the rest is the message. */
static void run_netlink(const uint8_t *input, size_t bytes)
{
	static uint8_t message[8192] __attribute__((aligned(8)));
	struct nlmsghdr *header = (struct nlmsghdr *)message;
	int protocol = bytes ? input[0] % PROTOCOLS : 0, fd, i;

	if (bytes < 1 + sizeof(*header))
		return;
	bytes = bytes - 1 < sizeof(message) ? bytes - 1 : sizeof(message);
	memcpy(message, input + 1, bytes);
	header->nlmsg_len = (uint32_t)bytes;
	header->nlmsg_flags |= NLM_F_REQUEST;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, protocol);
	if (fd < 0)
		return;
	if (send(fd, message, bytes, 0) > 0)
		for (i = 0; i < 16 && recv(fd, message, sizeof(message), 0) > 0;
		     i++)
			;
	close(fd);
}

const struct target netlink_target = {
	.name = "netlink",
	.prepare = no_argument,
	.run = run_netlink,
};

static int wire = -1;

static const char *prepare_tun(const char *argument)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI,
				 .ifr_name = "kcov0" };
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(0x0a000001) };
	int control = socket(AF_INET, SOCK_DGRAM, 0);

	if (*argument)
		return no_argument(argument);
	wire = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (wire < 0 || ioctl(wire, TUNSETIFF, &request))
		return failed("no interface (CONFIG_TUN=y)");
	memcpy(&request.ifr_addr, &address, sizeof(address));
	if (ioctl(control, SIOCSIFADDR, &request))
		return failed("SIOCSIFADDR");
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(control, SIOCSIFFLAGS, &request))
		return failed("SIOCSIFFLAGS");
	close(control);
	return NULL;
}

/* Packets, each behind its length in two bytes, low one first. */
static void run_tun(const uint8_t *input, size_t bytes)
{
	static uint8_t answer[2048];
	size_t at = 0, length, n;

	for (n = 0; n < 16 && at + 2 < bytes; n++, at += 2 + length) {
		length = input[at] | (size_t)input[at + 1] << 8;
		if (length > bytes - at - 2)
			length = bytes - at - 2;
		if (write(wire, input + at + 2, length) < 0)
			errno = 0;
	}
	for (n = 0; n < 16 && read(wire, answer, sizeof(answer)) > 0; n++)
		;
}

const struct target tun_target = {
	.name = "tun",
	.prepare = prepare_tun,
	.run = run_tun,
};
