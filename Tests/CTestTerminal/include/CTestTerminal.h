#pragma once

// What end-to-end tests need and Swift cannot do: fork into a pseudo-terminal (fork is not
// available in Swift), and read libvterm's bit-fields and unions.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Starts a program on a new pseudo-terminal with an environment of its own and no signal blocked.
/// Returns the descriptor of the terminal's side, or −1.
int test_terminal_spawn(const char *path, char *const arguments[], char *const environment[],
                        int columns, int rows, pid_t *process);

/// A new pseudo-terminal that nothing has used, or −1.
int test_terminal_unused(void);

/// Tells the program that its terminal has another size.
void test_terminal_set_size(int descriptor, int columns, int rows);

/// How a process ended: its exit code, or minus the signal that killed it; INT32_MIN while it runs.
int32_t test_terminal_ending(pid_t process);

/// A screen that understands what is sent to a terminal.
typedef struct test_screen test_screen;

/// A colour: 0 the terminal's own, 1 an index (in `red`), 2 red, green and blue.
typedef struct {
  uint8_t kind, red, green, blue;
} test_color;

typedef struct {
  uint32_t scalars[6];
  int width;
  bool bold, underline, reverse;
  test_color ink, ground;
} test_cell;

test_screen *test_screen_new(int columns, int rows);
void test_screen_free(test_screen *screen);
void test_screen_write(test_screen *screen, const uint8_t *bytes, size_t count);
void test_screen_resize(test_screen *screen, int columns, int rows);
test_cell test_screen_cell(const test_screen *screen, int column, int row);
bool test_screen_is_alternate(const test_screen *screen);
bool test_screen_shows_cursor(const test_screen *screen);
int test_screen_cursor_column(const test_screen *screen);
int test_screen_cursor_row(const test_screen *screen);
/// 0: the mouse is not asked for; 1 clicks, 2 drags, 3 all motion.
int test_screen_mouse(const test_screen *screen);
