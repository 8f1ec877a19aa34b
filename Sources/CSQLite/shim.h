// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sqlite3.h>

// Swift imports no variadic functions, so the one form of sqlite3_db_config in use gets a twin.
static inline int csqlite_configure(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

// SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite copies the text before it returns.
static inline int csqlite_bind_text_copy(
    sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 size) {
    return sqlite3_bind_text64(statement, index, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
}
