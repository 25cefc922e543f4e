/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Who takes and who needs which lock, for clang's -Wthread-safety: read before
 * each file of core/ and port/posix (tests/static/check), whose text says the
 * same to people: the letters of doc/concurrency.md beside fields, which
 * tests/static/marks turns into attributes, and "_locked" in names. The code
 * itself carries nothing, so every compiler sees the core as it is.
 *
 * A letter stands for all locks of its kind: whose lock is held is not asked.
 */
#ifndef KCOV_TESTS_STATIC_LOCKS_H
#define KCOV_TESTS_STATIC_LOCKS_H

struct __attribute__((capability("lock"))) lock_mark {
	char none;
};

#define AFTER(...) __attribute__((acquired_after(__VA_ARGS__)))
#define TAKES(mark) __attribute__((acquire_capability(mark)))
#define LETS_GO(mark) __attribute__((release_capability(mark)))
#define NEEDS(...) __attribute__((requires_capability(__VA_ARGS__)))
#define WITHOUT(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define UNCHECKED __attribute__((no_thread_safety_analysis))
/* In the one file that has it. */
#define HERE __attribute__((unused)) static

/* In the order in which they are taken. */
extern struct lock_mark lock_P;
extern struct lock_mark lock_L AFTER(lock_P);
extern struct lock_mark lock_G AFTER(lock_P, lock_L);
extern struct lock_mark lock_T AFTER(lock_P, lock_L, lock_G);
extern struct lock_mark lock_M AFTER(lock_P);

/* Defined in a header: what it needs has to be said before. */
struct kcov_counters;
static inline __UINT64_TYPE__
kcov_counters_lost_locked(const struct kcov_counters *counters) NEEDS(lock_L);

/* What they protect: the headers' marks name them. */
#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/delivery.h"
#include "core/kcov.h"
#include "port/posix/domain/domain.h"

/* The locks. What they are made of is no lock to the analyser. */

unsigned long kcov_port_device_lock(struct kcov_device *device)
	TAKES(lock_L) UNCHECKED;
void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
	LETS_GO(lock_L) UNCHECKED;
unsigned long kcov_port_registry_lock(void) TAKES(lock_G) UNCHECKED;
void kcov_port_registry_unlock(unsigned long flags) LETS_GO(lock_G) UNCHECKED;
void posix_table_lock(struct posix_table *table) TAKES(lock_T) UNCHECKED;
void posix_table_unlock(struct posix_table *table) LETS_GO(lock_T) UNCHECKED;
HERE void lock_proxies(void) TAKES(lock_P) UNCHECKED;
HERE void unlock_proxies(void) LETS_GO(lock_P) UNCHECKED;
HERE void lock(void) TAKES(lock_M) UNCHECKED;
HERE void unlock(void) LETS_GO(lock_M) UNCHECKED;

/* A device. */

int kcov_device_check_enable_locked(struct kcov_device *device, bool taken,
				    uintptr_t trace_mode) NEEDS(lock_L);
HERE void free_locked(struct kcov_device *device) NEEDS(lock_L);
void kcov_device_recover_locked(struct kcov_device *device) NEEDS(lock_L);
bool kcov_port_abandoned(struct kcov_device *device) NEEDS(lock_L);
int kcov_port_bound(struct kcov_device *device) NEEDS(lock_L);
void kcov_port_unbound(struct kcov_device *device) NEEDS(lock_L);
void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit) NEEDS(lock_L);
bool kcov_device_is_enabled(const struct kcov_device *device) NEEDS(lock_L);
HERE struct kcov_feedback *begin_locked(struct kcov_device *device,
					enum kcov_mode mode, void *area,
					size_t words, struct kcov_seen *set,
					uint64_t *limit) NEEDS(lock_L);
HERE int bind_locked(struct kcov_device *device, struct kcov_task *task,
		     enum kcov_mode mode, struct kcov_seen *set) NEEDS(lock_L);
HERE int check_choice_locked(struct kcov_device *device,
			     const struct kcov_choice *choice) NEEDS(lock_L);
