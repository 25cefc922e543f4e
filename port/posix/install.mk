# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What is installed beside libkcov.a and libkcov.so, and where.

BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR := $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
INSTALL ?= install

# The callbacks for one module: hidden, so that each has its own and calls it
# without a detour; weak, so that those of libkcov.a or of another runtime win.
callback-objects := $(addprefix $(BUILD)/obj/module/,$(kcov-callbacks) $(kcov-core-float) \
	$(if $(filter %/early.c,$(posix-sources)),early.o))
$(BUILD)/obj/module/early.o: $(BUILD)/obj/port/posix/os/glibc/early.o
	$(folder)
	$(Q)cp $< $@

$(BUILD)/obj/module/%.o: core/%.c
	$(call say,CC,$@)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LIB_CFLAGS) $(CALLBACK_CFLAGS) -c $< -o $@
	$(Q)$(OBJCOPY) --wildcard --weaken-symbol='__sanitizer_cov_trace_*' $@

$(BUILD)/lib/libkcov_callbacks.a: $(callback-objects)
	$(call say,AR,$@)
	$(folder)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# No call of libc is replaced, and no callback is in it.
replacing := $(addprefix $(BUILD)/obj/,$(addprefix port/posix/,calls/interpose.o calls/inherit.o \
	calls/children.o signals/$(posix-libc)/jump.o os/glibc/early.o) $(addprefix core/,$(kcov-callbacks) $(kcov-core-float)))
$(BUILD)/lib/libkcov_api.o: $(filter-out $(replacing),$(lib-objects))
	$(folder)
	$(Q)$(LD) $(joined) $^ -o $@
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/lib/libkcov_api.a: $(BUILD)/lib/libkcov_api.o
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $<

# For clients, not for what they trace: nothing of ours, but libc's heap.
client-parts := $(BUILD)/obj/client/set.o $(BUILD)/obj/client/recording.o
$(client-parts): LIB_CFLAGS += -Iclient/include -fvisibility=default
$(BUILD)/lib/libkcov_set.a: $(client-parts)
	$(call say,AR,$@)
	$(folder)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# The library is found from where the program stands, by this path.
bin-to-lib := $(if $(filter-out $(PREFIX)/bin,$(BINDIR))$(filter-out $(PREFIX)/lib,$(LIBDIR)),$\
	$(shell realpath -ms --relative-to=$(BINDIR) $(LIBDIR)),../lib)
# FORCE, if the file $1 does not hold the text $2.
changed = $(if $(findstring <$2>,<$(file <$1)>),,FORCE)
$(BUILD)/bin/to-lib: $(call changed,$(BUILD)/bin/to-lib,$(bin-to-lib))
	$(folder)
	$(Q)echo '$(bin-to-lib)' >$@

.PHONY: FORCE
$(BUILD)/bin/kcov-run: port/posix/run/kcov-run.c $(BUILD)/bin/to-lib
	$(call say,CC,$@)
	$(folder)
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

cmake-to-prefix = $(shell realpath -ms --relative-to=$(LIBDIR)/cmake/kcov $(PREFIX))

header-files := $(wildcard port/posix/include/kcov/*.h client/include/kcov/*.h) uapi/linux/kcov_extended.h
headers := $(notdir $(header-files))
archives := libkcov.a libkcov-weak.a libkcov_callbacks.a libkcov_api.a libkcov_set.a
shared := libkcov.so.$(SOVERSION)
pages := kcov-run.1 libkcov.3 kcov.4
page-path = $(MANDIR)/man$(subst .,,$(suffix $1))/$1
# linux/kcov.h is not among them: it is the system's (doc/user-space.md). What
# no system has yet is kcov/kcov_extended.h.
installed := $(headers:%=$(INCLUDEDIR)/kcov/%) $(archives:%=$(LIBDIR)/%) \
	$(LIBDIR)/$(shared) $(LIBDIR)/libkcov.so $(BINDIR)/kcov-run \
	$(LIBDIR)/pkgconfig/kcov.pc $(LIBDIR)/pkgconfig/kcov-api.pc \
	$(LIBDIR)/cmake/kcov/kcov-config.cmake $(LIBDIR)/cmake/kcov/kcov-config-version.cmake \
	$(foreach p,$(pages),$(call page-path,$p))
installed-folders := $(INCLUDEDIR)/kcov $(LIBDIR)/cmake/kcov

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
	$(Q)$(foreach c,kcov-config kcov-config-version,sed -e 's|@LIB_TO_PREFIX@|$(cmake-to-prefix)|' \
		-e 's|@VERSION@|$(KCOV_VERSION)|' port/posix/$c.cmake.in >$(DESTDIR)$(LIBDIR)/cmake/kcov/$c.cmake &&) true
	$(Q)$(foreach p,$(pages),$(INSTALL) -m 644 doc/man/$p $(DESTDIR)$(call page-path,$p) &&) true

# Folders that others use too stay.
uninstall: ## what install put there, nothing else
	$(Q)rm -f $(installed:%=$(DESTDIR)%)
	$(Q)rmdir $(installed-folders:%=$(DESTDIR)%) 2>/dev/null || true

-include $(callback-objects:.o=.d) $(client-parts:.o=.d)
