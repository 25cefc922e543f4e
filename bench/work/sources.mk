# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Real programs, from Debian's sources as scripts/program-build prepares them.

PROGRAM_BUILD ?= scripts/program-build
# asked once, and only for programs that are wanted
folder = $(or $(folder-$1),$(eval folder-$1 := $$(shell $(PROGRAM_BUILD) $1))$(folder-$1))

sources-zlib = $(addprefix $(call folder,zlib)/,adler32.c compress.c crc32.c deflate.c \
	inffast.c inflate.c inftrees.c trees.c uncompr.c zutil.c)
flags-zlib = -I$(call folder,zlib)

sources-lua = $(filter-out %/lua.c %/luac.c,$(wildcard $(call folder,lua)/src/l*.c))
flags-lua = -I$(call folder,lua)/src -std=gnu99 -DLUA_COMPAT_5_3 -DLUA_USE_POSIX -Dluai_makeseed\(L\)=1
libraries-lua := -lm

sources-sqlite = $(call folder,sqlite3)/sqlite3.c
# threads with a database each, and no lock over a count of all memory
flags-sqlite = -I$(call folder,sqlite3) -DSQLITE_THREADSAFE=2 -DSQLITE_DEFAULT_MEMSTATUS=0 \
	-DSQLITE_OMIT_LOAD_EXTENSION
