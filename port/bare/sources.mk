# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What every host compiles of the port, and what a host may have its own of.
bare-sources := port/bare/host.c port/bare/device.c
bare-pool := port/bare/pool.c
