#define _GNU_SOURCE
// Wide-character declarations are hidden unless this is set before the include.
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *output_file;
static FILE *input_file;
static int output_descriptor = -1;
/// ncurses writes frames into memory: while it does, `output_descriptor` leads to the capture, and
/// otherwise to the same terminal as `terminal_descriptor`. Frames are sent through the direct one.
static int terminal_descriptor = -1, direct_descriptor = -1, capture_descriptor = -1;
static bool direct_blocks;
static bool mouse_on;
static char reset_string[512];

/// Writes past ncurses, which has flushed its own buffer whenever this is called.
static void send_text(const char *text) {
  size_t length = strlen(text);
  while (length > 0) {
    const ssize_t count = write(output_descriptor, text, length);
    if (count < 0) {
      if (errno == EINTR) continue;
      return;
    }
    text += count;
    length -= (size_t)count;
  }
}

// All motion where the terminal reports it, else motion with a button down: of modes that exclude
// one another the last that is known counts. One by one, since some read only the first of several.
static const char *const MOUSE_ON = "\033[?1002h\033[?1003h\033[?1006h";
#define MOUSE_OFF "\033[?1006l\033[?1003l\033[?1002l"
/// Ends a string that was cut, a synchronised update, and the mouse.
static const char *const SETTLE = "\033\\\033[?2026l" MOUSE_OFF;

/// Appends a capability without its padding, `$<5*/>`, as far as it fits.
static void append_capability(char *text, size_t size, const char *name) {
  const char *value = tigetstr((char *)name);
  if (value == NULL || value == (char *)-1) return;
  size_t length = strlen(text);
  while (*value != 0 && length + 1 < size) {
    if (value[0] == '$' && value[1] == '<') {
      const char *end = strchr(value, '>');
      if (end != NULL) {
        value = end + 1;
        continue;
      }
    }
    text[length++] = *value++;
  }
  text[length] = 0;
}

static void compose_reset_string(void) {
  // All are ignored where they are unknown.
  snprintf(reset_string, sizeof reset_string, "%s", SETTLE);
  static const char *const capabilities[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
    append_capability(reset_string, sizeof reset_string, capabilities[i]);
  // Without another screen to return from, what follows must not overwrite the last row.
  const char *leave = tigetstr("rmcup");
  if (leave == NULL || leave == (char *)-1)
    strncat(reset_string, "\r\n", sizeof reset_string - strlen(reset_string) - 1);
}

/// Opens the screen with TERMINFO set for as long as ncurses reads it.
static SCREEN *open_screen(const char *name, const char *entry) {
  char *before = NULL;
  if (entry != NULL) {
    const char *value = getenv("TERMINFO");
    if (value != NULL) before = strdup(value);
    setenv("TERMINFO", entry, 1);
  }
  // The size is ours to tell: LINES and COLUMNS are stale after the first resize.
  use_env(FALSE);
  SCREEN *opened = newterm((char *)name, output_file, input_file);
  if (entry != NULL) {
    if (before != NULL) {
      setenv("TERMINFO", before, 1);
      free(before);
    } else {
      unsetenv("TERMINFO");
    }
  }
  return opened;
}

static void close_files(void) {
  if (output_file != NULL) fclose(output_file);
  if (input_file != NULL) fclose(input_file);
  int *const others[] = {&terminal_descriptor, &direct_descriptor, &capture_descriptor};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    if (*others[i] >= 0) close(*others[i]);
    *others[i] = -1;
  }
  output_file = input_file = NULL;
  output_descriptor = -1;
}

/// Opens the terminal once more. A descriptor of its own can be told not to block: the others share
/// their flags with the shell.
static bool open_direct(void) {
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", output_descriptor);
  direct_descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  direct_blocks = direct_descriptor < 0;
  if (direct_blocks) direct_descriptor = fcntl(output_descriptor, F_DUPFD_CLOEXEC, 3);
  terminal_descriptor = fcntl(output_descriptor, F_DUPFD_CLOEXEC, 3);
  capture_descriptor = memfd_create("frame", MFD_CLOEXEC);
  return direct_descriptor >= 0 && terminal_descriptor >= 0 && capture_descriptor >= 0;
}

