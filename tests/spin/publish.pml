/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Sections that stop on several CPUs append to one area, which a client reads
 * and may write meanwhile, on a machine that lets a CPU's stores to different
 * words become visible in any order (PSO): each CPU has a buffer of stores,
 * which reach memory when they like unless something orders them.
 *
 * Claims: a client that loads a count, acquiring, finds that many records, and
 * what it once found stays; sections that fit are all there in the end, whole
 * and in one piece; whatever a hostile client stores, nothing is written
 * outside the area and no count beyond its limit.
 *
 * A plain trace is delivered in one turn of the lock. The other feedbacks, in
 * pieces, are not in here: core/delivery.c has tests/core and the schedules.
 *
 * small: -DSECTIONS=1
 * small: -DSECTIONS=1 -DHOSTILE
 * full: -DSECTIONS=3 -DLOOKS=3
 * full: -DSECTIONS=3 -DLOOKS=4 -DHOSTILE
 *
 * models core/append.c append_pc 871eb7e07899
 * models core/append.c append_cmp 1f39c908433a
 * models core/section.c deliver_locked ca3080cc1e7c
 * models core/section.c deliver 7d13f947a59c
 */
#ifndef CPUS
#define CPUS 2
#endif
#ifndef SECTIONS /* that each CPU stops */
#define SECTIONS 1
#endif
#ifndef LIMIT /* records that fit; a section may have one more */
#define LIMIT 3
#endif
#ifndef LOOKS /* of the client */
#define LOOKS 2
#endif
#define WORDS (LIMIT + 1)
#define FROM_LIMIT 2 /* of the private area; its count may say 3 */

byte memory[WORDS];
bool locked;
bool pending[CPUS * WORDS];
byte buffered[CPUS * WORDS];
byte left = CPUS;
byte expected;

#define MINE(at) (cpu * WORDS + (at))

/* A CPU sees its own stores at once. */
#define LOAD(at) (pending[MINE(at)] -> buffered[MINE(at)] : memory[at])

inline store(at, value)
{
	atomic {
		!pending[MINE(at)];
		buffered[MINE(at)] = value;
		pending[MINE(at)] = true
	}
}

/* Everything this CPU stored is in memory. */
inline wait_for_stores()
{
	atomic {
		i = 0;
		do
		:: i < WORDS -> !pending[MINE(i)]; i++
		:: else -> break
		od;
		i = 0
	}
}

inline store_release(at, value)
{
#ifndef BUG_COUNT_IS_NO_RELEASE
	wait_for_stores();
#endif
	store(at, value)
}

inline take()
{
#ifndef BUG_APPENDS_WITHOUT_LOCK
	atomic { !locked -> locked = true }
#else
	skip
#endif
}

inline give()
{
#ifndef BUG_UNLOCK_IS_NO_RELEASE
	wait_for_stores();
#endif
	locked = false
}

/* `more` records, all of the value `tag`. */
inline append()
{
	have = LOAD(0);
#ifndef BUG_SECTION_COUNT_IS_TRUSTED
	more = (more < FROM_LIMIT -> more : FROM_LIMIT);
#endif
	if
#ifdef BUG_COUNT_IS_TRUSTED
	:: false
#else
	:: have >= LIMIT
#endif
	:: else ->
#ifdef BUG_COUNT_IS_LOADED_TWICE
		have = LOAD(0);
#endif
#ifndef BUG_ROOM_IS_NOT_ASKED
		if :: more > LIMIT - have -> more = LIMIT - have :: else fi;
#endif
		assert(more <= FROM_LIMIT);
#ifdef BUG_COUNT_GOES_FIRST
		store_release(0, have + more);
#endif
		n = 0;
		do
		:: n < more ->
			assert(1 + have + n < WORDS);
			store(1 + have + n, tag);
			n++
		:: else -> break
		od;
		assert(have + more <= LIMIT);
#ifndef BUG_COUNT_GOES_FIRST
		store_release(0, have + more)
#endif
	fi;
	d_step { have = 0; more = 0; n = 0 }
}

proctype Cpu(byte cpu)
{
	byte sections, have, more, n, i, tag;

	do
	:: sections < SECTIONS ->
		if :: more = 1 :: more = 2 :: more = 3 fi;
		d_step {
			sections++;
			tag = 1 + cpu * SECTIONS + sections - 1;
			expected = expected + (more < FROM_LIMIT -> more : FROM_LIMIT)
		};
		take();
		append();
		give()
	:: else -> break
	od;
	wait_for_stores();
	left--
}

/* Stores reach memory one by one, when they like. */
proctype Buffer(byte cpu)
{
	byte at;

end:	do
	:: atomic {
		if
		:: pending[MINE(0)] -> at = 0
		:: pending[MINE(1)] -> at = 1
		:: pending[MINE(2)] -> at = 2
		:: pending[MINE(3)] -> at = 3
		fi;
		memory[at] = buffered[MINE(at)];
		pending[MINE(at)] = false;
		buffered[MINE(at)] = 0;
		at = 0
	   }
	od
}

#ifdef HOSTILE
proctype Client()
{
	byte looks;

	do
	:: looks < LOOKS ->
		looks++;
		if
		:: memory[0] = 0
		:: memory[0] = LIMIT - 1
		:: memory[0] = LIMIT + 1
		:: memory[0] = 200
		fi
	:: else -> break
	od;
	left == 0
}
#else
proctype Client()
{
	byte looks, n, i, value;
	byte seen[WORDS];

	do
	:: looks < LOOKS ->
		looks++;
#ifdef BUG_READER_LOADS_RECORDS_FIRST
		value = memory[1];
		n = memory[0];
		assert(!n || value);
#else
		n = memory[0];
#endif
		assert(n <= LIMIT);
		i = 1;
		do
		:: i <= n ->
			value = memory[i];
			assert(value);
			assert(!seen[i] || seen[i] == value);
			seen[i] = value;
			i++
		:: else -> break
		od;
		atomic { n = 0; i = 0; value = 0 }
	:: looks == LOOKS -> break
	od;
	left == 0;
	atomic {
		n = memory[0];
		assert(n == (expected < LIMIT -> expected : LIMIT));
		/* Each section in one piece: equal tags are neighbours. */
		i = 1;
		do
		:: i <= n ->
			assert(memory[i] && (!seen[i] || seen[i] == memory[i]));
			assert(i < 3 || memory[i] != memory[i - 2] || memory[i] == memory[i - 1]);
			i++
		:: else -> break
		od
	}
}
#endif

init {
	byte c;

	atomic {
		for (c : 0 .. CPUS - 1) { run Cpu(c); run Buffer(c) }
		run Client()
	}
}
