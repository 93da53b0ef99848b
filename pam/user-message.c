/* What the root zone says to the person in front of the screen.
 * Runs as: root; static texts.
 *
 * A table and no message catalogue: root opens no file for a text, and a screen that says that
 * nothing works must not depend on one. */
#include "user-message.h"

#include <stdio.h>

static const char *const french[USER_MESSAGE_COUNT] = {
    [USER_MESSAGE_POLICY_INVALID] =
        "La configuration de ce poste contient une erreur, la session ne peut pas s’ouvrir. "
        "Merci de prévenir la personne qui s’occupe du poste : la commande "
        "« kioskctl policy check » lui dira quoi corriger.",
    [USER_MESSAGE_NOT_HERE] = "Ce compte ne s’ouvre que sur l’écran de ce poste.",
    [USER_MESSAGE_ALREADY_OPEN] = "Une session de ce compte est déjà ouverte sur ce poste. "
                                  "Terminez-la avant d’en ouvrir une autre.",
    [USER_MESSAGE_CLOSED] = "Ce poste est fermé en ce moment.",
    [USER_MESSAGE_HOME_UNUSABLE] =
        "Le dossier personnel du compte de ce poste est absent ou inutilisable. "
        "Merci de prévenir la personne qui s’occupe du poste.",
    [USER_MESSAGE_WIPE_FAILED] =
        "La session précédente n’a pas pu être effacée entièrement : ce poste est hors "
        "service. Merci de prévenir la personne qui s’en occupe.",
    [USER_MESSAGE_WIPE_REMEDY] =
        "Pour cette personne : corrigez la cause, ou redémarrez le poste. Cause :",
    [USER_MESSAGE_SWAP_POSSIBLE] =
        "Ce poste pourrait écrire la mémoire d’une session sur son disque (espace d’échange) : "
        "la session ne peut pas s’ouvrir. Merci de prévenir la personne qui s’occupe du poste.",
    [USER_MESSAGE_SETUP_FAILED] =
        "La session n’a pas pu être préparée. Un nouvel essai aura lieu automatiquement. "
        "Si ce message reste affiché, prévenez la personne qui s’occupe du poste.",
    [USER_MESSAGE_REFUSED] = "Ce poste ne peut pas ouvrir de session pour le moment. "
                             "Merci de prévenir la personne qui s’en occupe.",
    [USER_MESSAGE_INTERRUPTED] =
        "La session s’est interrompue. Une nouvelle session va s’ouvrir dans un instant.",
    [USER_MESSAGE_SCREEN_TITLE] = "Poste indisponible",
    [USER_MESSAGE_DETAIL_TITLE] = "Détail pour l’administrateur",
};

static const char *const english[USER_MESSAGE_COUNT] = {
    [USER_MESSAGE_POLICY_INVALID] =
        "The configuration of this computer has an error, so no session can be opened. "
        "Please tell the person who looks after it: the command "
        "“kioskctl policy check” says what to mend.",
    [USER_MESSAGE_NOT_HERE] = "This account opens on this computer’s own screen only.",
    [USER_MESSAGE_ALREADY_OPEN] = "A session of this account is already open on this computer. "
                                  "End it before you open another one.",
    [USER_MESSAGE_CLOSED] = "This computer is closed at the moment.",
    [USER_MESSAGE_HOME_UNUSABLE] =
        "The home folder of this computer’s account is missing or cannot be used. "
        "Please tell the person who looks after the computer.",
    [USER_MESSAGE_WIPE_FAILED] =
        "The previous session could not be wiped completely: this computer is out of "
        "service. Please tell the person who looks after it.",
    [USER_MESSAGE_WIPE_REMEDY] = "For that person: mend the cause, or restart the computer. Cause:",
    [USER_MESSAGE_SWAP_POSSIBLE] =
        "This computer might write the memory of a session to its disk (swap space), so no session "
        "can be opened. Please tell the person who looks after it.",
    [USER_MESSAGE_SETUP_FAILED] =
        "The session could not be prepared. It will be tried again automatically. "
        "If this message stays, please tell the person who looks after the computer.",
    [USER_MESSAGE_REFUSED] = "This computer cannot open a session at the moment. "
                             "Please tell the person who looks after it.",
    [USER_MESSAGE_INTERRUPTED] = "The session broke off. A new one will open in a moment.",
    [USER_MESSAGE_SCREEN_TITLE] = "This computer is not available",
    [USER_MESSAGE_DETAIL_TITLE] = "Detail for the administrator",
};

const char *user_message_text(enum user_message message, enum policy_language language)
{
    return language == POLICY_LANGUAGE_EN ? english[message] : french[message];
}

static const char *const days[][7] = {
    [POLICY_LANGUAGE_FR] = {"dimanche", "lundi",  "mardi",   "mercredi",  "jeudi",    "vendredi",
                            "samedi"  },
    [POLICY_LANGUAGE_EN] = {"Sunday",   "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                            "Saturday"},
};
static const char *const months[][12] = {
    [POLICY_LANGUAGE_FR] = {"janvier", "février", "mars",  "avril", "mai", "juin", "juillet", "août",
                            "septembre",                                                                             "octobre", "novembre", "décembre"},
    [POLICY_LANGUAGE_EN] = {"January", "February", "March", "April", "May", "June", "July",
                            "August",                                                                   "September", "October", "November", "December" },
};

/* No locale is set in the root zone, and none is wanted. */
void user_message_opening(time_t when, enum policy_language language,
                          char buffer[USER_MESSAGE_OPENING_MAX])
{
    struct tm day;
    bool is_english = language == POLICY_LANGUAGE_EN;

    buffer[0] = '\0';
    if (when == 0 || localtime_r(&when, &day) == NULL)
        return;
    (void)snprintf(buffer, USER_MESSAGE_OPENING_MAX,
                   is_english ? "It opens on %s %d %s at %d:%02d."
                              : "Il ouvrira %s %d %s à %d\u00a0h\u00a0%02d.",
                   days[language][day.tm_wday], day.tm_mday, months[language][day.tm_mon],
                   day.tm_hour, day.tm_min);
}
