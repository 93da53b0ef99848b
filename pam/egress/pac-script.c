/* Runs an automatic configuration, in a process that can only compute.
 * Runs as: an account without rights, with a filter that kills it for any other system call than
 * those of computing and of speaking with its parent. */
#include <duktape.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "confine.h"
#include "pac.h"

enum { PARENT_FD = 3 };

/* Only ever the last message. */
static _Noreturn void say(char word, const char *text)
{
    char message[PAC_MESSAGE_MAX];
    int length = snprintf(message, sizeof message, "%c%s", word, text);

    if (length > 0)
        (void)!write(PARENT_FD, message,
                     (size_t)length < sizeof message ? (size_t)length : sizeof message - 1);
    _exit(0);
}

static void on_fatal(void *data, const char *text)
{
    (void)data;
    (void)text;
    say(PAC_SAYS_ERROR, "the engine gave up"); /* out of memory, most likely */
}

/* Pushes the parent's answer, or null where it has none. */
static duk_ret_t ask(duk_context *context, char word, const char *text)
{
    char message[PAC_MESSAGE_MAX];
    int length = snprintf(message, sizeof message, "%c%s", word, text);
    ssize_t got;

    if (length < 0 || (size_t)length >= sizeof message) {
        duk_push_null(context);
        return 1;
    }
    if (write(PARENT_FD, message, (size_t)length) != length)
        _exit(1);
    got = read(PARENT_FD, message, sizeof message);
    if (got < 1)
        _exit(1); /* the parent waited too long */
    if (got == 1)
        duk_push_null(context);
    else
        duk_push_lstring(context, message + 1, (duk_size_t)(got - 1));
    return 1;
}

static duk_ret_t dns_resolve(duk_context *context)
{
    return ask(context, PAC_ASK_NAME, duk_safe_to_string(context, 0));
}

static duk_ret_t my_ip_address(duk_context *context)
{
    return ask(context, PAC_ASK_OWN_ADDRESS, "");
}

static const struct {
    const char *name;
    duk_c_function function;
    duk_idx_t arguments;
} natives[] = {
    {"dnsResolve",  dns_resolve,   1},
    {"myIpAddress", my_ip_address, 0},
};

static void run(duk_context *context, const char *text, size_t length)
{
    if (duk_peval_lstring(context, text, length) != 0)
        say(PAC_SAYS_ERROR, "it cannot be read as JavaScript");
    duk_pop(context);
}

static void call(duk_context *context, const char *authority)
{
    const char *colon = strrchr(authority, ':');

    if (!duk_get_global_string(context, "FindProxyForURL") || !duk_is_function(context, -1))
        say(PAC_SAYS_ERROR, "it has no function FindProxyForURL");
    duk_push_sprintf(context, "https://%.*s%s/", (int)(colon - authority), authority,
                     strcmp(colon, ":443") == 0 ? "" : colon);
    duk_push_lstring(context, authority, (duk_size_t)(colon - authority));
    if (duk_pcall(context, 2) != 0)
        say(PAC_SAYS_ERROR, "FindProxyForURL fails");
    if (!duk_is_string(context, -1))
        say(PAC_SAYS_ERROR, "FindProxyForURL returns no text");
}

_Noreturn void pac_script_run(const struct pac *pac, const char *authority, int descriptor)
{
    duk_context *context;

    /* Reads a file, which later is no more to be had; without the variable it would be read again.
     */
    if (setenv("TZ", ":/etc/localtime", 0) < 0)
        _exit(1);
    tzset();
    if (dup2(descriptor, PARENT_FD) < 0 || close_range(PARENT_FD + 1, ~0U, 0) < 0 ||
        confine_script_limits() < 0 || confine_calls(CONFINE_SCRIPT) < 0)
        _exit(1);
    context = duk_create_heap(NULL, NULL, NULL, NULL, on_fatal);
    if (context == NULL)
        _exit(1);
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
        duk_push_c_function(context, natives[i].function, natives[i].arguments);
        duk_put_global_string(context, natives[i].name);
    }
    run(context, pac_functions, strlen(pac_functions));
    run(context, pac->text, pac->length);
    call(context, authority);
    say(PAC_SAYS_ROUTES, duk_get_string(context, -1));
}
