/* The environment that GTK, WebKit and their child processes get.
 * Runs as: the kiosk user. */
#pragma once

/* Rebuilds the environment from nothing: a short list of names is kept, a short list is set, all
 * else is dropped. Call before anything of GTK or WebKit, while there is one thread. */
void browser_environment_harden(void);
