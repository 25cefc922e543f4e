// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Commands as somebody else, whose rights the kernel then looks at. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"

static const struct passwd *chosen;

void choose_user(const char *name)
{
	errno = 0;
	chosen = getpwnam(name);
	if (!chosen)
		die(STATUS_WRAPPER_FAILED,
		    "no user \"%s\"%s%s; getent passwd "
		    "lists them",
		    name, errno ? ": " : "", errno ? strerror(errno) : "");
	if (geteuid())
		die(STATUS_WRAPPER_FAILED,
		    "only root runs commands as somebody else: leave out -u");
}

void become_user(void)
{
	if (!chosen)
		return;
	if (initgroups(chosen->pw_name, chosen->pw_gid) ||
	    setresgid(chosen->pw_gid, chosen->pw_gid, chosen->pw_gid) ||
	    setresuid(chosen->pw_uid, chosen->pw_uid, chosen->pw_uid)) {
		error("cannot become %s: %s; run with CAP_SETUID and "
		      "CAP_SETGID",
		      chosen->pw_name, strerror(errno));
		_exit(STATUS_WRAPPER_FAILED);
	}
}

bool is_users(uid_t user)
{
	return user == geteuid() || (chosen && user == chosen->pw_uid);
}