HERE void clear_locked(struct kcov_device *device) NEEDS(lock_L);
HERE void describe_locked(struct kcov_query *query,
			  const struct kcov_device *device) NEEDS(lock_L);
HERE uint64_t records_locked(struct kcov_device *device, size_t words)
	NEEDS(lock_L);
HERE uint64_t cmp_records_locked(struct kcov_device *device, size_t words)
	NEEDS(lock_L);
void kcov_counters_note_locked(struct kcov_device *device) NEEDS(lock_L);
HERE void count_locked(struct kcov_stat *stat, struct kcov_device *device)
	NEEDS(lock_L);
HERE bool is_stale_locked(const struct kcov_section *section) NEEDS(lock_L);
bool posix_owner_may_adopt(struct posix_header *header) WITHOUT(lock_L);
HERE bool owner_lives(const struct posix_header *header) NEEDS(lock_L);
HERE bool is_former_self(const struct posix_header *header) NEEDS(lock_L);

/* Sessions and their sections. */

void kcov_session_end_locked(struct kcov_session *session) NEEDS(lock_L)
	WITHOUT(lock_G);
bool kcov_session_lasts_locked(const struct kcov_session *session)
	NEEDS(lock_L);
int kcov_session_set_up_locked(struct kcov_session *session,
			       struct kcov_device *device, enum kcov_mode mode,
			       size_t words, size_t section_words)
	NEEDS(lock_L);
HERE int take_choice_locked(struct kcov_session *session, size_t words)
	NEEDS(lock_L);
void kcov_delivery_ready_locked(struct kcov_session *session) NEEDS(lock_L);
uint64_t kcov_delivery_go_on_locked(struct kcov_session *session,
				    struct kcov_delivery *delivery)
	NEEDS(lock_L);
HERE bool deliver_locked(struct kcov_section *section,
			 struct kcov_delivery *delivery) NEEDS(lock_L);
HERE uint64_t append_locked(const struct kcov_section *section) NEEDS(lock_L);
void kcov_session_release(struct kcov_session *session) WITHOUT(lock_L, lock_G);
void kcov_session_drop(struct kcov_session *session) WITHOUT(lock_L, lock_G);
bool kcov_session_drop_locked(struct kcov_session *session) NEEDS(lock_G);
void kcov_session_free(struct kcov_session *session) WITHOUT(lock_L, lock_G);
bool kcov_session_reap(uint64_t handle) WITHOUT(lock_L, lock_G);
HERE int start_locked(struct kcov_session *session, struct kcov_device *device,
		      struct kcov_task *task,
		      const struct kcov_remote_arg *argument) NEEDS(lock_L);
HERE bool is_over_locked(const struct kcov_session *session) NEEDS(lock_L);
HERE int check_locked(const struct kcov_device *device, uint32_t epoch,
		      size_t words) NEEDS(lock_L);
HERE int set_up_locked(struct kcov_session *session, struct kcov_device *device,
		       uint32_t epoch, size_t words, size_t section_words)
	NEEDS(lock_L);
HERE int open_locked(struct kcov_session *session, struct kcov_device *device,
		     uint64_t handle, uint32_t epoch, size_t section_words)
	NEEDS(lock_L);

/* The registry and private areas. */

int kcov_registry_add_locked(struct kcov_session *session, uint64_t handle)
	NEEDS(lock_G);
void kcov_registry_remove_locked(struct kcov_session *session) NEEDS(lock_G);
struct kcov_session *kcov_registry_find_locked(uint64_t handle) NEEDS(lock_G);
struct kcov_section *kcov_scratch_take_locked(struct kcov_session *session)
	NEEDS(lock_G);
struct kcov_section *kcov_scratch_take_interrupt_locked(void) NEEDS(lock_G);
bool kcov_scratch_reserve_locked(struct kcov_session *session) NEEDS(lock_G);
void kcov_scratch_unreserve_locked(struct kcov_session *session) NEEDS(lock_G);
struct kcov_section *kcov_scratch_put_locked(struct kcov_session *session,
					     struct kcov_section *section)
	NEEDS(lock_G);