curses_opening curses_open(const char *name, const char *entry, int output, int input) {
  static bool closes_at_exit = false;
  output_descriptor = fcntl(output, F_DUPFD_CLOEXEC, 3);
  int own_input = fcntl(input, F_DUPFD_CLOEXEC, 3);
  if (output_descriptor >= 0) output_file = fdopen(output_descriptor, "w");
  if (own_input >= 0) input_file = fdopen(own_input, "r");
  if (output_file == NULL || input_file == NULL || !open_direct()) {
    close_files();
    return CURSES_REFUSED;
  }
  curses_remember_modes(own_input);
  screen = open_screen(name, entry);
  if (screen == NULL) {
    close_files();
    return CURSES_UNKNOWN;
  }
  const char *address = tigetstr("cup");
  if (address == NULL || address == (char *)-1) {
    endwin();
    delscreen(screen);
    screen = NULL;
    close_files();
    return CURSES_NOT_ADDRESSABLE;
  }
  compose_reset_string();
  curses_guard(reset_string, terminal_descriptor, fileno(input_file));
  if (!closes_at_exit) closes_at_exit = atexit(curses_close) == 0;

  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  intrflush(stdscr, FALSE);
  // Input is read past ncurses, so it must not stop painting when some is waiting.
  typeahead(-1);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  return CURSES_OPENED;
}

const char *curses_library(void) { return curses_version(); }

bool curses_is_open(void) { return screen != NULL; }

/// Whether the terminal takes output, now or within a time.
static bool is_writable(int milliseconds) {
  struct pollfd terminal = {.fd = terminal_descriptor, .events = POLLOUT};
  return poll(&terminal, 1, milliseconds) == 1 && (terminal.revents & POLLOUT) != 0;
}

void curses_close(void) {
  if (screen == NULL) return;
  mouse_on = false;
  if (is_writable(200)) {
    curses_free_pictures(terminal_descriptor);
    // Whatever was thrown away before: both are ignored where they are not set.
    send_text(SETTLE);
  } else {
    // Nobody reads: the modes are set back, and what ncurses has to say is thrown away.
    curses_rescue();
    dup3(capture_descriptor, output_descriptor, O_CLOEXEC);
  }
  endwin();
  curses_guard(NULL, -1, -1);
  delscreen(screen);
  screen = NULL;
  close_files();
  curses_unwatch_signals();
  curses_return_errors();
}

const char *curses_mouse_text(bool on) {
  if (on == mouse_on || screen == NULL) return "";
  mouse_on = on;
  return on ? MOUSE_ON : MOUSE_OFF;
}

bool curses_terminal_size(int descriptor, curses_size *size) {
  struct winsize told;
  if (ioctl(descriptor, TIOCGWINSZ, &told) != 0 || told.ws_col == 0 || told.ws_row == 0)
    return false;
  *size = (curses_size){told.ws_col, told.ws_row, told.ws_xpixel, told.ws_ypixel};
  return true;
}

