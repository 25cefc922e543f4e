# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Debian's packages, built and used. In the full dose: a build of everything.

.PHONY: check-package
check-package: need-build need-tool need-package ## Debian's packages: built, read by lintian, installed, used, removed
	$(Q)KCOV_TEST_TIMEOUT=900 tests/run tests/package/packages-install-and-remove