struct kcov_section *kcov_scratch_drain_locked(struct kcov_session *session)
	NEEDS(lock_G);
void kcov_scratch_free(struct kcov_section *list) WITHOUT(lock_G);
HERE void unlink_node(struct kcov_handle_node *node) NEEDS(lock_G);
HERE int register_handles(struct kcov_session *session,
			  const struct kcov_remote_arg *argument) NEEDS(lock_L);
HERE int add_handles_locked(struct kcov_session *session,
			    const struct kcov_remote_arg *argument)
	NEEDS(lock_L, lock_G);

/* The domain: published with the device's and the registry's lock. */

int posix_domain_publish(struct kcov_session *session, int err)
	NEEDS(lock_L, lock_G);
void posix_domain_withdraw(struct kcov_session *session) NEEDS(lock_L, lock_G);
bool posix_table_put_locked(struct posix_table *table,
			    const struct posix_entry *entry) NEEDS(lock_T);
void posix_table_clear_locked(struct posix_table *table, uint32_t slot)
	NEEDS(lock_T);
void posix_domain_reap(struct posix_table *table, uint64_t handle)
	WITHOUT(lock_T);
HERE bool take_locked(struct posix_table *table, uint64_t handle) NEEDS(lock_T);
HERE bool is_taken_locked(struct posix_table *table,
			  const struct kcov_session *session)
	NEEDS(lock_G, lock_T);
HERE void reap_all_locked(struct posix_table *table) NEEDS(lock_T);
HERE void clear_own_locked(struct posix_table *table,
			   const struct kcov_session *session)
	NEEDS(lock_G, lock_T);
HERE bool put_all_locked(struct posix_table *table,
			 const struct kcov_session *session, int fd)
	NEEDS(lock_L, lock_G, lock_T);
HERE int publish_locked(struct posix_table *table,
			const struct kcov_session *session)
	NEEDS(lock_L, lock_G, lock_T);
HERE int keep_descriptor(const struct kcov_session *session) NEEDS(lock_G);
HERE void close_descriptor(const struct kcov_session *session) NEEDS(lock_G);
HERE void mend(struct posix_table *table) NEEDS(lock_T);
HERE void count_change(struct posix_table *table) NEEDS(lock_T);
HERE void count_used(struct posix_table *table, int more) NEEDS(lock_T);
HERE void draw_in(struct posix_table *table, uint32_t place) NEEDS(lock_T);
HERE void remember(const struct posix_sighting *seen) NEEDS(lock_P);
HERE void look_after_two(struct posix_table *table) NEEDS(lock_P);

/* The map of images. */

HERE struct posix_map_text latest_text(void) NEEDS(lock_M);
HERE bool map_log(struct posix_image_log *log, int fd) NEEDS(lock_M);
bool posix_image_log_begin(struct posix_header *header,
			   const struct posix_map_text *now) NEEDS(lock_M);
void posix_image_log_note(const struct posix_map_text *old,
			  const struct posix_map_text *now) NEEDS(lock_M);
void posix_image_log_end(struct posix_image_log *log) NEEDS(lock_M);
/* The owner asks, in whose session nobody else changes these. */
uint64_t posix_image_session(const struct posix_header *header) UNCHECKED;
HERE uint64_t count_now(struct posix_image_log *log) UNCHECKED;
HERE void store(char *map) NEEDS(lock_M);
HERE bool put(int fd) NEEDS(lock_M);

/* Nobody else has it yet, has it any more, or can have it meanwhile. */

void kcov_device_init(struct kcov_device *device) UNCHECKED;
void kcov_device_put(struct kcov_device *device)
	WITHOUT(lock_L, lock_G) UNCHECKED;
/* One thread is left, or one makes it anew (registry.c). */
void kcov_sessions_forget_locked(void) UNCHECKED;
void posix_foreign_begin_anew(void) UNCHECKED;

#endif /* KCOV_TESTS_STATIC_LOCKS_H */
