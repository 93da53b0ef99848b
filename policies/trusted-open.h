/* Opens files that root alone could have written.
 * Runs as: every part, root included; owns nothing but the descriptors it returns. */
#pragma once

/* Opens the regular file, or the folder, at the absolute PATH for reading. Every component is
 * opened from its folder's descriptor and checked on its own descriptor: no symbolic link, owned by
 * root, writable by no one else; "/" included. Returns a close-on-exec descriptor that the caller
 * closes, or -EPERM (someone else could have written it), -ELOOP (a symbolic link), -EINVAL (not
 * absolute, or not of that kind), or what openat and fstat say. */
int trusted_open_file(const char *path);
int trusted_open_folder(const char *path);

/* The same below a folder that trusted_open_folder returned; NAME is one component. */
int trusted_open_file_at(int folder, const char *name);
