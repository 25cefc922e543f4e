// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Prints what a vhost worker does on our behalf: we are a virtual machine that
 * asks the host for a connection to a port on which nobody listens, and is
 * refused. The worker reads our request and writes the answer.
 */
#include <sys/eventfd.h>

#include <linux/vhost.h>
#include <linux/virtio_ring.h>
#include <linux/virtio_vsock.h>
#include <linux/vm_sockets.h>

#include "remote-client.h"

enum {
	COMMON_HANDLE = 0x42,
	GUEST_CID = 42,
	RING_SIZE = 2,
	FROM_HOST = 0,
	TO_HOST = 1,
	RINGS = 2,
};

/* All memory of the virtual machine. */
static struct memory {
	struct ring {
		struct vring_desc descriptors[RING_SIZE]
			__attribute__((aligned(4096)));
		struct vring_avail available;
		__u16 available_ring[RING_SIZE + 1];
		struct vring_used used __attribute__((aligned(4096)));
		struct vring_used_elem used_ring[RING_SIZE];
	} rings[RINGS];
	struct virtio_vsock_hdr packets[RINGS];
} memory __attribute__((aligned(4096)));

static void call(int fd, unsigned long request, void *argument,
		 const char *name)
{
	if (ioctl(fd, request, argument))
		die(name);
}
#define CALL(fd, request, argument) call(fd, request, argument, #request)

/* Addresses inside the machine are ours. */
static void tell_memory(int vhost)
{
	struct {
		struct vhost_memory head;
		struct vhost_memory_region region;
	} table = {
		.head.nregions = 1,
		.region = {
			.guest_phys_addr = (__u64)&memory,
			.userspace_addr = (__u64)&memory,
			.memory_size = sizeof(memory),
		},
	};

	CALL(vhost, VHOST_SET_MEM_TABLE, &table);
}

/* One buffer, one packet; returns the descriptor to kick. */
static int make_ring(int vhost, unsigned int index)
{
	struct ring *ring = &memory.rings[index];
	struct vhost_vring_state size = { index, RING_SIZE },
				 base = { index, 0 };
	struct vhost_vring_addr address = {
		.index = index,
		.desc_user_addr = (__u64)ring->descriptors,
		.avail_user_addr = (__u64)&ring->available,
		.used_user_addr = (__u64)&ring->used,
	};
	struct vhost_vring_file kick = { index, eventfd(0, 0) };

	ring->descriptors[0] = (struct vring_desc){
		.addr = (__u64)&memory.packets[index],
		.len = sizeof(memory.packets[index]),
		.flags = index == FROM_HOST ? VRING_DESC_F_WRITE : 0,
	};
	ring->available.idx = 1;
	CALL(vhost, VHOST_SET_VRING_NUM, &size);
	CALL(vhost, VHOST_SET_VRING_BASE, &base);
	CALL(vhost, VHOST_SET_VRING_ADDR, &address);
	CALL(vhost, VHOST_SET_VRING_KICK, &kick);
	return kick.fd;
}

static void wait_until_used(unsigned int index)
{
	const __u16 *used = &memory.rings[index].used.idx;

	while (__atomic_load_n(used, __ATOMIC_ACQUIRE) != 1)
		poll(NULL, 0, 1);
}

static void ask_for_a_connection(void)
{
	memory.packets[TO_HOST] = (struct virtio_vsock_hdr){
		.src_cid = GUEST_CID,
		.dst_cid = VMADDR_CID_HOST,
		.src_port = 1000,
		.dst_port = 2000,
		.type = VIRTIO_VSOCK_TYPE_STREAM,
		.op = VIRTIO_VSOCK_OP_REQUEST,
	};
}

int main(void)
{
	struct client c = client_open();
	int vhost = open("/dev/vhost-vsock", O_RDWR);
	__u64 features = 1ull << 32; /* VIRTIO_F_VERSION_1 */
	__u64 cid = GUEST_CID;
	__u64 one = 1;
	int run = 1;
	int kick;

	if (vhost < 0)
		die("/dev/vhost-vsock");
	if (client_enable(&c, 0, COMMON_HANDLE))
		die("KCOV_REMOTE_ENABLE");
	CALL(vhost, VHOST_SET_OWNER, NULL); /* makes the worker */
	CALL(vhost, VHOST_SET_FEATURES, &features);
	CALL(vhost, VHOST_VSOCK_SET_GUEST_CID, &cid);
	tell_memory(vhost);
	ask_for_a_connection();
	make_ring(vhost, FROM_HOST);
	kick = make_ring(vhost, TO_HOST);
	CALL(vhost, VHOST_VSOCK_SET_RUNNING, &run);
	if (write(kick, &one, sizeof(one)) != sizeof(one))
		die("kick");
	wait_until_used(TO_HOST);
	wait_until_used(FROM_HOST);
	if (memory.packets[FROM_HOST].op != VIRTIO_VSOCK_OP_RST) {
		fprintf(stderr, "the connection was not refused\n");
		return 1;
	}
	return client_print_and_finish(&c);
}
