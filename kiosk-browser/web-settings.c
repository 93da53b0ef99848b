/* What the engine may do: only what a webmail needs.
 * Runs as: the kiosk user. */
#include "web-settings.h"

#include "log.h"

static const struct {
    const char *property;
    gboolean value;
} properties[] = {
    {"enable-developer-extras",                   FALSE}, /* inspector */
    {"enable-write-console-messages-to-stdout",   FALSE}, /* content of mails in the journal */
    {"javascript-can-open-windows-automatically", FALSE},
    {"javascript-can-access-clipboard",           FALSE},
    {"allow-modal-dialogs",                       FALSE},
    {"allow-file-access-from-file-urls",          FALSE},
    {"allow-universal-access-from-file-urls",     FALSE},
    {"allow-top-navigation-to-data-urls",         FALSE},
    {"disable-web-security",                      FALSE},
    {"enable-fullscreen",                         FALSE}, /* a page could draw our bar */
    {"enable-page-cache",                         FALSE}, /* Back after a logout would show the mailbox */
    {"enable-back-forward-navigation-gestures",   FALSE},
    {"enable-caret-browsing",                     FALSE},
    {"enable-spatial-navigation",                 FALSE},
    {"enable-media-stream",                       FALSE}, /* camera and microphone */
    {"enable-mock-capture-devices",               FALSE},
    {"enable-webrtc",                             FALSE}, /* talks to any address, past the content filter */
    {"enable-webgl",                              FALSE}, /* graphics drivers as attack surface */
    {"enable-media",                              FALSE}, /* GStreamer as attack surface */
    {"enable-webaudio",                           FALSE},
    {"enable-mediasource",                        FALSE},
    {"enable-encrypted-media",                    FALSE},
    {"media-playback-requires-user-gesture",      TRUE },
    {"enable-site-specific-quirks",               FALSE}, /* treats named foreign sites in special ways */
    {"enable-tabs-to-links",                      TRUE }, /* keyboard use */
    {"enable-smooth-scrolling",                   FALSE}, /* software rendering */
    {"print-backgrounds",                         FALSE},
};

/* Features without a property of their own. */
static const char *const features_off[] = {
    /* connections made outside of loads */
    "LinkPreconnect", /* a click on a foreign link connects even when the load is refused */
    "LinkPreconnectEarlyHints",
    "LinkDNSPrefetch",
    "PushAPI",
    "PrivateClickMeasurement",
    "SafeBrowsing",
    /* devices, and what asks for them */
    "GeolocationAPI",
    "Gamepads",
    "MediaDevices",
    "MediaRecorder",
    "ScreenCapture",
    "SpeechSynthesisAPI",
    /* holding the machine: idleness is measured by input */
    "PointerLock",
    "ScreenWakeLockAPI",
    "Notifications",
    "NotificationEvent",
    /* ways to a file */
    "DownloadAttribute",
    "DirectoryUpload",
    "FileSystem",
    "FileSystemWritableStream",
    "InputTypeColor",
    /* code that outlives its page */
    "ServiceWorkers",
    "SharedWorker",
    /* graphics and media engines that a webmail does not need */
    "WebGL",
    "WebGPU",
    "WebCodecsVideo",
    "WebCodecsAudio",
    "MediaSession",
    "FullScreen",
    /* inspector */
    "DeveloperExtras",
};

static unsigned switch_features_off(WebKitSettings *settings)
{
    g_autoptr(WebKitFeatureList) list = webkit_settings_get_all_features();
    unsigned unknown = G_N_ELEMENTS(features_off);
    for (gsize i = 0; i < webkit_feature_list_get_length(list); i++) {
        WebKitFeature *feature = webkit_feature_list_get(list, i);
        for (gsize k = 0; k < G_N_ELEMENTS(features_off); k++) {
            if (g_str_equal(webkit_feature_get_identifier(feature), features_off[k])) {
                if (settings)
                    webkit_settings_set_feature_enabled(settings, feature, FALSE);
                unknown--;
            }
        }
    }
    return unknown;
}

WebKitSettings *browser_web_settings_new(void)
{
    WebKitSettings *settings = webkit_settings_new();
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++)
        g_object_set(settings, properties[i].property, properties[i].value, NULL);
    webkit_settings_set_default_charset(settings, "UTF-8");
    webkit_settings_set_hardware_acceleration_policy(
        settings, g_getenv("WEBKIT_DISABLE_DMABUF_RENDERER")
                      ? WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER
                      : WEBKIT_HARDWARE_ACCELERATION_POLICY_ALWAYS);
    unsigned unknown = switch_features_off(settings);
    if (unknown > 0)
        browser_log("features to switch off that this WebKit does not know: %u", unknown);
    return settings;
}

unsigned browser_web_settings_unknown_features(void)
{
    return switch_features_off(NULL);
}
