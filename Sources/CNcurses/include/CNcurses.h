#pragma once

// What Swift cannot do with ncurses itself: read its mutable globals and macros, build wide
// characters, and keep the terminal safe in signal handlers. One screen at a time; all but
// curses_wake() belongs to the thread that opened it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Attributes, which ncurses defines with macros that Swift cannot import.
enum {
  CURSES_BOLD = 1,
  CURSES_DIM = 2,
  CURSES_REVERSE = 4,
  CURSES_UNDERLINE = 8,
};

/// The most scalars that one place of the screen can hold: a character and its combining marks.
enum { CURSES_SCALARS = 5 };

/// One character as it is handed over: scalars up to the first 0, CURSES_ attributes, the number
/// of a pair of colours, and the columns it is to take.
typedef struct {
  uint32_t scalars[CURSES_SCALARS];
  int32_t pair;
  uint8_t attributes;
  uint8_t columns;
} curses_cell;

/// Why a screen could not be opened.
typedef enum {
  CURSES_OPENED,
  /// ncurses knows no terminal of that name.
  CURSES_UNKNOWN,
  /// The terminal cannot place its cursor.
  CURSES_NOT_ADDRESSABLE,
  /// The operating system refused; errno tells why.
  CURSES_REFUSED,
} curses_opening;

/// Takes the screen over.
///
/// `entry` is a compiled entry as `hex:…`, or NULL to let ncurses look the name up. The environment
/// is as before when it returns, so that children do not inherit the entry.
curses_opening curses_open(const char *name, const char *entry, int output, int input);

/// The name and version of the library that the program runs with.
const char *curses_library(void);

/// Whether the screen is taken.
bool curses_is_open(void);

/// Gives the screen back; does nothing when it is not taken. Also runs at exit.
void curses_close(void);

/// Enters the alternate screen and clears it; what is sent afterwards is not seen in the shell.
void curses_begin(void);

/// What to send for reports of all motion in SGR form (`on`), or for none; empty when the mouse is
/// asked for already. Whoever takes the text sends it.
const char *curses_mouse_text(bool on);

/// A terminal's size in cells, and in pixels or 0.
typedef struct {
  int columns, rows, width, height;
} curses_size;

/// The size that the terminal tells; false when it tells none.
bool curses_terminal_size(int descriptor, curses_size *size);

/// Gives ncurses a new size; the next frame is drawn anew.
void curses_resize(int columns, int rows);
/// What makes all rows scroll: ncurses has told the terminal that only as many do as its entry has,
/// and cursors stop at the last of them. Moves the cursor; empty where no part can be made to scroll.
const char *curses_whole_region(int rows);

/// How many colours and pairs of colours there are; 0 without colour.
int curses_color_count(void);
int curses_pair_count(void);

/// Defines a pair; −1 is the terminal's own colour.
bool curses_define_pair(int pair, int ink, int ground);

/// Forgets all pairs; every row must be put again before the next frame.
void curses_forget_pairs(void);

/// Writes `count` characters from the left end of a row.
void curses_put_row(int row, const curses_cell *cells, int count);

/// Composes what must be sent for what changed, and returns its size in bytes. A negative column
/// hides the cursor.
size_t curses_compose(int cursor_column, int cursor_row);

/// Takes what was composed, as much as fits; the rest is lost.
size_t curses_take_frame(uint8_t *bytes, size_t capacity);

/// The descriptor to wait on until the terminal takes output.
int curses_output_descriptor(void);

/// Writes what the terminal takes now: how many bytes, or −1 when it is gone.
ssize_t curses_write(const uint8_t *bytes, size_t length);

/// Forgets what the terminal shows, so that the next frame is sent whole.
void curses_forget_screen(void);

/// Gives the screen back, stops the process group, and takes the screen again when it continues.
void curses_suspend(void);

/// Takes up again after the process was stopped from outside: modes, alternate screen, mouse.
void curses_take_again(void);

// MARK: signals.c

/// Opens the pipe, unblocks all signals and installs the handlers. False when the operating system
/// refuses.
bool curses_watch_signals(void);

/// Puts the handlers back that were there before.
void curses_unwatch_signals(void);

/// The descriptor that becomes readable when a signal or a wake-up is waiting.
int curses_signal_descriptor(void);

/// Empties the pipe and returns the signals that arrived, one bit for each number; bit 0 is a
/// wake-up.
uint32_t curses_take_signals(void);

/// Forgets that the process was stopped and continued, because that was dealt with.
void curses_forget_stops(void);

/// A pipe that programs started later do not inherit: where to read, and where to write.
bool curses_open_pipe(int ends[2]);

/// Writes to a pipe as write(2) does, but without SIGPIPE when nobody reads any more.
ssize_t curses_write_quietly(int descriptor, const void *bytes, size_t length);

/// Makes the descriptor readable; safe on any thread at any time.
void curses_wake(void);

/// Remembers the terminal's modes as they are before the screen is taken.
void curses_remember_modes(int descriptor);

/// What to write to the terminal when the program crashes, and the modes to set.
/// NULL: nothing, the screen is not taken.
void curses_guard(const char *reset, int output, int input);

/// What of kitty's pictures the terminal keeps, to be freed when the screen is given back: the
/// numbers `(i % 255 + 1) << 24 | color + i / 255` for each i below `count`; in tmux they must be
/// wrapped.
void curses_keep_pictures(int color, int count, bool wrapped);

/// Frees what the terminal keeps of pictures; calls only what a signal handler may call.
void curses_free_pictures(int output);

/// Gives the terminal back; calls only what a signal handler may call.
void curses_rescue(void);

/// Sends standard error into memory while the screen is taken, if it is a terminal.
void curses_divert_errors(void);

/// Gives standard error back and prints the end of what was written meanwhile.
void curses_return_errors(void);

/// Keeps the diverted errors below 1 MB.
void curses_trim_errors(void);
