/* Preloaded into a test process: makes the k-th change of a file under one folder fail, tear or kill.
 *
 * Counted are write, pwrite, fsync, fdatasync, ftruncate, truncate, rename, link, unlink and open that makes a new file.
 * fault_arm(folder, k, error, mode): mode 0 fails once, 1 fails from the k-th on, 2 ends the process before the call,
 * 3 ends it after half of the bytes of a write (before the call, when it is no write).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { ONCE, STICKY, KILL, TEAR };

static char folder[PATH_MAX];
static int armed, target, error_number, mode;
static volatile int count;

void fault_arm(const char *path, int k, int error, int how) {
    snprintf(folder, sizeof folder, "%s", path);
    target = k;
    error_number = error;
    mode = how;
    count = 0;
    armed = 1;
}

int fault_disarm(void) {
    armed = 0;
    return count;
}

static int inside(const char *path) { return path && strncmp(path, folder, strlen(folder)) == 0; }

static int inside_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return inside(path);
}

/* Returns 1 when the call has to fail with errno set; ends the process when told so. */
static int strikes(void) {
    count++;
    if (count < target || (mode != STICKY && count > target)) return 0;
    if (mode >= KILL) _exit(137);
    errno = error_number;
    return 1;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))
#define FAIL_FD(fd, failed) \
    do { if (armed && inside_fd(fd) && strikes()) return failed; } while (0)
#define FAIL_PATH(path, failed) \
    do { if (armed && inside(path) && strikes()) return failed; } while (0)

static void tear(int fd, const void *data, size_t size, off_t offset, int has_offset) {
    if (!armed || mode != TEAR || count + 1 != target || !inside_fd(fd)) return;
    if (has_offset) (void)!REAL(pwrite)(fd, data, size / 2, offset);
    else (void)!REAL(write)(fd, data, size / 2);
    _exit(137);
}

ssize_t write(int fd, const void *data, size_t size) {
    tear(fd, data, size, 0, 0);
    FAIL_FD(fd, -1);
    return REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    tear(fd, data, size, offset, 1);
    FAIL_FD(fd, -1);
    return REAL(pwrite)(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    tear(fd, data, size, offset, 1);
    FAIL_FD(fd, -1);
    return REAL(pwrite64)(fd, data, size, offset);
}

int fsync(int fd) { FAIL_FD(fd, -1); return REAL(fsync)(fd); }
int fdatasync(int fd) { FAIL_FD(fd, -1); return REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { FAIL_FD(fd, -1); return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { FAIL_FD(fd, -1); return REAL(ftruncate64)(fd, size); }
int truncate(const char *path, off_t size) { FAIL_PATH(path, -1); return REAL(truncate)(path, size); }
int truncate64(const char *path, off64_t size) { FAIL_PATH(path, -1); return REAL(truncate64)(path, size); }
int rename(const char *from, const char *to) { FAIL_PATH(to, -1); return REAL(rename)(from, to); }
int link(const char *from, const char *to) { FAIL_PATH(to, -1); return REAL(link)(from, to); }
int linkat(int a, const char *from, int b, const char *to, int flags) {
    FAIL_PATH(to, -1);
    return REAL(linkat)(a, from, b, to, flags);
}
int unlink(const char *path) { FAIL_PATH(path, -1); return REAL(unlink)(path); }

#define OPEN(name)                                            \
    int name(const char *path, int flags, ...) {              \
        va_list list;                                         \
        va_start(list, flags);                                \
        mode_t rights = flags & O_CREAT ? va_arg(list, int) : 0; \
        va_end(list);                                         \
        if (flags & O_CREAT && access(path, F_OK)) FAIL_PATH(path, -1); \
        return REAL(name)(path, flags, rights);               \
    }
OPEN(open)
OPEN(open64)
