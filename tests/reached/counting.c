// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What the runtime of the counters does otherwise, in a library (rules.mk). */

void __llvm_profile_initialize(void);

/*
 * Before the library's own constructors, whose counts would be lost: counters
 * lie in the file from here on.
 */
__attribute__((constructor(1))) static void begin(void)
{
	__llvm_profile_initialize();
}

/*
 * In place of the runtime's. A file of counters begins with the program's build
 * id, and programs with build ids of other lengths share the file, as its name
 * does not tell them apart: one would count beside its counters.
 */
struct ProfDataWriter;
int __llvm_write_binary_ids(struct ProfDataWriter *writer);
int __llvm_write_binary_ids(struct ProfDataWriter *writer)
{
	(void)writer;
	return 0;
}
