/* The tables of keys.
 * Runs as: the kiosk user; pure. */
#include "key-rules.h"

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT GDK_MOD1_MASK

/* NumLock, Caps Lock, AltGr (Mod5) and the mouse buttons make no combination. */
static const GdkModifierType combining = GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_MOD1_MASK |
                                         GDK_SUPER_MASK | GDK_HYPER_MASK | GDK_META_MASK |
                                         GDK_MOD4_MASK;

/* Keys without a character that pass alone or with Shift. */
static const guint plain[] = {
    GDK_KEY_BackSpace,
    GDK_KEY_Delete,
    GDK_KEY_Return,
    GDK_KEY_KP_Enter,
    GDK_KEY_Tab,
    GDK_KEY_KP_Tab,
    GDK_KEY_Escape,
    GDK_KEY_Left,
    GDK_KEY_Right,
    GDK_KEY_Up,
    GDK_KEY_Down,
    GDK_KEY_Home,
    GDK_KEY_End,
    GDK_KEY_Page_Up,
    GDK_KEY_Page_Down,
    GDK_KEY_Insert,
    GDK_KEY_KP_Left,
    GDK_KEY_KP_Right,
    GDK_KEY_KP_Up,
    GDK_KEY_KP_Down,
    GDK_KEY_KP_Home,
    GDK_KEY_KP_End,
    GDK_KEY_KP_Prior,
    GDK_KEY_KP_Next,
    GDK_KEY_KP_Insert,
    GDK_KEY_KP_Delete,
    GDK_KEY_KP_Begin,
    GDK_KEY_Multi_key,
    GDK_KEY_Caps_Lock,
    GDK_KEY_Num_Lock,
    GDK_KEY_Shift_L,
    GDK_KEY_Shift_R,
    GDK_KEY_Control_L,
    GDK_KEY_Control_R,
    GDK_KEY_Mode_switch,
    GDK_KEY_ISO_Lock,
    GDK_KEY_Shift_Lock,
    GDK_KEY_ISO_Left_Tab,
    GDK_KEY_ISO_Level3_Shift,
    GDK_KEY_ISO_Level3_Latch,
    GDK_KEY_ISO_Level5_Shift,
};

/* Combinations that do something; letters in lower case. */
static const struct {
    guint keyval;
    GdkModifierType modifiers;
    enum browser_key action;
} combinations[] = {
    {GDK_KEY_a,            CTRL,         KEY_PASSED     }, /* select all */
    {GDK_KEY_c,            CTRL,         KEY_PASSED     }, /* copy */
    {GDK_KEY_x,            CTRL,         KEY_PASSED     }, /* cut */
    {GDK_KEY_v,            CTRL,         KEY_PASSED     }, /* paste */
    {GDK_KEY_v,            CTRL | SHIFT, KEY_PASSED     }, /* paste as plain text */
    {GDK_KEY_z,            CTRL,         KEY_UNDO       }, /* undo */
    {GDK_KEY_z,            CTRL | SHIFT, KEY_REDO       }, /* redo */
    {GDK_KEY_y,            CTRL,         KEY_REDO       }, /* redo */
    {GDK_KEY_b,            CTRL,         KEY_PASSED     }, /* bold */
    {GDK_KEY_i,            CTRL,         KEY_PASSED     }, /* italic */
    {GDK_KEY_Left,         CTRL,         KEY_PASSED     }, /* by words */
    {GDK_KEY_Right,        CTRL,         KEY_PASSED     },
    {GDK_KEY_Up,           CTRL,         KEY_PASSED     },
    {GDK_KEY_Down,         CTRL,         KEY_PASSED     },
    {GDK_KEY_Left,         CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_Right,        CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_Up,           CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_Down,         CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_Home,         CTRL,         KEY_PASSED     },
    {GDK_KEY_End,          CTRL,         KEY_PASSED     },
    {GDK_KEY_Home,         CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_End,          CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_BackSpace,    CTRL,         KEY_PASSED     },
    {GDK_KEY_Delete,       CTRL,         KEY_PASSED     },
    {GDK_KEY_Insert,       CTRL,         KEY_PASSED     }, /* copy */
    {GDK_KEY_Return,       CTRL,         KEY_PASSED     }, /* send, in most webmails */
    {GDK_KEY_KP_Enter,     CTRL,         KEY_PASSED     },
    {GDK_KEY_space,        CTRL,         KEY_PASSED     }, /* choose rows in a list */
    {GDK_KEY_Tab,          CTRL,         KEY_PASSED     }, /* leave a field that keeps Tab */
    {GDK_KEY_ISO_Left_Tab, CTRL | SHIFT, KEY_PASSED     },
    {GDK_KEY_Up,           ALT,          KEY_PASSED     }, /* open and close a list */
    {GDK_KEY_Down,         ALT,          KEY_PASSED     },
    {GDK_KEY_plus,         CTRL,         KEY_ZOOM_IN    },
    {GDK_KEY_plus,         CTRL | SHIFT, KEY_ZOOM_IN    },
    {GDK_KEY_equal,        CTRL,         KEY_ZOOM_IN    }, /* the key of "+" without Shift */
    {GDK_KEY_KP_Add,       CTRL,         KEY_ZOOM_IN    },
    {GDK_KEY_minus,        CTRL,         KEY_ZOOM_OUT   },
    {GDK_KEY_KP_Subtract,  CTRL,         KEY_ZOOM_OUT   },
    {GDK_KEY_0,            CTRL,         KEY_ZOOM_RESET },
    {GDK_KEY_0,            CTRL | SHIFT, KEY_ZOOM_RESET }, /* digits are shifted on AZERTY */
    {GDK_KEY_agrave,       CTRL,         KEY_ZOOM_RESET }, /* the key of "0" on AZERTY */
    {GDK_KEY_KP_0,         CTRL,         KEY_ZOOM_RESET },
    {GDK_KEY_End,          CTRL | ALT,   KEY_END_SESSION},
    {GDK_KEY_KP_End,       CTRL | ALT,   KEY_END_SESSION},
};

static gboolean is_plain_key(guint keyval)
{
    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++)
        if (plain[i] == keyval)
            return TRUE;
    return FALSE;
}

static gboolean types_text(guint keyval)
{
    gunichar character = gdk_keyval_to_unicode(keyval);
    gboolean dead = keyval >= GDK_KEY_dead_grave && keyval <= GDK_KEY_dead_greek;
    return dead || (character >= 0x20 && character != 0x7f && !g_unichar_iscntrl(character));
}

enum browser_key browser_key_classify(guint keyval, GdkModifierType state)
{
    GdkModifierType modifiers = state & combining;
    for (gsize i = 0; i < G_N_ELEMENTS(combinations); i++)
        if (combinations[i].keyval == gdk_keyval_to_lower(keyval) &&
            combinations[i].modifiers == modifiers)
            return combinations[i].action;
    if ((modifiers & ~SHIFT) != 0 && keyval != GDK_KEY_Shift_L && keyval != GDK_KEY_Shift_R &&
        keyval != GDK_KEY_Control_L && keyval != GDK_KEY_Control_R)
        return KEY_SWALLOWED;
    return is_plain_key(keyval) || types_text(keyval) ? KEY_PASSED : KEY_SWALLOWED;
}
