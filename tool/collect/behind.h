/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A recorder that outlives being killed, for as long as it takes to save. */
#ifndef KCOV_TOOL_BEHIND_H
#define KCOV_TOOL_BEHIND_H

/*
 * From here on a child of this process goes on in its place, and this process
 * does nothing but pass signals on to it and end as it ends. If this one is
 * killed, the child is asked to end as by SIGTERM, and nobody else has to be.
 * Failures are no harm: then this process itself goes on.
 */
void stay_behind(void);

#endif /* KCOV_TOOL_BEHIND_H */
