#define _GNU_SOURCE

#include "CTestTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

int test_terminal_spawn(const char *path, char *const arguments[], char *const environment[],
                        int columns, int rows, pid_t *process) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  int descriptor = -1;
  const pid_t child = forkpty(&descriptor, NULL, NULL, &size);
  if (child < 0) return -1;
  if (child == 0) {
    // Test runners block signals on their threads, and children inherit that.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    execve(path, arguments, environment);
    _exit(127);
  }
  // A terminal that outlives its test in another child would never be seen to hang up.
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  *process = child;
  return descriptor;
}

int test_terminal_unused(void) { return posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC); }

void test_terminal_set_size(int descriptor, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  ioctl(descriptor, TIOCSWINSZ, &size);
}

int32_t test_terminal_ending(pid_t process) {
  int status = 0;
  if (waitpid(process, &status, WNOHANG) != process) return INT32_MIN;
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  return -WTERMSIG(status);
}

struct test_screen {
  // The beginning of a character whose end is yet to come.
  uint8_t held[4];
  size_t held_count;
  // What of an application's command has been seen.
  enum { OUTSIDE, ESCAPED, INSIDE, ENDING } command;
  VTerm *terminal;
  VTermScreen *screen;
  bool alternate, cursor;
  int mouse, column, row;
};

static int on_property(VTermProp property, VTermValue *value, void *user) {
  test_screen *screen = user;
  switch (property) {
    case VTERM_PROP_ALTSCREEN: screen->alternate = value->boolean; break;
    case VTERM_PROP_CURSORVISIBLE: screen->cursor = value->boolean; break;
    case VTERM_PROP_MOUSE: screen->mouse = value->number; break;
    default: break;
  }
  return 1;
}

static int on_cursor(VTermPos position, VTermPos before, int visible, void *user) {
  (void)before;
  (void)visible;
  test_screen *screen = user;
  screen->column = position.col;
  screen->row = position.row;
  return 1;
}

static const VTermScreenCallbacks CALLBACKS = {
    .settermprop = on_property,
    .movecursor = on_cursor,
};

test_screen *test_screen_new(int columns, int rows) {
  test_screen *screen = calloc(1, sizeof *screen);
  screen->terminal = vterm_new(rows, columns);
  screen->cursor = true;
  vterm_set_utf8(screen->terminal, 1);
  screen->screen = vterm_obtain_screen(screen->terminal);
  vterm_screen_set_callbacks(screen->screen, &CALLBACKS, screen);
  vterm_screen_enable_altscreen(screen->screen, 1);
  vterm_screen_reset(screen->screen, 1);
  return screen;
}

void test_screen_free(test_screen *screen) {
  vterm_free(screen->terminal);
  free(screen);
}

// How many bytes at the end begin a character of UTF-8 that is not whole.
static size_t unfinished(const uint8_t *bytes, size_t count) {
  for (size_t back = 1; back <= 3 && back <= count; back++) {
    uint8_t byte = bytes[count - back];
    if ((byte & 0xC0) == 0x80) continue;
    size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

static void show(test_screen *screen, const uint8_t *bytes, size_t count) {
  // libvterm forgets the beginning of a character whose end comes with a later write.
  while (screen->held_count > 0 && count > 0) {
    screen->held[screen->held_count++] = *bytes++;
    count--;
    if (unfinished(screen->held, screen->held_count) > 0 && screen->held_count < 4) continue;
    vterm_input_write(screen->terminal, (const char *)screen->held, screen->held_count);
    screen->held_count = 0;
  }
  size_t rest = unfinished(bytes, count);
  memcpy(screen->held + screen->held_count, bytes + count - rest, rest);
  screen->held_count += rest;
  count -= rest;
  vterm_input_write(screen->terminal, (const char *)bytes, count);
}

void test_screen_write(test_screen *screen, const uint8_t *bytes, size_t count) {
  // libvterm before 0.2 prints application program commands (ECMA-48 8.3.2), such as kitty's
  // pictures; terminals that do not know them show nothing.
  uint8_t *shown = malloc(count + 1);
  size_t shown_count = 0;
  for (size_t index = 0; index < count; index++) {
    uint8_t byte = bytes[index];
    switch (screen->command) {
      case OUTSIDE:
        if (byte == 0x1B) screen->command = ESCAPED;
        else shown[shown_count++] = byte;
        break;
      case ESCAPED:
        screen->command = byte == '_' ? INSIDE : byte == 0x1B ? ESCAPED : OUTSIDE;
        if (byte == '_') break;
        // The escape may have come with an earlier write.
        show(screen, shown, shown_count);
        show(screen, (const uint8_t *)"\x1B", 1);
        shown_count = 0;
        if (byte != 0x1B) shown[shown_count++] = byte;
        break;
      case INSIDE:
        if (byte == 0x1B) screen->command = ENDING;
        break;
      case ENDING:
        screen->command = byte == '\\' ? OUTSIDE : byte == 0x1B ? ENDING : INSIDE;
        break;
    }
  }
  show(screen, shown, shown_count);
  free(shown);
  vterm_screen_flush_damage(screen->screen);
}

void test_screen_resize(test_screen *screen, int columns, int rows) {
  vterm_set_size(screen->terminal, rows, columns);
}

static test_color color_of(VTermColor color) {
  if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
    return (test_color){0, 0, 0, 0};
  if (VTERM_COLOR_IS_INDEXED(&color)) return (test_color){1, color.indexed.idx, 0, 0};
  return (test_color){2, color.rgb.red, color.rgb.green, color.rgb.blue};
}

test_cell test_screen_cell(const test_screen *screen, int column, int row) {
  VTermScreenCell cell;
  test_cell result;
  // libvterm leaves what follows the last scalar as it is.
  memset(&cell, 0, sizeof cell);
  memset(&result, 0, sizeof result);
  if (!vterm_screen_get_cell(screen->screen, (VTermPos){row, column}, &cell)) return result;
  for (int i = 0; i < 6 && i < VTERM_MAX_CHARS_PER_CELL; i++) result.scalars[i] = cell.chars[i];
  result.width = cell.width;
  result.bold = cell.attrs.bold;
  result.underline = cell.attrs.underline != 0;
  result.reverse = cell.attrs.reverse;
  result.ink = color_of(cell.fg);
  result.ground = color_of(cell.bg);
  return result;
}

bool test_screen_is_alternate(const test_screen *screen) { return screen->alternate; }
bool test_screen_shows_cursor(const test_screen *screen) { return screen->cursor; }
int test_screen_cursor_column(const test_screen *screen) { return screen->column; }
int test_screen_cursor_row(const test_screen *screen) { return screen->row; }
int test_screen_mouse(const test_screen *screen) { return screen->mouse; }