void curses_begin(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void curses_resize(int columns, int rows) {
  // Not resizeterm, which would also queue a key.
  resize_term(rows, columns);
  curses_forget_screen();
}

const char *curses_whole_region(int rows) {
  static char text[64];
  const char *region = tigetstr("csr");
  if (region == NULL || region == (char *)-1) return "";
  const char *whole = tparm((char *)region, 0, rows - 1);
  snprintf(text, sizeof text, "%s", whole == NULL ? "" : whole);
  return text;
}

int curses_color_count(void) { return has_colors() ? COLORS : 0; }
int curses_pair_count(void) { return has_colors() ? COLOR_PAIRS : 0; }

bool curses_define_pair(int pair, int ink, int ground) {
  return init_extended_pair(pair, ink, ground) == OK;
}

void curses_forget_pairs(void) {
  reset_color_pairs();
  // That asks for the terminal to be cleared; sending every cell again is enough and does not flash.
  clearok(curscr, FALSE);
  redrawwin(stdscr);
}

static attr_t attributes_of(const curses_cell *cell) {
  attr_t attributes = A_NORMAL;
  if (cell->attributes & CURSES_BOLD) attributes |= A_BOLD;
  if (cell->attributes & CURSES_DIM) attributes |= A_DIM;
  if (cell->attributes & CURSES_REVERSE) attributes |= A_REVERSE;
  if (cell->attributes & CURSES_UNDERLINE) attributes |= A_UNDERLINE;
  return attributes;
}

/// Writes the characters of a cell into `line` so that they take just its columns, whatever the C
/// library thinks of their width. Returns how many: 1 or 2.
static int compose(cchar_t *line, const curses_cell *cell) {
  const attr_t attributes = attributes_of(cell);
  int pair = cell->pair;
  wchar_t text[CURSES_SCALARS + 1] = {(wchar_t)cell->scalars[0]};
  const int width = wcwidth(text[0]);
  const bool drawable = width >= 1 && width <= cell->columns;
  if (!drawable) text[0] = L'?';
  // What does not combine in the C library's eyes would take a place of its own.
  for (int from = 1, to = 1; drawable && from < CURSES_SCALARS && cell->scalars[from] != 0; from++)
    if (wcwidth((wchar_t)cell->scalars[from]) == 0) text[to++] = (wchar_t)cell->scalars[from];
  // The last argument carries pairs above 32767.
  if (setcchar(&line[0], text, attributes, 0, &pair) != OK)
    setcchar(&line[0], L"?", attributes, 0, &pair);
  if (cell->columns < 2 || (drawable && width == 2)) return 1;
  setcchar(&line[1], L" ", attributes, 0, &pair);
  return 2;
}

void curses_put_row(int row, const curses_cell *cells, int count) {
  enum { CHUNK = 256 };
  cchar_t line[CHUNK + 1];
  int start = 0, column = 0, filled = 0;
  for (int i = 0; i < count; i++) {
    filled += compose(&line[filled], &cells[i]);
    column += cells[i].columns;
    if (filled >= CHUNK - 1 || i == count - 1) {
      mvwadd_wchnstr(stdscr, row, start, line, filled);
      start = column;
      filled = 0;
    }
  }
}

size_t curses_compose(int cursor_column, int cursor_row) {
  const bool shown = cursor_column >= 0;
  // A hidden cursor may rest anywhere, which saves moving it; one that cannot be hidden is parked.
  // ncurses sends what curs_set does at once, so that it must be captured too.
  dup3(capture_descriptor, output_descriptor, O_CLOEXEC);
  const bool hidden = curs_set(shown ? 1 : 0) != ERR && !shown;
  leaveok(stdscr, hidden);
  if (shown)
    wmove(stdscr, cursor_row, cursor_column);
  else if (!hidden)
    wmove(stdscr, LINES - 1, COLS - 1);
  wnoutrefresh(stdscr);
  doupdate();
  dup3(terminal_descriptor, output_descriptor, O_CLOEXEC);
  const off_t size = lseek(capture_descriptor, 0, SEEK_END);
  return size > 0 ? (size_t)size : 0;
}

size_t curses_take_frame(uint8_t *bytes, size_t capacity) {
  size_t taken = 0;
  while (taken < capacity) {
    const ssize_t count =
        pread(capture_descriptor, bytes + taken, capacity - taken, (off_t)taken);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    taken += (size_t)count;
  }
  if (ftruncate(capture_descriptor, 0) == 0) lseek(capture_descriptor, 0, SEEK_SET);
  return taken;
}

int curses_output_descriptor(void) { return direct_descriptor; }

ssize_t curses_write(const uint8_t *bytes, size_t length) {
  if (direct_blocks) {
    // As much as the line takes for certain.
    if (!is_writable(0)) return 0;
    if (length > 256) length = 256;
  }
  for (;;) {
    const ssize_t count = write(direct_descriptor, bytes, length);
    if (count >= 0) return count;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    if (errno != EINTR) return -1;
  }
}

void curses_forget_screen(void) { clearok(curscr, TRUE); }

void curses_suspend(void) {
  const bool mouse = mouse_on;
  curses_free_pictures(terminal_descriptor);
  send_text(SETTLE);
  endwin();
  curses_guard(NULL, -1, -1);
  curses_return_errors();

  struct sigaction standard, ours;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &ours);
  // The whole group, as the terminal itself would: the shell must get every process of a pipeline.
  kill(0, SIGTSTP);
  // Here the process continues, or never stopped because no shell would wake it.
  sigaction(SIGTSTP, &ours, NULL);
  curses_forget_stops();

  curses_divert_errors();
  mouse_on = mouse;
  curses_take_again();
}

void curses_take_again(void) {
  curses_guard(reset_string, terminal_descriptor, fileno(input_file));
  // After endwin the next update sets the modes and the alternate screen again.
  if (!isendwin()) endwin();
  wnoutrefresh(stdscr);
  doupdate();
  if (mouse_on) send_text(MOUSE_ON);
}
