// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <errno.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/places.h"
#include "tool/collect/checks.h"

/* The library's own, as an instrumented program would call it. */
void __sanitizer_cov_trace_pc(void);

static void check_library(struct finding *finding)
{
	char *library = library_place();

	/* A bare name is the loader's to find. */
	if (*library == '/' && !access(library, R_OK)) {
		snprintf(finding->text, sizeof(finding->text),
			 "programs are traced by %s", library);
	} else {
		finding->verdict = CHECK_WRONG;
		snprintf(finding->text, sizeof(finding->text),
			 "%s is not beside kcovctl: make lib, or name it in "
			 "KCOV_LIBRARY",
			 library);
	}
	free(library);
}

static void check_trace(struct finding *finding)
{
	struct device device;
	int error;

	if (!device_open(&device, 512)) {
		finding->verdict = CHECK_WRONG;
		strcpy(finding->text,
		       "the library makes no device: memfd_create "
		       "is needed (Linux 3.17)");
		return;
	}
	error = device_enable(&device, KCOV_TRACE_PC);
	__sanitizer_cov_trace_pc();
	if (!error)
		device_disable(&device);
	if (error) {
		finding->verdict = CHECK_WRONG;
		snprintf(finding->text, sizeof(finding->text), "%s",
			 explain_enable(error, KCOV_TRACE_PC));
	} else if (device_records(&device, KCOV_TRACE_PC) != 1) {
		finding->verdict = CHECK_WRONG;
		strcpy(finding->text, "one call of the callback did not give "
				      "one PC: another library defines "
				      "__sanitizer_cov_trace_pc; unset "
				      "LD_PRELOAD");
	} else {
		strcpy(finding->text, "one call of the callback gave one PC");
	}
	device_close(&device);
}

int check_user_space(void (*report)(const struct finding *finding, void *data),
		     void *data)
{
	struct finding library = { .name = "library" };
	struct finding trace = { .name = "user-trace" };

	host_choose(HOST_USER);
	check_library(&library);
	report(&library, data);
	check_trace(&trace);
	report(&trace, data);
	return (library.verdict == CHECK_WRONG) +
	       (trace.verdict == CHECK_WRONG);
}
