/* A process and all that descend from it.
 * Runs as: root (a bench's). */
#pragma once

#include <sys/types.h>

/* The sum of the proportional set sizes, in KiB. Source: proc(5), smaps_rollup. */
long process_tree_pss(pid_t root);

/* Kills all of them. */
void process_tree_kill(pid_t root);
