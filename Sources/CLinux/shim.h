// SPDX-License-Identifier: Apache-2.0
#pragma once

// What Linux has and Swift's Glibc module leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// Hidden behind _GNU_SOURCE, which a module cannot set for the headers of another one.
extern int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
extern int pthread_setname_np(unsigned long thread, const char *name);
extern int gettid(void);
extern int memfd_create(const char *name, unsigned int flags);

// MFD_CLOEXEC of <sys/mman.h>, hidden in the same way.
static const unsigned int CLINUX_MFD_CLOEXEC = 1;
