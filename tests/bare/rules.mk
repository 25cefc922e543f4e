# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The smallest port: for other machines, without each of its functions.
bare-tests := $(addprefix tests/bare/,compiles-for-every-machine every-hook-is-asked-for)
