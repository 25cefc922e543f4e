# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034
# SQLite and its shell, as the one-file sources that its own make generates.
sources=(sqlite3.c shell.c)
defines=(-DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_ENABLE_FTS5
	-DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS -I.)
libs=(-lm)
prepare() {
	./configure --disable-tcl --disable-readline --disable-load-extension
	make sqlite3.c shell.c
}
