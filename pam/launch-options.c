/* The command line of kiosk-launch.
 * Runs as: root. */
#include "launch-options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "x-server.h"

enum { EXIT_USAGE = 2, MAX_DISPLAY = 99, MAX_SIDE = 16384, MAX_SESSIONS = 1000000 };

static const char usage[] =
    "Usage: kiosk-launch [OPTION]...\n"
    "Runs kiosk sessions, one after the other, each on an X server of its own.\n"
    "\n"
    "  --user=NAME       the kiosk account (kiosk)\n"
    "  --x-server=KIND   xorg, xvfb or xephyr (xorg)\n"
    "  --display=:N      the X display to make (:7)\n"
    "  --screen=WxHxD    the size of an xvfb or xephyr screen (1280x800x24)\n"
    "  --sessions=N      end after N sessions; 0: never (0)\n"
    "  --policy=FILE     the policy (what PAM says, or " KIOSK_POLICY_PATH ")\n"
    "  --help            print this and exit\n"
    "  --version         print the version and exit\n";

/* Reads a number up to MAX at *TEXT and moves *TEXT behind it. */
static bool take_number(const char **text, int max, int *ret_number)
{
    size_t digits = strspn(*text, "0123456789");
    long number;

    if (digits == 0 || digits > 7)
        return false;
    number = strtol(*text, NULL, 10);
    if (number > max)
        return false;
    *text += digits;
    *ret_number = (int)number;
    return true;
}

static bool take_mark(const char **text, char mark)
{
    if (**text != mark)
        return false;
    (*text)++;
    return true;
}

static bool read_user(const char *text, struct launch_options *options)
{
    options->user = text;
    return text[0] != '\0';
}

static bool read_x_server(const char *text, struct launch_options *options)
{
    options->x_server = x_server_kind_of(text);
    return options->x_server != NULL;
}

static bool read_display(const char *text, struct launch_options *options)
{
    return take_mark(&text, ':') && take_number(&text, MAX_DISPLAY, &options->display) &&
           *text == '\0';
}

static bool read_screen(const char *text, struct launch_options *options)
{
    return take_number(&text, MAX_SIDE, &options->width) && options->width > 0 &&
           take_mark(&text, 'x') && take_number(&text, MAX_SIDE, &options->height) &&
           options->height > 0 && take_mark(&text, 'x') &&
           take_number(&text, 32, &options->depth) && options->depth >= 8 && *text == '\0';
}

static bool read_sessions(const char *text, struct launch_options *options)
{
    int number;

    if (!take_number(&text, MAX_SESSIONS, &number) || *text != '\0')
        return false;
    options->sessions = (unsigned)number;
    return true;
}

static bool read_policy(const char *text, struct launch_options *options)
{
    options->policy = text;
    return text[0] == '/';
}

static const struct reader {
    const char *name;
    bool (*read)(const char *text, struct launch_options *options);
} readers[] = {
    {"user",     read_user    },
    {"x-server", read_x_server},
    {"display",  read_display },
    {"screen",   read_screen  },
    {"sessions", read_sessions},
    {"policy",   read_policy  },
};

enum { READER_COUNT = sizeof readers / sizeof readers[0] };
enum { OPTION_HELP = 'h', OPTION_VERSION = 'v', OPTION_READER = 'r' };

bool launch_options_read(int argc, char **argv, struct launch_options *ret_options, int *ret_status)
{
    struct option known[READER_COUNT + 3] = {
        {"help",    no_argument, NULL, OPTION_HELP   },
        {"version", no_argument, NULL, OPTION_VERSION},
    };
    struct launch_options options = {
        .user = "kiosk",
        .x_server = x_server_kind_of("xorg"),
        .display = 7,
        .width = 1280,
        .height = 800,
        .depth = 24,
    };
    int index = 0;
    int word;

    for (int i = 0; i < READER_COUNT; i++)
        known[i + 2] = (struct option){readers[i].name, required_argument, NULL, OPTION_READER};
    *ret_status = EXIT_USAGE;
    while ((word = getopt_long(argc, argv, "", known, &index)) != -1) {
        if (word == OPTION_HELP || word == OPTION_VERSION) {
            (void)fputs(word == OPTION_HELP ? usage : "kiosk-launch " KIOSK_VERSION "\n", stdout);
            *ret_status = EXIT_SUCCESS;
            return false;
        }
        if (word != OPTION_READER)
            return false; /* getopt_long has said what is wrong */
        if (!readers[index - 2].read(optarg, &options)) {
            (void)fprintf(stderr, "kiosk-launch: --%s: not understood: %s\n",
                          readers[index - 2].name, optarg);
            return false;
        }
    }
    if (optind < argc) {
        (void)fprintf(stderr, "kiosk-launch: not understood: %s\n", argv[optind]);
        return false;
    }
    *ret_options = options;
    return true;
}
