# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kcovctl with its pages and completions, installed with the library where it
# was built.

DATADIR ?= $(PREFIX)/share
LIBEXECDIR ?= $(PREFIX)/libexec
# Where zsh looks; a distribution has a folder of its own for packages.
ZSHDIR ?= $(DATADIR)/zsh/site-functions
tool-pages := $(notdir $(wildcard tool/man/*.[0-9]))
bash-completion := $(DATADIR)/bash-completion/completions/kcovctl
zsh-completion := $(ZSHDIR)/_kcovctl
fish-completion := $(DATADIR)/fish/vendor_completions.d/kcovctl.fish
fuzz-agent := $(LIBEXECDIR)/kcov/kcov-fuzz-agent
tool-installed := $(BINDIR)/kcovctl $(fuzz-agent) $(foreach p,$(tool-pages),$(call page-path,$p)) \
	$(bash-completion) $(zsh-completion) $(fish-completion)

.PHONY: install-tool uninstall-tool
install-tool: $(BUILD)/kcovctl $(BUILD)/kcov-fuzz-agent ## kcovctl, its pages and completions, into DESTDIR/PREFIX
	$(Q)$(INSTALL) -d $(sort $(dir $(tool-installed:%=$(DESTDIR)%)))
	$(Q)$(INSTALL) -m 755 $(BUILD)/kcovctl $(DESTDIR)$(BINDIR)
	$(Q)$(INSTALL) -m 755 $(BUILD)/kcov-fuzz-agent $(DESTDIR)$(fuzz-agent)
	$(Q)$(foreach p,$(tool-pages),$(INSTALL) -m 644 tool/man/$p $(DESTDIR)$(call page-path,$p) &&) true
	$(Q)$(foreach s,bash zsh fish,$(BUILD)/kcovctl help --completion $s >$(DESTDIR)$($s-completion) &&) true

uninstall-tool:
	$(Q)rm -f $(tool-installed:%=$(DESTDIR)%)

# What is not there yet is not built by the way: the library needs libc alone.
$(if $(wildcard $(BUILD)/kcovctl),$(eval install: install-tool))
uninstall: uninstall-tool
