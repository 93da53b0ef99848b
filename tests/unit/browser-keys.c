/* Which keys pass, by sweeping all of them.
 * Runs as: whoever runs the tests. */
#include "key-rules.h"

#include <gdk/gdkkeysyms.h>

#include "test.h"

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT GDK_MOD1_MASK

static const struct {
    guint keyval;
    GdkModifierType state;
    enum browser_key wanted;
} table[] = {
    {GDK_KEY_a,               0,                    KEY_PASSED     },
    {GDK_KEY_A,               SHIFT,                KEY_PASSED     },
    {GDK_KEY_eacute,          0,                    KEY_PASSED     },
    {GDK_KEY_EuroSign,        GDK_MOD5_MASK,        KEY_PASSED     },
    {GDK_KEY_dead_circumflex, 0,                    KEY_PASSED     },
    {GDK_KEY_space,           0,                    KEY_PASSED     },
    {GDK_KEY_KP_5,            GDK_MOD2_MASK,        KEY_PASSED     },
    {GDK_KEY_Tab,             0,                    KEY_PASSED     },
    {GDK_KEY_ISO_Left_Tab,    SHIFT,                KEY_PASSED     },
    {GDK_KEY_Insert,          SHIFT,                KEY_PASSED     },
    {GDK_KEY_c,               CTRL,                 KEY_PASSED     },
    {GDK_KEY_C,               CTRL | GDK_LOCK_MASK, KEY_PASSED     },
    {GDK_KEY_V,               CTRL | SHIFT,         KEY_PASSED     },
    {GDK_KEY_z,               CTRL,                 KEY_UNDO       },
    {GDK_KEY_Z,               CTRL | SHIFT,         KEY_REDO       },
    {GDK_KEY_plus,            CTRL,                 KEY_ZOOM_IN    },
    {GDK_KEY_KP_Subtract,     CTRL | GDK_MOD2_MASK, KEY_ZOOM_OUT   },
    {GDK_KEY_agrave,          CTRL,                 KEY_ZOOM_RESET },
    {GDK_KEY_End,             CTRL | ALT,           KEY_END_SESSION},
    {GDK_KEY_Menu,            0,                    KEY_SWALLOWED  },
    {GDK_KEY_F10,             SHIFT,                KEY_SWALLOWED  },
    {GDK_KEY_I,               CTRL | SHIFT,         KEY_SWALLOWED  },
    {GDK_KEY_D,               CTRL | SHIFT,         KEY_SWALLOWED  },
    {GDK_KEY_period,          CTRL,                 KEY_SWALLOWED  },
    {GDK_KEY_semicolon,       CTRL,                 KEY_SWALLOWED  },
    {GDK_KEY_p,               CTRL,                 KEY_SWALLOWED  },
    {GDK_KEY_C,               CTRL | SHIFT,         KEY_SWALLOWED  },
    {GDK_KEY_c,               CTRL | ALT,           KEY_SWALLOWED  },
    {GDK_KEY_Left,            ALT,                  KEY_SWALLOWED  },
    {GDK_KEY_a,               GDK_SUPER_MASK,       KEY_SWALLOWED  },
    {GDK_KEY_a,               GDK_MOD4_MASK,        KEY_SWALLOWED  },
    {GDK_KEY_Print,           0,                    KEY_SWALLOWED  },
};

static void table_holds(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        CHECK_FOR(gdk_keyval_name(table[i].keyval),
                  browser_key_classify(table[i].keyval, table[i].state) == table[i].wanted);
}

static void function_and_media_keys_never_pass(void)
{
    static const GdkModifierType states[] = {0, SHIFT, CTRL, ALT, CTRL | SHIFT, CTRL | ALT};
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        for (guint keyval = GDK_KEY_F1; keyval <= GDK_KEY_F35; keyval++)
            CHECK(browser_key_classify(keyval, states[i]) == KEY_SWALLOWED);
        for (guint keyval = 0x1008fe00; keyval <= 0x1008ffff; keyval++) /* XF86 */
            CHECK(browser_key_classify(keyval, states[i]) == KEY_SWALLOWED);
    }
}

/* With Ctrl, only what the man page lists. */
static void few_letters_pass_with_control(void)
{
    for (guint keyval = GDK_KEY_a; keyval <= GDK_KEY_z; keyval++) {
        enum browser_key found = browser_key_classify(keyval, CTRL);
        CHECK((found != KEY_SWALLOWED) == (strchr("abcivxyz", (int)keyval) != NULL));
    }
}

int main(void)
{
    table_holds();
    function_and_media_keys_never_pass();
    few_letters_pass_with_control();
    return TEST_RESULT();
}
