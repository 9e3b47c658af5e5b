/*
 * A disk that fails when it is told to, and tells what it was asked: loaded into the program under test with LD_PRELOAD,
 * it stands between SQLite and the kernel for the files of one folder. It needs no root and changes nothing of the
 * program; Go's own file calls do not pass here.
 *
 *   FAULTS_DIR      the folder
 *   FAULTS_CONTROL  a file with a struct control, shared with the tests, who change it while the program runs
 *   FAULTS_TRACE    where set, the file to which every change of the folder and every flush is written
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OP_OPEN = 1, OP_WRITE = 2, OP_TRUNCATE = 4, OP_SYNC = 8, OP_UNLINK = 16 };
enum { IN_DB = 1, IN_WAL = 2, IN_SHM = 4, IN_DIR = 8, IN_OTHER = 16 };
enum { DO_FAIL = 1, DO_HALF = 2, DO_WAIT = 3, DO_LIE = 4, DO_KILL = 5 };

/* A rule applies to the matching calls number after+1 to after+times; the tests read how many there were. */
struct rule {
	int64_t action; /* 0: none */
	int64_t ops, files;
	int64_t after, times;
	int64_t value; /* an errno, or milliseconds */
	int64_t seen, hits;
};

struct control {
	struct rule rules[8];
};

enum { TRACE_OPEN = 1, TRACE_CREATE, TRACE_WRITE, TRACE_TRUNCATE, TRACE_SYNC_BEGIN, TRACE_SYNC_END, TRACE_SYNC_FAILED, TRACE_UNLINK };

/* A kill can cut a record off in the middle, so each begins with a mark by which the next one is found. */
#define MARK "\x93rEc\xf1\x07\xe8\xb4"

struct record {
	char mark[sizeof MARK - 1];
	uint32_t kind, name; /* the name's length; it follows, and the data after it */
	uint64_t offset, length;
};

#define FDS 65536
static char *names[FDS]; /* within the folder, of the descriptors that are open on it */
static uint32_t errors[IN_OTHER + 1]; /* flushes that failed, by kind of file: of each there is one that matters */
static uint32_t told[FDS]; /* how many of them a descriptor knows of */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER; /* of changes, so that the trace has theirs */
static struct control *control;
static char dir[4096];
static size_t dir_length;
static int trace = -1;
static uint64_t syncs;

__attribute__((constructor)) static void begin(void)
{
	const char *d = getenv("FAULTS_DIR"), *c = getenv("FAULTS_CONTROL"), *t = getenv("FAULTS_TRACE");
	if (!d || !c || strlen(d) >= sizeof dir)
		return;
	int fd = syscall(SYS_openat, AT_FDCWD, c, O_RDWR | O_CLOEXEC, 0);
	if (fd < 0)
		_exit(97);
	control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	syscall(SYS_close, fd);
	if (control == MAP_FAILED)
		_exit(97);
	if (t && (trace = syscall(SYS_openat, AT_FDCWD, t, O_WRONLY | O_APPEND | O_CLOEXEC, 0)) < 0)
		_exit(97);
	strcpy(dir, d);
	dir_length = strlen(dir);
}

/* inside answers a path's name within the folder: "." for the folder itself, NULL for what lies elsewhere. */
static const char *inside(const char *path)
{
	if (!dir_length || strncmp(path, dir, dir_length) != 0)
		return NULL;
	if (path[dir_length] == 0)
		return ".";
	return path[dir_length] == '/' ? path + dir_length + 1 : NULL;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS ? names[fd] : NULL; }

static int64_t file_of(const char *name)
{
	size_t n = strlen(name);
	if (strcmp(name, ".") == 0)
		return IN_DIR;
	if (n > 4 && strcmp(name + n - 4, "-wal") == 0)
		return IN_WAL;
	if (n > 4 && strcmp(name + n - 4, "-shm") == 0)
		return IN_SHM;
	if (n > 3 && strcmp(name + n - 3, ".db") == 0)
		return IN_DB;
	return IN_OTHER;
}

/* judge answers the rule that this call falls under, if any. */
static struct rule *judge(int64_t op, const char *name)
{
	int64_t file = file_of(name);
	for (int i = 0; i < 8; i++) {
		struct rule *r = &control->rules[i];
		if (!__atomic_load_n(&r->action, __ATOMIC_ACQUIRE) || !(r->ops & op) || !(r->files & file))
			continue;
		int64_t n = __atomic_fetch_add(&r->seen, 1, __ATOMIC_SEQ_CST);
		if (n < r->after || n - r->after >= r->times)
			continue;
		__atomic_fetch_add(&r->hits, 1, __ATOMIC_SEQ_CST);
		return r;
	}
	return NULL;
}

/* stopped carries out what a rule says before the call; where it answers 1, the call ends with -1 and errno. */
static int stopped(struct rule *r)
{
	if (!r)
		return 0;
	if (r->action == DO_FAIL) {
		errno = (int)r->value;
		return 1;
	}
	if (r->action == DO_WAIT) {
		struct timespec ts = {r->value / 1000, r->value % 1000 * 1000000};
		nanosleep(&ts, NULL);
	}
	if (r->action == DO_KILL)
		syscall(SYS_kill, getpid(), SIGKILL);
	return 0;
}

