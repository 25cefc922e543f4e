// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Plugs a device in and pulls it out, for another program that looks on. The
 * argument is the number of the bus that this is to happen on.
 */
#include "remote-gadget.h"

int main(int argc, char **argv)
{
	unsigned int bus = gadget_bus(0);
	int gadget;

	if (argc != 2 || bus != (unsigned int)atoi(argv[1])) {
		fprintf(stderr, "dummy_hcd has bus %u\n", bus);
		return 1;
	}
	gadget = gadget_plug(0);
	gadget_be_configured(gadget);
	gadget_wait(bus, 1);
	close(gadget);
	gadget_wait(bus, 0);
	return 0;
}
