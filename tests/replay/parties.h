/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The tasks of a sequence: threads that do one thing at a time when told. */
#ifndef KCOV_REPLAY_PARTIES_H
#define KCOV_REPLAY_PARTIES_H

/* Party p begins, as a thread that party `creator` makes, or this thread (-1). */
void party_begin(int p, int creator);
/* It exits; nobody tells it anything any more. */
void party_end(int p);
/* Runs the body as that party; returns its result. */
long party_do(int p, long (*body)(void *), void *argument);

#endif /* KCOV_REPLAY_PARTIES_H */