/* tell writes down what was done; order must be held where the order matters. */
static void tell(uint32_t kind, const char *name, uint64_t offset, const void *data, uint64_t length)
{
	if (trace < 0 || file_of(name) == IN_SHM)
		return;
	int saved = errno;
	struct record r = {MARK, kind, (uint32_t)strlen(name), offset, data ? length : 0};
	struct iovec v[3] = {{&r, sizeof r}, {(void *)name, r.name}, {(void *)data, r.length}};
	if (syscall(SYS_writev, trace, v, 3) != (ssize_t)(sizeof r + r.name + v[2].iov_len))
		_exit(98);
	errno = saved;
}

static int do_open(const char *path, int flags, mode_t mode)
{
	const char *name = inside(path);
	if (!name)
		return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	struct rule *r = judge(OP_OPEN, name);
	if (r && r->action == DO_FAIL && r->value == EROFS && (flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT))
		r = NULL; /* a read-only disk can be read */
	if (stopped(r))
		return -1;
	pthread_mutex_lock(&order);
	int there = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
	int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && fd < FDS) {
		free(names[fd]);
		names[fd] = strdup(name);
		told[fd] = errors[file_of(name)];
		if (strcmp(name, ".") != 0)
			tell(there ? TRACE_OPEN : TRACE_CREATE, name, 0, NULL, 0);
	}
	pthread_mutex_unlock(&order);
	return fd;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return do_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return do_open(path, flags, mode);
}

int close(int fd)
{
	if (name_of(fd)) {
		pthread_mutex_lock(&order);
		free(names[fd]);
		names[fd] = NULL;
		pthread_mutex_unlock(&order);
	}
	return syscall(SYS_close, fd);
}

static ssize_t do_write(int fd, const void *data, size_t length, int64_t offset)
{
	const char *name = name_of(fd);
	if (!name)
		return offset < 0 ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
	struct rule *r = judge(OP_WRITE, name);
	if (r && r->action == DO_KILL && length > 1) { /* in the middle of it */
		if (offset < 0)
			syscall(SYS_write, fd, data, length / 2);
		else
			syscall(SYS_pwrite64, fd, data, length / 2, offset);
	}
	if (stopped(r))
		return -1;
	if (r && r->action == DO_LIE)
		return length;
	if (r && r->action == DO_HALF && length > 1)
		length /= 2;
	pthread_mutex_lock(&order);
	if (offset < 0)
		offset = syscall(SYS_lseek, fd, 0, SEEK_CUR);
	ssize_t n = syscall(SYS_pwrite64, fd, data, length, offset);
	if (n > 0) {
		syscall(SYS_lseek, fd, offset + n, SEEK_SET);
		tell(TRACE_WRITE, name, offset, data, n);
	}
	pthread_mutex_unlock(&order);
	return n;
}

ssize_t write(int fd, const void *data, size_t length) { return do_write(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return do_write(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return do_write(fd, data, length, offset); }

static int do_truncate(int fd, int64_t length)
{
	const char *name = name_of(fd);
	if (!name)
		return syscall(SYS_ftruncate, fd, length);
	if (stopped(judge(OP_TRUNCATE, name)))
		return -1;
	pthread_mutex_lock(&order);
	int failed = syscall(SYS_ftruncate, fd, length);
	if (!failed)
		tell(TRACE_TRUNCATE, name, length, NULL, 0);
	pthread_mutex_unlock(&order);
	return failed;
}

int ftruncate(int fd, off_t length) { return do_truncate(fd, length); }
int ftruncate64(int fd, off64_t length) { return do_truncate(fd, length); }

/* missed tells whether a flush has failed that this descriptor was not told of. order must be held. */
static int missed(int fd, const char *name)
{
	int missed = told[fd] != errors[file_of(name)];
	told[fd] = errors[file_of(name)];
	return missed;
}

/*
 * A flush covers what was written before it began, so its beginning and its end are told. Like Linux, the disk tells of a
 * failure once on each descriptor that was open then, whoever's flush it was that failed: what it was to cover may have
 * been written by another one.
 */
static int do_sync(int fd, long call)
{
	const char *name = name_of(fd);
	if (!name)
		return syscall(call, fd);
	struct rule *r = judge(OP_SYNC, name);
	if (r && r->action == DO_LIE)
		return 0;
	pthread_mutex_lock(&order);
	uint64_t number = ((uint64_t)getpid() << 32) + ++syncs;
	tell(TRACE_SYNC_BEGIN, name, number, NULL, 0);
	pthread_mutex_unlock(&order);
	int failed = stopped(r) ? -1 : syscall(call, fd);
	pthread_mutex_lock(&order);
	if (failed)
		errors[file_of(name)]++;
	if (missed(fd, name) && !failed) {
		errno = EIO;
		failed = -1;
	}
	tell(failed ? TRACE_SYNC_FAILED : TRACE_SYNC_END, name, number, NULL, 0);
	pthread_mutex_unlock(&order);
	return failed;
}

int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }

int unlink(const char *path)
{
	const char *name = inside(path);
	if (!name)
		return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (stopped(judge(OP_UNLINK, name)))
		return -1;
	pthread_mutex_lock(&order);
	int failed = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (!failed)
		tell(TRACE_UNLINK, name, 0, NULL, 0);
	pthread_mutex_unlock(&order);
	return failed;
}
