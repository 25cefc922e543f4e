# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What a user of the installed files sees.

install-tests := tests/install/installed-files-suffice
