/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * For hosts without Linux's headers: numbers of calls, as most machines have
 * them. (Linux on MIPS, PowerPC and SPARC has others: a host whose clients are
 * programs for it there takes the header that they take.)
 */
#ifndef BARE_LINUX_IOCTL_H
#define BARE_LINUX_IOCTL_H

#define BARE_IOC(direction, type, number, bytes)                         \
	((unsigned int)(direction) << 30 | (unsigned int)(bytes) << 16 | \
	 (unsigned int)(type) << 8 | (unsigned int)(number))

#define _IO(type, number) BARE_IOC(0, type, number, 0)
#define _IOW(type, number, argument) BARE_IOC(1, type, number, sizeof(argument))
#define _IOR(type, number, argument) BARE_IOC(2, type, number, sizeof(argument))

#endif /* BARE_LINUX_IOCTL_H */
