// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Prints what the kernel's USB hub worker, and the soft interrupts that hand
 * requests back, do when a device is plugged in, configured and pulled out.
 */
#include "remote-client.h"
#include "remote-gadget.h"

int main(void)
{
	struct client c = client_open();
	unsigned int bus = gadget_bus(0);
	int gadget;

	if (!bus || client_enable(&c, bus, 0))
		die("KCOV_REMOTE_ENABLE");
	gadget = gadget_plug(0);
	gadget_be_configured(gadget);
	gadget_wait(bus, 1);
	close(gadget);
	gadget_wait(bus, 0);
	return client_print_and_finish(&c);
}
