/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Remote sections against REMOTE_ENABLE, DISABLE, exit and close: two devices
 * whose owners want the same handle, and workers whose sections come and go
 * meanwhile, in every order. A stretch under one lock is a step or two: two
 * where others may act between without that lock.
 *
 * Claims: a section finds a session that is there, or none; what it collected
 * goes to the session it started in or to nobody; one session has a handle; a
 * private area is one section's at a time; device, session and areas are freed
 * once, after their last user, and all of them in the end; nobody waits for
 * ever.
 *
 * small: -DWORKERS=1 -DENABLES=2
 * full: -DWORKERS=2 -DENABLES=2
 * full: -DWORKERS=2 -DROUNDS=2
 *
 * models core/section.c join 6276e78a318a
 * models core/section.c part 4c79071f760a
 * models core/section.c free_session 41177215ebc6
 * models core/section.c open_section abee731215c7
 * models core/section.c deliver 8b51c5d7e4f5
 * models core/section.c kcov_session_drop 6c5207cafd0d
 * models core/section.c kcov_session_end_locked 9abb8a3f8f85
 * models core/section.c kcov_session_release 1c297f61fdce
 * models core/section.c kcov_session_lasts_locked e324166b9a98
 * models core/session.c add_handles_locked 11498626d61f
 * models core/session.c register_handles 6537a7cbc2a5
 * models core/session.c start_locked ad539cbcd010
 * models core/session.c enable 0e585075eb6e
 * models core/registry.c kcov_registry_add_locked 4013fa00f735
 * models core/registry.c kcov_registry_remove_locked 5bf4d3f164cf
 * models core/scratch.c kcov_scratch_reserve_locked d910ec37d422
 * models core/scratch.c kcov_scratch_put_locked d31812d6ecc9
 * models core/scratch.c kcov_scratch_drain_locked 736ed5f594d6
 * models core/device.c unbind 7d54cec939ed
 * models core/device.c kcov_device_put db272f540a83
 */
#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef ROUNDS /* sections that a worker runs */
#define ROUNDS 1
#endif
#ifndef ENABLES /* sessions that an owner makes */
#define ENABLES 1
#endif
#define DEVICES 2
#define SESSIONS (DEVICES * ENABLES)
#define NOBODY 255

mtype = { INIT, REMOTE };
/* The one private area of a session: fewer than there are workers. */
mtype = { NONE, IDLE, BUSY };

typedef device_t {
	byte refs = 1; /* the file */
	bool freed;
	bool lock;
	mtype state = INIT;
	byte epoch;
	byte current = NOBODY; /* whose data the owner takes for its own */
	bool open = 1;
	bool in_call; /* a call in progress holds the file */
};
typedef session_t {
	bool exists;
	bool freed;
	byte device;
	byte epoch;
	byte running;
	bool ended;
	byte sections; /* the counter of areas */
	mtype area = NONE;
	byte content;
};
device_t device[DEVICES];
session_t session[SESSIONS];
#define SHARED 0 /* the handle that both owners want; 1 is the second's own */
byte registry[2] = NOBODY;
byte left = WORKERS + 2 * DEVICES;

#define USE_DEVICE(which) assert(!device[which].freed)
#define USE_SESSION(which) assert(session[which].exists && !session[which].freed)

inline take(mutex) { !mutex; mutex = true }
inline give(mutex) { assert(mutex); mutex = false }

inline device_put(gone)
{
	d_step {
		USE_DEVICE(gone);
		assert(device[gone].refs);
		device[gone].refs--;
		last = !device[gone].refs;
	};
	if
	:: last -> d_step {
			USE_DEVICE(gone);
			assert(device[gone].current == NOBODY);
			device[gone].freed = true;
			last = false
		}
	:: else
	fi
}

inline free_session()
{
	device_put(session[s].device);
	d_step {
		USE_SESSION(s);
		assert(session[s].area == NONE && !session[s].sections);
		assert(registry[0] != s && registry[1] != s);
		session[s].freed = true
	}
}

inline session_drop()
{
	atomic {
		USE_SESSION(s);
		session[s].running--;
#ifdef BUG_LAST_IS_ASKED_LATE
	};
	atomic {
#endif
		last = !session[s].running && session[s].ended
	};
	if :: last -> free_session() :: else fi
}

inline session_end_locked()
{
#ifndef BUG_HANDLES_STAY
	if :: registry[0] == s -> registry[0] = NOBODY :: else fi;
	if :: registry[1] == s -> registry[1] = NOBODY :: else fi;
#endif
	USE_SESSION(s);
	session[s].ended = true;
#ifndef BUG_END_HOLDS_NOTHING
	session[s].running++
#endif
}

inline session_release()
{
	atomic {
		USE_SESSION(s);
		if
		:: session[s].area == IDLE ->
			session[s].area = NONE;
			session[s].sections--
		:: else
		fi
#ifdef BUG_END_HOLDS_NOTHING
		;
		last = !session[s].running
	};
	if :: last -> free_session() :: else fi
#else
	};
	session_drop()
#endif
}

/* Gives the handle to the session, unless somebody has it. */
inline add_handle(wanted)
{
	if
	:: ok && registry[wanted] == NOBODY -> registry[wanted] = s
	:: ok && registry[wanted] != NOBODY -> ok = false
	:: else
	fi
}

