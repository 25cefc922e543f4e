# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What only user space has: other libcs and other ways to link, and programs
# that the library must live with.

# $1 name, $2 arguments of a make of its own: the conformance suite built so.
define host
.PHONY: conformance-$1
conformance-$1:
	$$(Q)$$(MAKE) --no-print-directory BUILD=$(BUILD)/$1 $2 conformance
endef

# musl's compiler wrapper knows no kernel headers; these are the same for all.
musl-headers := $(BUILD)/musl-headers
, := ,
multiarch := $(shell gcc -print-multiarch)
$(musl-headers)/asm:
	$(Q)mkdir -p $(@D)
	$(Q)ln -sfn /usr/include/linux $(@D)/linux
	$(Q)ln -sfn /usr/include/asm-generic $(@D)/asm-generic
	$(Q)ln -sfn /usr/include/$(multiarch)/asm $@
musl := CC=musl-gcc CFLAGS="-O2 -g -isystem $(abspath $(musl-headers))"
conformance-musl conformance-musl-static: $(musl-headers)/asm

$(eval $(call host,musl,$(musl)))
$(eval $(call host,musl-static,$(musl) LDFLAGS=-static))
$(eval $(call host,static-pie,CFLAGS="-O2 -g -fPIE" LDFLAGS=-static-pie))
$(eval $(call host,static,CFLAGS="-O2 -g -fno-pie" LDFLAGS=-static))
$(eval $(call host,shared,LDFLAGS=-Wl$(,)-rpath$(,)$(abspath $(BUILD))/shared/lib \
	conformance-library='$$$$(BUILD)/lib/libkcov.so.$$$$(SOVERSION)'))

# In `make check`: another libc, another link. The rest is the full dose.
posix-hosts := musl static-pie
all-hosts := $(posix-hosts) musl-static static shared
posix-programs := $(addprefix conformance-,$(posix-hosts))
posix-checks := $(posix-hosts:%=$(BUILD)/%/tests/conformance)

.PHONY: check-hosts
check-hosts: need-build need-check $(addprefix conformance-,$(all-hosts)) ## the suite with musl, static, shared
	$(Q)tests/run --jobs $$(nproc) $(all-hosts:%=$(BUILD)/%/tests/conformance)

# Programs of this folder, on the harness of the conformance suite.
posix-dir := $(BUILD)/tests/posix
posix-obj := $(posix-dir)/obj
posix-harness := $(addprefix $(conformance-obj)/,harness.o client.o remote.o target.o cmp-target.o)
posix-tests := dlopened-library-is-traced dlopened-library-is-traced-by-a-static-one
posix-programs += $(posix-tests:%=$(posix-dir)/%)
posix-checks += $(posix-tests:%=$(posix-dir)/%)

$(posix-obj)/%.o: tests/posix/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) -Itests/conformance -c $< -o $@

$(posix-dir)/%: $(posix-obj)/%.o $(posix-harness) $(BUILD)/lib/libkcov.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

# An instrumented library that knows nothing of ours.
$(posix-obj)/libtarget.so: tests/conformance/target.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) $(TARGET_CFLAGS) -fPIC -shared $< -o $@

dlopened := $(posix-obj)/dlopened-library-is-traced.o $(addprefix $(conformance-obj)/,harness.o client.o)
$(posix-dir)/dlopened-library-is-traced: $(dlopened) $(BUILD)/lib/libkcov.so.$(SOVERSION) | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread $^ -Wl,-rpath,$(abspath $(BUILD))/lib -o $@
$(posix-dir)/dlopened-library-is-traced-by-a-static-one: $(dlopened) $(BUILD)/lib/libkcov.a | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread -rdynamic -Wl,-u,__sanitizer_cov_trace_pc $^ -o $@

-include $(wildcard $(posix-obj)/*.d)
