// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which session listens to which handle. A hash table of nodes that live in
 * their sessions; looking up costs one bucket, removing a session's handles is
 * proportional to their number. All with the registry lock held.
 */
#include "core/registry.h"

#define KCOV_BUCKETS 256

static struct kcov_handle_node *buckets[KCOV_BUCKETS];

static struct kcov_handle_node **bucket_of(uint64_t handle)
{
	/* Instances count up from small numbers, subsystems are few. */
	return &buckets[handle % KCOV_BUCKETS];
}

struct kcov_session *kcov_registry_find_locked(uint64_t handle)
{
	struct kcov_handle_node *node;

	for (node = *bucket_of(handle); node; node = node->next)
		if (node->handle == handle)
			return node->session;
	return NULL;
}

int kcov_registry_add_locked(struct kcov_session *session, uint64_t handle)
{
	struct kcov_handle_node **bucket = bucket_of(handle);
	struct kcov_handle_node *node = &session->nodes[session->handles];

	if (kcov_registry_find_locked(handle))
		return -EEXIST;
	node->handle = handle;
	node->session = session;
	node->next = *bucket;
	*bucket = node;
	session->handles++;
	return 0;
}

void kcov_sessions_forget_locked(void)
{
	size_t i;

	for (i = 0; i < KCOV_BUCKETS; i++)
		buckets[i] = NULL;
}

static void unlink_node(struct kcov_handle_node *node)
{
	struct kcov_handle_node **link = bucket_of(node->handle);

	while (*link != node)
		link = &(*link)->next;
	*link = node->next;
}

void kcov_registry_remove_locked(struct kcov_session *session)
{
	while (session->handles)
		unlink_node(&session->nodes[--session->handles]);
}
