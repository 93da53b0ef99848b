/* Helps with the fields of a login page: the script resources/login-fields.js and what it is told.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Before the first load. */
void browser_login_fields_connect(struct browser *browser);

/* The identifier to write into the empty field of a login page, or NULL: the policy does not want
 * it, or USER, an account's name or NULL, belongs to nobody. */
const char *browser_login_identifier(const struct policy *policy, const char *user);
