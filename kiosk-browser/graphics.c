/* Spares machines without a GPU what only a GPU makes worth while.
 * Runs as: the kiosk user. */
#include "graphics.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool has_gpu(void)
{
    DIR *folder = opendir("/dev/dri");
    if (!folder)
        return false;
    bool found = false;
    for (struct dirent *entry; (entry = readdir(folder));)
        found = found || strncmp(entry->d_name, "renderD", strlen("renderD")) == 0;
    closedir(folder);
    return found;
}

/* WebKit initialises EGL in this process when it starts the first web process, though it draws
 * nothing with it: that loads a software driver and LLVM, about 60 ms on the main thread. libglvnd
 * looks for drivers once; it does so here, where it finds none. Web processes need theirs, so the
 * variable goes again. */
static void keep_egl_without_driver(void)
{
    static const char drivers[] = "__EGL_VENDOR_LIBRARY_FILENAMES";
    enum { EXTENSIONS = 0x3055 }; /* EGL_EXTENSIONS, of EGL 1.5 */
    void *egl = dlopen("libEGL.so.1", RTLD_LAZY | RTLD_NOLOAD);
    const char *(*query)(void *display, int name) = NULL;
    if (!egl)
        return;
    *(void **)&query = dlsym(egl, "eglQueryString");
    setenv(drivers, "/nonexistent", 1);
    if (query)
        (void)query(NULL, EXTENSIONS);
    unsetenv(drivers);
    dlclose(egl);
}

void browser_graphics_prepare(void)
{
    if (has_gpu())
        return;
    /* The DMABUF renderer would go through a software driver: more than twice the time to a painted
     * page, and 80 MiB more. */
    setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", 1);
    setenv("GDK_GL", "disable", 1); /* GTK would fork a process to look at GLX */
    keep_egl_without_driver();
}
