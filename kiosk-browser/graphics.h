/* Chooses how this machine's graphics are used.
 * Runs as: the kiosk user. */
#pragma once

/* Without a GPU, sets the environment for plain software drawing, and keeps OpenGL out of this
 * process. Call when the environment is clean, before GTK, while there is one thread. */
void browser_graphics_prepare(void);
