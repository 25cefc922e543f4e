# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What this machine can do of what tests need (look), and what the suite does
# where it cannot (taken-away).

machine-dir := $(BUILD)/machine
machine-table := $(machine-dir)/table
machine-programs := $(addprefix $(machine-dir)/,probe $(if $(filter 32,$(unit-widths)),program32))

$(machine-dir)/probe: $(addprefix tests/machine/,probe.c processes.c files.c rights.c probe.h)
$(machine-dir)/without: $(addprefix tests/machine/,without.c losses.c without.h)
$(machine-dir)/probe $(machine-dir)/without:
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -D_GNU_SOURCE $(filter %.c,$^) -o $@

$(machine-dir)/program32: tests/machine/program32.c
	$(folder)
	$(Q)$(CC) $(width-32) $(CFLAGS) $< -o $@

.PHONY: machine
machine: $(machine-programs) ## what tests need of this machine, and what it lacks
	$(Q)tests/machine/look $(machine-dir)

# The tests of one build of the code, and those of check-engines, a line each.
define newline


endef
.PHONY: machine-lists
machine-lists:
	@mkdir -p $(machine-dir)
	$(file >$(machine-dir)/programs,$(subst $() ,$(newline),$(strip $(checks) $(apart))))
	$(file >$(machine-dir)/engines,$(subst $() ,$(newline),$(strip $(engines))))

machine-tests := $(BUILD)/tests/machine/needs-are-declared
$(machine-tests): tests/machine/rules.mk | machine-lists $(machine-dir)/without $(machine-programs)
	$(call program,exec tests/machine/declared $(machine-dir))

# As root: namespaces hide files.
.PHONY: check-needs check-busy
check-needs: need-build need-check need-tool need-tool-check ## the suite without each thing that tests need (NEED=)
	$(Q)$(own-make) ready-early ready-check $(apart) machine-lists $(machine-dir)/without
	$(Q)tests/machine/taken-away $(machine-dir) $(NEED)

check-busy: need-build need-check need-tool need-tool-check ## the suite beside four busy loops a processor: the same verdicts
	$(Q)$(own-make) ready-early ready-check $(apart) machine-lists
	$(Q)tests/machine/beside $(machine-dir)
