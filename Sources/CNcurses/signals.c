#define _GNU_SOURCE

#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// MARK: the guard: what a crash must undo, readable from a signal handler

static const char *guard_reset;
static size_t guard_length;
static int guard_output, guard_input;
static struct termios guard_modes;
static bool guard_knows_modes;
static atomic_bool guarded;

static int errors_before = -1;
static int errors_log = -1;

void curses_remember_modes(int descriptor) {
  guard_knows_modes = tcgetattr(descriptor, &guard_modes) == 0;
}

void curses_guard(const char *reset, int output, int input) {
  if (reset == NULL) {
    atomic_store(&guarded, false);
    return;
  }
  guard_reset = reset;
  guard_length = strlen(reset);
  guard_output = output;
  guard_input = input;
  atomic_store(&guarded, true);
}

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(descriptor, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    bytes += count;
    length -= (size_t)count;
  }
}

// MARK: pictures

static atomic_int picture_color, picture_count;
static atomic_bool pictures_wrapped;

void curses_keep_pictures(int color, int count, bool wrapped) {
  atomic_store(&picture_color, color);
  atomic_store(&picture_count, count);
  atomic_store(&pictures_wrapped, wrapped);
}

/// Appends a text to a buffer that is large enough.
static size_t append(char *buffer, size_t length, const char *text) {
  while (*text != 0) buffer[length++] = *text++;
  return length;
}

static size_t append_number(char *buffer, size_t length, uint32_t number) {
  char digits[10];
  size_t count = 0;
  do digits[count++] = (char)('0' + number % 10);
  while ((number /= 10) != 0);
  while (count > 0) buffer[length++] = digits[--count];
  return length;
}

void curses_free_pictures(int output) {
  const int count = atomic_exchange(&picture_count, 0);
  const uint32_t color = (uint32_t)atomic_load(&picture_color);
  const bool wrapped = atomic_load(&pictures_wrapped);
  char buffer[1024];
  // What was on its way may have been cut inside of a string, in tmux between two Escapes.
  size_t length = count > 0 ? append(buffer, 0, "\033\\\033\\") : 0;
  for (uint32_t i = 0; i < (uint32_t)count; i++) {
    length = append(buffer, length, wrapped ? "\033Ptmux;\033\033_G" : "\033_G");
    length = append(buffer, length, "a=d,d=I,q=2,i=");
    length = append_number(buffer, length, (i % 255 + 1) << 24 | (color + i / 255));
    length = append(buffer, length, wrapped ? "\033\033\\\033\\" : "\033\\");
    if (length > sizeof buffer - 100) {
      write_all(output, buffer, length);
      length = 0;
    }
  }
  write_all(output, buffer, length);
}

void curses_rescue(void) {
  if (!atomic_exchange(&guarded, false)) return;
  // A terminal that takes nothing any more must not keep the program from ending.
  struct pollfd terminal = {.fd = guard_output, .events = POLLOUT};
  if (poll(&terminal, 1, 200) == 1) {
    curses_free_pictures(guard_output);
    write_all(guard_output, guard_reset, guard_length);
  }
  if (guard_knows_modes) tcsetattr(guard_input, TCSANOW, &guard_modes);
  curses_return_errors();
}

// MARK: standard error

void curses_divert_errors(void) {
  if (errors_log >= 0 || !isatty(STDERR_FILENO)) return;
  const int log = memfd_create("errors", MFD_CLOEXEC);
  if (log < 0) return;
  const int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (before < 0 || dup2(log, STDERR_FILENO) < 0) {
    if (before >= 0) close(before);
    close(log);
    return;
  }
  errors_before = before;
  errors_log = log;
}

void curses_return_errors(void) {
  if (errors_log < 0) return;
  const int log = errors_log;
  errors_log = -1;
  dup2(errors_before, STDERR_FILENO);
  close(errors_before);
  char tail[4096];
  const off_t size = lseek(log, 0, SEEK_END);
  const off_t start = size > (off_t)sizeof tail ? size - (off_t)sizeof tail : 0;
  const ssize_t count = pread(log, tail, sizeof tail, start);
  if (count > 0) write_all(STDERR_FILENO, tail, (size_t)count);
  close(log);
}

void curses_trim_errors(void) {
  struct stat status;
  if (errors_log < 0 || fstat(errors_log, &status) != 0 || status.st_size < 1 << 20) return;
  if (ftruncate(errors_log, 0) == 0) lseek(errors_log, 0, SEEK_SET);
}

