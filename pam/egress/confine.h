/* What the parts of kiosk-proxy may ask of the kernel, and how much of the machine they may take.
 * Runs as: an account without rights, outside of the session's network. */
#pragma once

enum { CONFINE_TUNNELS_MAX = 128 };

enum confine_stage {
    CONFINE_PROXY,  /* takes connections, looks up names, connects; reads files, writes none */
    CONFINE_TUNNEL, /* carries bytes between two descriptors */
    CONFINE_SCRIPT, /* computes, and speaks on one descriptor */
};

/* Limits of resources, no new privileges, no memory dump. 0 or negative errno. */
int confine_limits(void);

/* From now on the process and its children may make the system calls of STAGE only. What is not on
 * the list fails with EPERM, and kills a script. 0 or negative errno; stages only ever get
 * narrower. */
int confine_calls(enum confine_stage stage);

/* The small limits of a process that runs a script: seconds of processor time, memory. 0 or
 * negative errno. */
int confine_script_limits(void);
