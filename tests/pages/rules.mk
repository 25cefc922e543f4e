# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What README and its pages promise to each kind of reader, done as they say, in
# a fresh clone. Packages have a folder of their own.
page-tests := $(addprefix tests/pages/,missing-packages-are-named-or-installed two-inputs-are-compared \
	a-library-is-traced a-kernel-of-ones-own-has-kcov a-linux-tree-has-kcov a-failing-call-is-explained \
	a-server-tells-its-clients-apart syzkaller-calls-work a-kernel-is-fuzzed a-gate-holds-in-ci)

.PHONY: check-pages
check-pages: need-build need-tool need-tool-check need-kernel need-fuzz need-pages ## what the pages say, in fresh clones
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(page-tests)