// MARK: signals that become events

static const int WATCHED[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
static const int FATAL[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE, SIGQUIT};
enum {
  WATCHED_COUNT = sizeof WATCHED / sizeof *WATCHED,
  FATAL_COUNT = sizeof FATAL / sizeof *FATAL,
};
/// How long a program may take to end itself before a second signal ends it.
enum { GRACE_SECONDS = 2 };

static struct sigaction watched_before[WATCHED_COUNT];
static struct sigaction fatal_before[FATAL_COUNT];
static bool watching;
static int pipe_ends[2] = {-1, -1};
static atomic_uint pending;
static _Atomic time_t asked_to_end;

static time_t seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

static void poke(unsigned bit) {
  // One byte at a time is enough: whoever reads it takes all bits.
  if ((atomic_fetch_or(&pending, bit) & bit) != 0) return;
  const char byte = 0;
  while (write(pipe_ends[1], &byte, 1) < 0 && errno == EINTR) {
  }
}

static void on_signal(int number) {
  const int saved = errno;
  if (number == SIGTERM || number == SIGHUP || number == SIGINT) {
    const time_t now = seconds_now();
    time_t never = 0;
    if (!atomic_compare_exchange_strong(&asked_to_end, &never, now) &&
        now - never > GRACE_SECONDS) {
      // It was asked before and is stuck. The signal is blocked until this handler returns.
      curses_rescue();
      signal(number, SIG_DFL);
      raise(number);
    }
  }
  poke(1u << number);
  errno = saved;
}

static void on_crash(int number) {
  curses_rescue();
  for (int i = 0; i < FATAL_COUNT; i++)
    if (FATAL[i] == number) sigaction(number, &fatal_before[i], NULL);
  // Delivered to whoever handled it before as soon as this handler returns.
  raise(number);
}

bool curses_open_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0; }

ssize_t curses_write_quietly(int descriptor, const void *bytes, size_t length) {
  sigset_t broken, before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t count = write(descriptor, bytes, length);
  const int code = errno;
  if (count < 0 && code == EPIPE) {
    const struct timespec none = {0, 0};
    while (sigtimedwait(&broken, NULL, &none) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = code;
  return count;
}

static bool open_pipe(void) {
  // Never closed again: a waker may outlive the screen and must not write to a stranger's file.
  if (pipe_ends[0] >= 0) return true;
  return pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) == 0;
}

/// A stack of their own for the crash handlers: the usual one may be what overflowed.
static void install_alternate_stack(void) {
  enum { SIZE = 64 << 10 };
  static char *memory = NULL;
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE) == 0) return;
  if (memory == NULL) memory = malloc(SIZE);
  if (memory == NULL) return;
  const stack_t stack = {.ss_sp = memory, .ss_size = SIZE};
  sigaltstack(&stack, NULL);
}

bool curses_watch_signals(void) {
  if (!open_pipe()) return false;
  curses_take_signals();
  atomic_store(&asked_to_end, 0);
  install_alternate_stack();

  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = on_signal;
  for (int i = 0; i < WATCHED_COUNT; i++) {
    sigaction(WATCHED[i], &action, &watched_before[i]);
    // nohup's wish stands; a terminal that is gone is noticed without the signal.
    if (WATCHED[i] == SIGHUP && watched_before[i].sa_handler == SIG_IGN)
      sigaction(SIGHUP, &watched_before[i], NULL);
  }
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = on_crash;
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(FATAL[i], &action, &fatal_before[i]);
  watching = true;

  // Launchers and test runners leave signals blocked, and children inherit that.
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  return true;
}

void curses_unwatch_signals(void) {
  if (!watching) return;
  watching = false;
  for (int i = 0; i < WATCHED_COUNT; i++) sigaction(WATCHED[i], &watched_before[i], NULL);
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(FATAL[i], &fatal_before[i], NULL);
}

int curses_signal_descriptor(void) { return pipe_ends[0]; }

uint32_t curses_take_signals(void) {
  char bytes[64];
  while (read(pipe_ends[0], bytes, sizeof bytes) > 0) {
  }
  return atomic_exchange(&pending, 0);
}

void curses_forget_stops(void) {
  atomic_fetch_and(&pending, ~((1u << SIGTSTP) | (1u << SIGCONT)));
}

void curses_wake(void) {
  if (pipe_ends[1] >= 0) poke(1u);
}
