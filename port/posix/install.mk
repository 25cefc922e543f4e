# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What is installed beside libkcov.a and libkcov.so, and where.

BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR := $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
INSTALL ?= install

# The callbacks for one module: hidden, so that each has its own and calls it
# without a detour; weak, so that those of libkcov.a or of another runtime win.
callback-objects := $(addprefix $(BUILD)/obj/module/,$(kcov-callbacks) $(kcov-core-float))
$(BUILD)/obj/module/%.o: core/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LIB_CFLAGS) $(CALLBACK_CFLAGS) -c $< -o $@
	$(Q)$(OBJCOPY) --wildcard --weaken-symbol='__sanitizer_cov_trace_*' $@

$(BUILD)/lib/libkcov_callbacks.a: $(callback-objects)
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# No call of libc is replaced, and no callback is in it.
replacing := $(addprefix $(BUILD)/obj/,port/posix/interpose.o port/posix/inherit.o \
	port/posix/jump.o $(addprefix core/,$(kcov-callbacks) $(kcov-core-float)))
$(BUILD)/lib/libkcov_api.o: $(filter-out $(replacing),$(lib-objects))
	$(Q)mkdir -p $(@D)
	$(Q)$(LD) $(joined) $^ -o $@
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/lib/libkcov_api.a: $(BUILD)/lib/libkcov_api.o
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $<

# For clients, not for what they trace: nothing of ours, but libc's heap.
$(BUILD)/obj/client/set.o: LIB_CFLAGS += -Iclient/include -fvisibility=default
$(BUILD)/lib/libkcov_set.a: $(BUILD)/obj/client/set.o
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $<

# The library is found from where the program stands, by this path.
bin-to-lib := $(shell realpath -ms --relative-to=$(BINDIR) $(LIBDIR))
$(BUILD)/bin/to-lib: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(bin-to-lib)' | cmp -s - $@ || echo '$(bin-to-lib)' >$@

.PHONY: FORCE
$(BUILD)/bin/kcov-run: port/posix/run/kcov-run.c $(BUILD)/bin/to-lib
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(KCOV_CFLAGS) -D_GNU_SOURCE -DKCOV_SOVERSION='"$(SOVERSION)"' \
		-DKCOV_BIN_TO_LIB='"$(bin-to-lib)"' $(LDFLAGS) $< -o $@

lib: $(BUILD)/lib/libkcov_callbacks.a $(BUILD)/lib/libkcov_api.a $(BUILD)/lib/libkcov_set.a $(BUILD)/bin/kcov-run

# In the file everything hangs on the prefix, which pkg-config may move: to two
# folders above the file. Where LIBDIR is deeper, on where the file itself is.
ifeq ($(LIBDIR),$(PREFIX)/lib)
pc-root := $${prefix}
pc-libdir := $${prefix}/lib
else
pc-root := $${pcfiledir}/$(shell realpath -ms --relative-to=$(LIBDIR)/pkgconfig $(PREFIX))
pc-libdir := $${pcfiledir}/..
endif

header-files := $(wildcard port/posix/include/kcov/*.h client/include/kcov/*.h)
headers := $(notdir $(header-files))
archives := libkcov.a libkcov-weak.a libkcov_callbacks.a libkcov_api.a libkcov_set.a
shared := libkcov.so.$(SOVERSION)
pages := kcov-run.1 libkcov.3 kcov.4
page-path = $(MANDIR)/man$(subst .,,$(suffix $1))/$1
# linux/kcov.h is not among them: it is the system's (doc/user-space.md).
installed := $(headers:%=$(INCLUDEDIR)/kcov/%) $(archives:%=$(LIBDIR)/%) \
	$(LIBDIR)/$(shared) $(LIBDIR)/libkcov.so $(BINDIR)/kcov-run \
	$(LIBDIR)/pkgconfig/kcov.pc $(LIBDIR)/pkgconfig/kcov-api.pc \
	$(foreach p,$(pages),$(call page-path,$p))
installed-folders := $(INCLUDEDIR)/kcov

.PHONY: install uninstall
install: lib ## into DESTDIR/PREFIX (default /usr/local)
	$(Q)$(INSTALL) -d $(sort $(dir $(installed:%=$(DESTDIR)%)))
	$(Q)$(INSTALL) -m 644 $(header-files) $(DESTDIR)$(INCLUDEDIR)/kcov
	$(Q)$(INSTALL) -m 644 $(archives:%=$(BUILD)/lib/%) $(DESTDIR)$(LIBDIR)
	$(Q)$(INSTALL) -m 755 $(BUILD)/lib/$(shared) $(DESTDIR)$(LIBDIR)
	$(Q)ln -sf $(shared) $(DESTDIR)$(LIBDIR)/libkcov.so
	$(Q)$(INSTALL) -m 755 $(BUILD)/bin/kcov-run $(DESTDIR)$(BINDIR)
	$(Q)$(foreach p,kcov kcov-api,sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(pc-libdir)|' -e 's|@ROOT@|$(pc-root)|' \
		-e 's|@VERSION@|$(KCOV_VERSION)|' port/posix/$p.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/$p.pc &&) true
	$(Q)$(foreach p,$(pages),$(INSTALL) -m 644 doc/man/$p $(DESTDIR)$(call page-path,$p) &&) true

# Folders that others use too stay.
uninstall: ## what install put there, nothing else
	$(Q)rm -f $(installed:%=$(DESTDIR)%)
	$(Q)rmdir $(installed-folders:%=$(DESTDIR)%) 2>/dev/null || true

-include $(callback-objects:.o=.d) $(BUILD)/obj/client/set.d
