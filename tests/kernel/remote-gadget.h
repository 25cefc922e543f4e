/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A USB device in software that does nothing but exist, on the bus of a
 * dummy_hcd host controller, through /dev/raw-gadget.
 */
#ifndef REMOTE_GADGET_H
#define REMOTE_GADGET_H

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/usb/ch9.h>
#include <linux/usb/raw_gadget.h>

#include "remote-client.h"

/* The bus of host controller n of dummy_hcd; 0 if there is none. */
static inline unsigned int gadget_bus(unsigned int n)
{
	char pattern[64];
	unsigned int bus = 0;
	glob_t found;

	snprintf(pattern, sizeof(pattern),
		 "/sys/devices/platform/dummy_hcd.%u/usb*", n);
	if (!glob(pattern, 0, NULL, &found))
		sscanf(strrchr(found.gl_pathv[0], '/'), "/usb%u", &bus);
	globfree(&found);
	return bus;
}

/* Plugs a device in; it is pulled out when the descriptor is closed. */
static inline int gadget_plug(unsigned int n)
{
	struct usb_raw_init init = { .speed = USB_SPEED_HIGH };
	int fd = open("/dev/raw-gadget", O_RDWR);

	if (fd < 0)
		die("/dev/raw-gadget");
	strcpy((char *)init.driver_name, "dummy_udc");
	snprintf((char *)init.device_name, sizeof(init.device_name),
		 "dummy_udc.%u", n);
	if (ioctl(fd, USB_RAW_IOCTL_INIT, &init))
		die("USB_RAW_IOCTL_INIT");
	if (ioctl(fd, USB_RAW_IOCTL_RUN, 0))
		die("USB_RAW_IOCTL_RUN");
	return fd;
}

static const struct usb_device_descriptor gadget_device = {
	.bLength = USB_DT_DEVICE_SIZE,
	.bDescriptorType = USB_DT_DEVICE,
	.bcdUSB = 0x0200,
	.bDeviceClass = USB_CLASS_VENDOR_SPEC,
	.bMaxPacketSize0 = 64,
	.idVendor = 0x6b63,  /* "kc" */
	.idProduct = 0x6f76, /* "ov" */
	.bNumConfigurations = 1,
};

static const struct {
	struct usb_config_descriptor config;
	__u8 interface[USB_DT_INTERFACE_SIZE];
} __attribute__((packed)) gadget_config = {
	.config = {
		.bLength = USB_DT_CONFIG_SIZE,
		.bDescriptorType = USB_DT_CONFIG,
		.wTotalLength = USB_DT_CONFIG_SIZE + USB_DT_INTERFACE_SIZE,
		.bNumInterfaces = 1,
		.bConfigurationValue = 1,
		.bmAttributes = USB_CONFIG_ATT_ONE,
		.bMaxPower = 50,
	},
	.interface = {
		USB_DT_INTERFACE_SIZE, USB_DT_INTERFACE, 0, 0, 0,
		USB_CLASS_VENDOR_SPEC, 0, 0, 0,
	},
};

struct gadget_event {
	struct usb_raw_event head;
	struct usb_ctrlrequest request;
};

struct gadget_io {
	struct usb_raw_ep_io head;
	__u8 data[64];
};

static inline void gadget_send(int fd, const struct usb_ctrlrequest *request,
			       const void *data, size_t length)
{
	struct gadget_io io = { 0 };

	if (length > request->wLength)
		length = request->wLength;
	io.head.length = length;
	memcpy(io.data, data, length);
	/* Fails if the host has given up meanwhile: it will ask again. */
	ioctl(fd, USB_RAW_IOCTL_EP0_WRITE, &io);
}

/* Answers one request; true when the host has configured the device. */
static inline int gadget_answer(int fd, const struct usb_ctrlrequest *request)
{
	struct gadget_io none = { 0 };

	if (request->bRequest == USB_REQ_SET_CONFIGURATION) {
		ioctl(fd, USB_RAW_IOCTL_CONFIGURE, 0);
		ioctl(fd, USB_RAW_IOCTL_EP0_READ, &none);
		return 1;
	}
	if (request->bRequest != USB_REQ_GET_DESCRIPTOR)
		ioctl(fd, USB_RAW_IOCTL_EP0_STALL, 0);
	else if (request->wValue >> 8 == USB_DT_DEVICE)
		gadget_send(fd, request, &gadget_device, sizeof(gadget_device));
	else if (request->wValue >> 8 == USB_DT_CONFIG)
		gadget_send(fd, request, &gadget_config, sizeof(gadget_config));
	else
		ioctl(fd, USB_RAW_IOCTL_EP0_STALL, 0);
	return 0;
}

/* Plays the device until the host has configured it. */
static inline void gadget_be_configured(int fd)
{
	struct gadget_event event;

	do {
		memset(&event, 0, sizeof(event));
		event.head.length = sizeof(event.request);
		if (ioctl(fd, USB_RAW_IOCTL_EVENT_FETCH, &event))
			die("USB_RAW_IOCTL_EVENT_FETCH");
	} while (event.head.type != USB_RAW_EVENT_CONTROL ||
		 !gadget_answer(fd, &event.request));
}

/* Waits until the host knows of the device, or does not any more. */
static inline void gadget_wait(unsigned int bus, int there)
{
	char name[64];

	snprintf(name, sizeof(name), "/sys/bus/usb/devices/%u-1", bus);
	while ((access(name, F_OK) == 0) != there)
		poll(NULL, 0, 5);
}

#endif /* REMOTE_GADGET_H */
