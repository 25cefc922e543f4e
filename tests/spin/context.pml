/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a task collects into, put aside and taken up again: one task that
 * enables, disables, starts and stops sections and runs blocks, struck between
 * any two steps by a soft interrupt that does its own, and both by hard
 * interrupts, whose first blocks run before anything says where they are.
 *
 * Claims: a block is recorded where it belongs, once, or nowhere if nobody asked
 * for it; a slot is used whole, area with its own limit; nothing is recorded
 * into an area after it was withdrawn; an interrupt leaves behind exactly what
 * it found; a task that exited collects nothing.
 *
 * small: -DSTEPS=4 -DSTRUCK_STEPS=1
 * full: -DSTEPS=6 -DSTRUCK_STEPS=3
 *
 * models core/task.h kcov_task_arm_pc 721360c47600
 * models core/task.h kcov_task_arm_cmp 471499c63e39
 * models core/task.h kcov_task_arm 983ca01a6606
 * models core/task.h kcov_task_disarm ed36c59826ff
 * models core/trace.h kcov_trace_pc cb2a6801b08b
 * models core/trace.h kcov_trace_cmp_area 08e692b44198
 * models core/section.c enter 354cf92873ba
 * models core/section.c leave 2d63b87cf201
 * models core/section.c kcov_section_start 703a7b050658
 * models core/section.c kcov_section_stop 75760de282a7
 * models core/section.c kcov_section_withdraw_local c5026e8f8d5c
 * models core/section.c kcov_section_abandon_all dafa27371bf2
 * models core/frames.h kcov_frames_push 8164a0f2927d
 * models core/frames.h kcov_frames_pop c8fcb161a7a6
 * models core/device.c bind_locked 35769b0cf250
 * models core/device.c kcov_task_exited 71e40b03b4a0
 */
#ifndef STEPS /* what the task does before it exits */
#define STEPS 4
#endif
#ifndef STRIKES /* soft interrupts */
#define STRIKES 1
#endif
#ifndef STRUCK_STEPS /* what each of them does */
#define STRUCK_STEPS 2
#endif
#define DEPTH 2 /* starts in one context */

/* Contexts as the port computes them; frames exist in the first two. */
#define TASK 0
#define INTERRUPT 1
#define HARD 2
#define NOWHERE 3
/* Slots, and modes. */
#define PC 0
#define CMP 1
/* Areas: two sections in each context, numbered by context and depth. */
#define IDLE 0
#define DEVICE 1
#define SECTION(c, n) (2 + 2 * (c) + (n))
#define AREAS 6

typedef section_t {
	byte area[2];
	byte limit[2];
	byte context;
	byte outer;
};
/* struct kcov_task */
byte area[2] = IDLE;
byte limit[2];
byte context = NOWHERE;
byte innermost;
byte depth[2];
bool live[4];
section_t section[AREAS];

/* The machine. */
bool in_soft;
bool over;
#define RUNNING (in_soft -> INTERRUPT : TASK)

/* What is right: which areas may be written, in which mode, and by whom. */
bool in_use[AREAS];
byte mode[AREAS];
byte belongs[2] = IDLE;
byte starts[2]; /* without their stop */
byte started[4] = IDLE;
#define BOUND in_use[DEVICE]
#define SIZE(a) (10 + a) /* a limit that no other area has */

/* The callbacks; the slots are the same but for their type. */
inline callback(slot, where)
{
	if
	:: context == where ->
		a = area[slot];
		if
		:: limit[slot] ->
			assert(a != IDLE && limit[slot] == SIZE(a));
			assert(in_use[a] && mode[a] == slot)
		:: !limit[slot] -> a = IDLE
		fi
	:: else -> a = IDLE
	fi
}

/* Nothing of a section is used after its end; also spares many states. */
inline forget(gone)
{
	in_use[gone] = false; mode[gone] = 0;
	section[gone].area[PC] = 0; section[gone].limit[PC] = 0;
	section[gone].area[CMP] = 0; section[gone].limit[CMP] = 0;
	section[gone].context = 0; section[gone].outer = 0
}

/* A block or a comparison of the running context. */
inline run_block(c)
{
	if :: kind = PC :: kind = CMP fi;
	callback(kind, c);
	assert(a == (belongs[c] != IDLE && mode[belongs[c]] == kind -> belongs[c] : IDLE));
	d_step { a = 0; kind = 0 }
}

inline arm(slot, to, where)
{
#ifdef BUG_ARMED_IN_REVERSE
	context = where;
	limit[slot] = SIZE(to);
	area[slot] = to
#else
	area[slot] = to;
	limit[slot] = SIZE(to);
	context = where
#endif
}

inline disarm()
{
#ifndef BUG_DISARMED_IN_REVERSE
	context = NOWHERE;
	limit[PC] = 0;
	area[PC] = IDLE;
#ifndef BUG_DISARM_FORGETS_COMPARISONS
	limit[CMP] = 0;
	area[CMP] = IDLE
#endif
#else
	area[CMP] = IDLE;
	limit[CMP] = 0;
	area[PC] = IDLE;
	limit[PC] = 0;
	context = NOWHERE
#endif
}

inline enter(new, where)
{
	section[new].area[PC] = area[PC]; section[new].limit[PC] = limit[PC];
	section[new].area[CMP] = area[CMP]; section[new].limit[CMP] = limit[CMP];
	section[new].context = context;
	section[new].outer = innermost;
	disarm();
	innermost = new;
	arm(mode[new], new, where)
}

inline leave()
{
	old = innermost;
	disarm();
	innermost = section[old].outer;
	area[PC] = section[old].area[PC]; limit[PC] = section[old].limit[PC];
#ifndef BUG_COMPARISONS_ARE_NOT_TAKEN_UP
	area[CMP] = section[old].area[CMP]; limit[CMP] = section[old].limit[CMP];
#endif
#ifdef BUG_CONTEXT_IS_TAKEN_FROM_HERE
	context = RUNNING
#else
	context = section[old].context
#endif
}

