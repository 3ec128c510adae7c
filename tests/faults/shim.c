/* Preloaded into a test process: makes the k-th change of a file under one folder fail, tear or kill.
 *
 * Counted are write, pwrite, fsync, fdatasync, ftruncate, truncate, rename, link, unlink and open that makes a new file.
 * fault_arm(folder, k, error, mode): mode 0 fails once, 1 fails from the k-th on, 2 ends the process before the call,
 * 3 ends it after half of the bytes of a write (before the call, when it is no write).
 *
 * fault_trace(folder, file) writes every such call that succeeded to a file instead, with inode, place and bytes, for
 * the power cuts of test_power_cut.py; fault_note puts a mark of the program's own between them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { ONCE, STICKY, KILL, TEAR };

static char folder[PATH_MAX];
static int armed, target, error_number, mode, trace = -1;
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

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

void fault_trace(const char *path, const char *file) {
    snprintf(folder, sizeof folder, "%s", path);
    trace = REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void record(const char *text, const void *data, size_t size) {
    size_t length = strlen(text);
    char *whole = malloc(length + size);
    memcpy(whole, text, length);
    if (size) memcpy(whole + length, data, size);
    (void)!REAL(write)(trace, whole, length + size);
    free(whole);
}

void fault_note(const char *text) {
    char line[256];
    snprintf(line, sizeof line, "A\t%s\n", text);
    if (trace >= 0) record(line, NULL, 0);
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

static int traced(int fd) {
    int before = errno, found = trace >= 0 && fd != trace && inside_fd(fd);
    errno = before;
    return found;
}

static void record_fd(char kind, int fd, long long place, const void *data, size_t size) {
    struct stat status;
    char line[128];
    if (fstat(fd, &status)) return;
    if (kind == 'S' && S_ISDIR(status.st_mode)) kind = 'D';
    snprintf(line, sizeof line, "%c\t%llu\t%lld\t%zu\n", kind, (unsigned long long)status.st_ino, place, size);
    record(line, data, size);
}

static void record_paths(char kind, const char *from, const char *to) {
    char line[2 * PATH_MAX + 8];
    snprintf(line, sizeof line, "%c\t%s\t%s\n", kind, from, to);
    record(line, NULL, 0);
}

#define TRACE_FD(call, kind, fd, place)                             \
    do {                                                            \
        int result = (call);                                        \
        if (result == 0 && traced(fd)) record_fd(kind, fd, place, NULL, 0); \
        return result;                                              \
    } while (0)
#define TRACE_PATHS(call, kind, from, to)                           \
    do {                                                            \
        int result = (call);                                        \
        if (result == 0 && trace >= 0 && inside(to)) record_paths(kind, from, to); \
        return result;                                              \
    } while (0)

ssize_t write(int fd, const void *data, size_t size) {
    tear(fd, data, size, 0, 0);
    FAIL_FD(fd, -1);
    off_t place = trace >= 0 ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t written = REAL(write)(fd, data, size);
    if (written > 0 && traced(fd)) record_fd('W', fd, place, data, written);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    tear(fd, data, size, offset, 1);
    FAIL_FD(fd, -1);
    ssize_t written = REAL(pwrite)(fd, data, size, offset);
    if (written > 0 && traced(fd)) record_fd('W', fd, offset, data, written);
    return written;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    tear(fd, data, size, offset, 1);
    FAIL_FD(fd, -1);
    ssize_t written = REAL(pwrite64)(fd, data, size, offset);
    if (written > 0 && traced(fd)) record_fd('W', fd, offset, data, written);
    return written;
}

int fsync(int fd) { FAIL_FD(fd, -1); TRACE_FD(REAL(fsync)(fd), 'S', fd, 0); }
int fdatasync(int fd) { FAIL_FD(fd, -1); TRACE_FD(REAL(fdatasync)(fd), 'S', fd, 0); }
int ftruncate(int fd, off_t size) { FAIL_FD(fd, -1); TRACE_FD(REAL(ftruncate)(fd, size), 'T', fd, size); }
int ftruncate64(int fd, off64_t size) { FAIL_FD(fd, -1); TRACE_FD(REAL(ftruncate64)(fd, size), 'T', fd, size); }
int truncate(const char *path, off_t size) { FAIL_PATH(path, -1); return REAL(truncate)(path, size); }
int truncate64(const char *path, off64_t size) { FAIL_PATH(path, -1); return REAL(truncate64)(path, size); }
int rename(const char *from, const char *to) {
    FAIL_PATH(to, -1);
    TRACE_PATHS(REAL(rename)(from, to), 'R', from, to);
}
int link(const char *from, const char *to) {
    FAIL_PATH(to, -1);
    TRACE_PATHS(REAL(link)(from, to), 'L', from, to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    FAIL_PATH(to, -1);
    TRACE_PATHS(REAL(linkat)(a, from, b, to, flags), 'L', from, to);
}
int unlink(const char *path) {
    FAIL_PATH(path, -1);
    TRACE_PATHS(REAL(unlink)(path), 'U', "", path);
}
int unlinkat(int folder_fd, const char *path, int flags) {
    FAIL_PATH(path, -1);
    TRACE_PATHS(REAL(unlinkat)(folder_fd, path, flags), 'U', "", path);
}

static void record_new(const char *path, int fd) {
    struct stat status;
    char number[32];
    if (fd < 0 || fstat(fd, &status)) return;
    snprintf(number, sizeof number, "%llu", (unsigned long long)status.st_ino);
    record_paths('N', number, path);
}

#define OPEN(name)                                            \
    int name(const char *path, int flags, ...) {              \
        va_list list;                                         \
        va_start(list, flags);                                \
        mode_t rights = flags & O_CREAT ? va_arg(list, int) : 0; \
        va_end(list);                                         \
        int is_new = flags & O_CREAT && access(path, F_OK);   \
        if (is_new) FAIL_PATH(path, -1);                      \
        int fd = REAL(name)(path, flags, rights);             \
        if (is_new && trace >= 0 && inside(path)) record_new(path, fd); \
        return fd;                                            \
    }
OPEN(open)
OPEN(open64)
