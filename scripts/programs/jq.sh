# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034
# jq without regular expressions, which are another library's.
sources=(src/{builtin,bytecode,compile,execute,jq_test,jv,jv_alloc,jv_aux,jv_dtoa,jv_file}.c
	src/{jv_parse,jv_print,jv_unicode,linker,locfile,util,lexer,parser,main}.c)
defines=(-D_GNU_SOURCE -DIEEE_8087=1 -DHAVE_MEMMEM=1 -DHAVE_ARC4RANDOM=1 -DHAVE_MKSTEMP=1 -DHAVE_ALLOCA_H=1 -DHAVE_TIMEGM=1 -DHAVE_GMTIME_R=1
	-DHAVE_GMTIME=1 -DHAVE_MKTIME=1 -DHAVE_ISATTY=1 -DHAVE_STRPTIME=1 -DHAVE_STRFTIME=1
	-DHAVE_SETLOCALE=1 -DHAVE_TM_TM_GMT_OFF=1 -DHAVE_TM_TM_ZONE=1 -DHAVE_PTHREAD_KEY_CREATE=1
	-DHAVE_PTHREAD_ONCE=1 -DHAVE_ATEXIT=1 -DHAVE_FLOOR=1 -DHAVE_SQRT=1 -DHAVE_POW=1 -DHAVE_LOG=1 -DHAVE_EXP=1
	-DHAVE_FREXP=1 -DHAVE_MODF=1 -DHAVE_LDEXP=1 -DHAVE_ROUND=1 -DHAVE_TRUNC=1 -I. -Isrc)
libs=(-lm -pthread)
# What its Makefile.am does for these two files.
prepare() {
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' src/builtin.jq >src/builtin.inc
	echo '#define JQ_VERSION "1.6"' >src/version.h
}