/* A start for a handle that somebody has (for either mode) or nobody. */
inline start(c)
{
	if
	:: if :: kind = PC :: kind = CMP fi;
		d_step {
			new = SECTION(c, depth[c]);
			mode[new] = kind; in_use[new] = true;
			live[2 * c + depth[c]] = true;
			depth[c]++;
			kind = 0
		};
		enter(new, c);
		d_step { started[2 * c + starts[c]] = new; starts[c]++; belongs[c] = new }
	:: d_step {
#ifndef BUG_NO_FRAME_WITHOUT_A_SECTION
			live[2 * c + depth[c]] = false;
			depth[c]++;
#endif
			starts[c]++
		}
	fi;
	new = 0
}

/* Of the starts in this context that were not stopped, the last that counts. */
#define OUTER(c) (starts[c] == 2 && started[2 * c + 1] -> started[2 * c + 1] : \
		 (starts[c] && started[2 * c] -> started[2 * c] : \
		 (c == TASK && BOUND -> DEVICE : IDLE)))

inline stop(c)
{
	if
	:: depth[c] ->
		d_step {
			depth[c]--;
#ifdef BUG_STOP_ASKS_NO_FRAME
			was = innermost != IDLE;
#else
			was = live[2 * c + depth[c]];
#endif
			live[2 * c + depth[c]] = false
		};
		if
		:: was -> leave(); d_step { forget(old); was = false }
		:: else
		fi
	:: else
	fi;
	d_step {
		old = 0;
		if
		:: starts[c] -> starts[c]--; started[2 * c + starts[c]] = IDLE
		:: else
		fi;
		belongs[c] = OUTER(c)
	}
}

inline enable()
{
	if :: mode[DEVICE] = PC :: mode[DEVICE] = CMP fi;
	in_use[DEVICE] = true;
	arm(mode[DEVICE], DEVICE, TASK);
	belongs[TASK] = DEVICE
}

inline withdraw_local()
{
	if
	:: innermost == IDLE -> disarm()
	:: else ->
#ifdef BUG_WITHDRAWN_HERE_ONLY
		disarm();
#else
		old = innermost;
#ifndef BUG_WITHDRAWN_FROM_THE_INNERMOST
		do
		:: section[old].outer -> old = section[old].outer
		:: else -> break
		od;
#endif
		section[old].context = NOWHERE;
		section[old].limit[PC] = 0; section[old].area[PC] = IDLE;
		section[old].limit[CMP] = 0; section[old].area[CMP] = IDLE
#endif
	fi;
	d_step {
		in_use[DEVICE] = false; mode[DEVICE] = 0;
		belongs[TASK] = (belongs[TASK] == DEVICE -> IDLE : belongs[TASK]);
		old = 0
	}
}

active proctype Task() provided (!in_soft)
{
	byte n, a, kind, new, old;
	bool was;

	do
	:: n < STEPS ->
		n++;
		if
		:: !BOUND && innermost == IDLE -> enable()
		:: BOUND -> withdraw_local()
		:: starts[TASK] < DEPTH -> start(TASK)
		:: stop(TASK)
		:: run_block(TASK)
		fi
	:: n >= STEPS -> break
	od;
	/* Exit. */
	do
	:: innermost != IDLE -> leave(); d_step { forget(old); old = 0; was = false }
	:: else -> break
	od;
	atomic {
		depth[TASK] = 0; live[0] = false; live[1] = false;
		starts[TASK] = 0; started[0] = IDLE; started[1] = IDLE;
		belongs[TASK] = OUTER(TASK)
	};
	if :: BOUND -> withdraw_local() :: else fi;
	run_block(TASK);
	assert(context == NOWHERE && innermost == IDLE);
	assert(!limit[PC] && !limit[CMP]);
	over = true
}

active proctype SoftInterrupt()
{
	byte n, m, a, kind, new, old;
	bool was;
	section_t found;

	do
	:: atomic {
		n < STRIKES ->
		in_soft = true;
		found.context = context;
		found.outer = innermost;
		found.area[PC] = area[PC]; found.limit[PC] = limit[PC];
		found.area[CMP] = area[CMP]; found.limit[CMP] = limit[CMP];
		n++
	   };
		do
		:: m < STRUCK_STEPS ->
			m++;
			if
			:: starts[INTERRUPT] < DEPTH -> start(INTERRUPT)
			:: stop(INTERRUPT)
			:: run_block(INTERRUPT)
			fi
		:: break
		od;
		do
		:: starts[INTERRUPT] -> stop(INTERRUPT)
		:: else -> break
		od;
		atomic {
			assert(found.context == context && found.outer == innermost);
			assert(found.area[PC] == area[PC] && found.limit[PC] == limit[PC]);
			assert(found.area[CMP] == area[CMP] && found.limit[CMP] == limit[CMP]);
			found.context = 0; found.outer = 0;
			found.area[PC] = 0; found.limit[PC] = 0;
			found.area[CMP] = 0; found.limit[CMP] = 0;
			m = 0;
			in_soft = false
		}
	:: break
	od
}

/*
 * Nothing strikes it, and it changes nothing: one step, at any time. Its first
 * blocks pass for those of whom it struck.
 */
active proctype HardInterrupt()
{
	byte a;

	do
	:: atomic {
		callback(PC, RUNNING); callback(CMP, RUNNING);
		callback(PC, HARD); assert(a == IDLE);
		callback(CMP, HARD); assert(a == IDLE);
		a = 0
	   }
	:: atomic { over -> break }
	od
}