inline register_handles()
{
	ok = true;
	if :: d == 1 -> add_handle(1) :: else fi;
	add_handle(SHARED);
#ifndef BUG_REFUSED_KEEPS_A_HANDLE
	if
	:: !ok && registry[1] == s -> registry[1] = NOBODY
	:: else
	fi
#endif
}

inline enable()
{
	atomic {
		take(device[d].lock);
		USE_DEVICE(d);
		session[s].exists = true;
		session[s].device = d;
		session[s].epoch = device[d].epoch;
		register_handles()
	};
	atomic {
		if
		:: ok ->
			assert(device[d].state == INIT);
			device[d].state = REMOTE;
			device[d].current = s;
#ifdef BUG_ONE_REFERENCE
			device[d].refs++
#else
			device[d].refs = device[d].refs + 2
#endif
		:: else ->
			assert(registry[0] != s && registry[1] != s);
			session[s].freed = true
		fi;
		give(device[d].lock);
		device[d].in_call = false
	}
}

inline unbind()
{
	atomic {
		take(device[d].lock);
		USE_DEVICE(d);
		session_end_locked()
	};
	d_step {
		device[d].state = INIT;
		device[d].current = NOBODY;
#ifndef BUG_EPOCH_STAYS
		device[d].epoch++;
#endif
		give(device[d].lock)
	};
	session_release();
	device_put(d)
}

/* Ends its session by DISABLE, or by the exit that does the same without file. */
proctype Owner(byte d)
{
	byte n, s;
	bool ok, last;

	do
	:: atomic {
		n < ENABLES && device[d].open ->
		device[d].in_call = true;
		s = d * ENABLES + n;
		n++
	   };
		enable();
		if :: ok -> unbind() :: else fi;
		d_step { ok = false; last = false; s = 0 }
	:: atomic { n == ENABLES || !device[d].open -> left--; break }
	od
}

/* Another process has the file too, and may be the last to close it. */
proctype Closer(byte d)
{
	bool last;

	atomic { !device[d].in_call -> device[d].open = false };
	device_put(d);
	left--
}

/* ok: takes part in a session; made: it has an area already. */
inline join(wanted)
{
	atomic {
		s = registry[wanted];
		ok = s != NOBODY;
		made = false;
		if
		:: ok ->
			USE_SESSION(s);
			if
			:: session[s].area == IDLE -> made = true; session[s].area = BUSY
			:: session[s].area != IDLE && !session[s].sections -> session[s].sections++
			:: session[s].area != IDLE && session[s].sections -> ok = false
			fi
		:: else
		fi;
#ifdef BUG_JOIN_COUNTS_LATE
	};
	atomic {
#endif
		if :: ok -> USE_SESSION(s); session[s].running++ :: else fi
	}
}

inline part()
{
	atomic {
		USE_SESSION(s);
		if
		:: !made ->
#ifndef BUG_FAILED_AREA_STAYS_COUNTED
			session[s].sections--
#else
			skip
#endif
		:: else ->
			assert(session[s].area == BUSY);
			if
#ifndef BUG_AREA_IS_KEPT_AFTER_THE_END
			:: session[s].ended -> session[s].area = NONE; session[s].sections--
#endif
			:: else -> session[s].area = IDLE
			fi
		fi;
		session[s].running--;
		last = session[s].ended && !session[s].running
	};
	if :: last -> free_session() :: else fi
}

inline open_section(wanted)
{
	join(wanted);
	if
	:: ok && !made ->
		/* Allocated without a lock, and may fail. */
		if
		:: d_step { USE_SESSION(s); assert(session[s].area == NONE); session[s].area = BUSY; made = true }
		:: part(); ok = false
		fi
	:: else
	fi
}

inline deliver()
{
	atomic {
#ifndef BUG_DELIVERS_WITHOUT_LOCK
		take(device[session[s].device].lock);
#endif
		USE_DEVICE(session[s].device);
		USE_SESSION(s);
#ifdef BUG_NO_EPOCH_IS_ASKED
		lasts = device[session[s].device].state == REMOTE
#else
		lasts = device[session[s].device].state == REMOTE &&
			device[session[s].device].epoch == session[s].epoch
#endif
	};
	atomic {
		USE_DEVICE(session[s].device);
		/* What is appended is the owner's from now on. */
		assert(!lasts || device[session[s].device].current == s);
		assert(!lasts || session[s].content == _pid);
#ifndef BUG_DELIVERS_WITHOUT_LOCK
		give(device[session[s].device].lock);
#endif
		lasts = false
	}
}

proctype Worker()
{
	byte n, s;
	bool ok, last, made, lasts;

	do
	:: n < ROUNDS ->
		n++;
		if :: open_section(SHARED) :: open_section(1) fi;
		if
		:: ok ->
			session[s].content = _pid;
#ifdef BUG_AREA_IS_GIVEN_BACK_FIRST
			part();
			deliver()
#else
			deliver();
			part()
#endif
		:: else
		fi;
		d_step { s = 0; ok = false; last = false; made = false }
	:: atomic { n == ROUNDS -> left--; break }
	od
}

init {
	byte i;

	atomic {
		run Owner(0); run Owner(1); run Closer(0); run Closer(1);
		for (i : 1 .. WORKERS) { run Worker() }
	}
	atomic {
		left == 0;
		assert(device[0].freed && device[1].freed);
		assert(registry[0] == NOBODY && registry[1] == NOBODY);
		for (i : 0 .. SESSIONS - 1) {
			assert(!session[i].exists || session[i].freed)
		}
	}
}
