// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Prints what mac80211 does with frames of ours in soft interrupts: we are the
 * air of mac80211_hwsim. A frame that we send over netlink is a socket buffer
 * with our handle, and is received by a tasklet.
 */
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/nl80211.h>
#include <sys/socket.h>

#include "remote-client.h"

enum {
	COMMON_HANDLE = 0x42,
	FREQUENCY = 2412,
	FRAMES = 10,
	/* mac80211_hwsim.h of the kernel is no client header. */
	HWSIM_CMD_REGISTER = 1,
	HWSIM_CMD_FRAME = 2,
	HWSIM_ATTR_ADDR_RECEIVER = 1,
	HWSIM_ATTR_FRAME = 3,
	HWSIM_ATTR_RX_RATE = 5,
	HWSIM_ATTR_SIGNAL = 6,
};

/* The second address of the first radio names it to the air. */
static const unsigned char radio[6] = { 0x42, 0, 0, 0, 0, 0 };

static struct message {
	struct nlmsghdr head;
	struct genlmsghdr generic;
	char attributes[400];
} message;

static void begin(unsigned int family, unsigned int command)
{
	memset(&message, 0, sizeof(message));
	message.head.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	message.head.nlmsg_type = family;
	message.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	message.generic.cmd = command;
	message.generic.version = 1;
}

static void add(unsigned int type, const void *data, unsigned int length)
{
	struct nlattr *attribute =
		(void *)((char *)&message + message.head.nlmsg_len);

	attribute->nla_type = type;
	attribute->nla_len = NLA_HDRLEN + length;
	memcpy((char *)attribute + NLA_HDRLEN, data, length);
	message.head.nlmsg_len += NLA_ALIGN(attribute->nla_len);
}

static void add_u32(unsigned int type, __u32 value)
{
	add(type, &value, sizeof(value));
}

/* Sends the message and returns errno; what else arrives is not for us. */
static int ask(int fd)
{
	char answer[8192] __attribute__((aligned(8)));
	struct nlmsghdr *head = (void *)answer;
	struct nlmsgerr *error = NLMSG_DATA(head);

	if (send(fd, &message, message.head.nlmsg_len, 0) < 0)
		die("netlink");
	do {
		if (recv(fd, answer, sizeof(answer), 0) < 0)
			die("netlink");
	} while (head->nlmsg_type != NLMSG_ERROR);
	return -error->error;
}

static void must(int fd, const char *what)
{
	errno = ask(fd);
	if (errno)
		die(what);
}

/* The number of a family of generic netlink; it comes before any answer. */
static unsigned int family(int fd, const char *name)
{
	char answer[8192] __attribute__((aligned(8)));
	struct nlmsghdr *head = (void *)answer;
	struct nlattr *attribute =
		(void *)(answer + NLMSG_HDRLEN + GENL_HDRLEN);

	begin(GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	message.head.nlmsg_flags = NLM_F_REQUEST;
	add(CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	if (send(fd, &message, message.head.nlmsg_len, 0) < 0 ||
	    recv(fd, answer, sizeof(answer), 0) < 0 ||
	    head->nlmsg_type == NLMSG_ERROR)
		die(name);
	while (attribute->nla_type != CTRL_ATTR_FAMILY_ID)
		attribute = (void *)((char *)attribute +
				     NLA_ALIGN(attribute->nla_len));
	return *(__u16 *)((char *)attribute + NLA_HDRLEN);
}

/* A member of a network without a base, with its own radio on one channel. */
static void join(int fd, unsigned int nl80211)
{
	static const unsigned char bssid[6] = { 0x50, 0x50, 0x50,
						0x50, 0x50, 0x50 };
	struct ifreq request = { .ifr_name = "wlan0" };
	unsigned int index;
	int inet = socket(AF_INET, SOCK_DGRAM, 0);

	if (inet < 0 || ioctl(inet, SIOCGIFINDEX, &request))
		die("wlan0");
	index = request.ifr_ifindex;
	request.ifr_flags = 0;
	ioctl(inet, SIOCSIFFLAGS, &request);
	begin(nl80211, NL80211_CMD_SET_INTERFACE);
	add_u32(NL80211_ATTR_IFINDEX, index);
	add_u32(NL80211_ATTR_IFTYPE, NL80211_IFTYPE_ADHOC);
	must(fd, "NL80211_CMD_SET_INTERFACE");
	request.ifr_flags = IFF_UP;
	if (ioctl(inet, SIOCSIFFLAGS, &request))
		die("SIOCSIFFLAGS");
	begin(nl80211, NL80211_CMD_JOIN_IBSS);
	add_u32(NL80211_ATTR_IFINDEX, index);
	add(NL80211_ATTR_SSID, "kcov", 4);
	add_u32(NL80211_ATTR_WIPHY_FREQ, FREQUENCY);
	add(NL80211_ATTR_FREQ_FIXED, NULL, 0);
	add(NL80211_ATTR_MAC, bssid, sizeof(bssid));
	must(fd, "NL80211_CMD_JOIN_IBSS");
}

/* A beacon of somebody else's network. */
static int send_beacon(int fd, unsigned int hwsim)
{
	/* clang-format off */
	static const unsigned char beacon[] = {
		0x80, 0, 0, 0, /* beacon */
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* to everybody */
		0x02, 9, 9, 9, 9, 9, /* from */
		0x02, 9, 9, 9, 9, 9, /* network */
		0, 0, /* sequence */
		0, 0, 0, 0, 0, 0, 0, 0, /* time */
		100, 0, 2, 0, /* interval, ad hoc */
		0, 5, 'o', 't', 'h', 'e', 'r', /* name */
		1, 4, 0x82, 0x84, 0x8b, 0x96, /* rates */
		3, 1, 1, /* channel */
	};
	/* clang-format on */

	begin(hwsim, HWSIM_CMD_FRAME);
	add(HWSIM_ATTR_ADDR_RECEIVER, radio, sizeof(radio));
	add(HWSIM_ATTR_FRAME, beacon, sizeof(beacon));
	add_u32(HWSIM_ATTR_RX_RATE, 0);
	add_u32(HWSIM_ATTR_SIGNAL, (__u32)-50);
	return ask(fd);
}

int main(void)
{
	struct client c = client_open();
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	unsigned int hwsim, i;

	if (fd < 0)
		die("netlink");
	hwsim = family(fd, "MAC80211_HWSIM");
	begin(hwsim, HWSIM_CMD_REGISTER);
	must(fd, "HWSIM_CMD_REGISTER");
	join(fd, family(fd, "nl80211"));
	if (client_enable(&c, 0, COMMON_HANDLE))
		die("KCOV_REMOTE_ENABLE");
	/* Not heard before the radio is on its channel. */
	while (send_beacon(fd, hwsim))
		poll(NULL, 0, 10);
	for (i = 1; i < FRAMES; i++)
		send_beacon(fd, hwsim);
	return client_print_and_finish(&c);
}
