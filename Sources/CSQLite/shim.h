#pragma once
#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast of -1 to a function pointer, which Swift does not import: SQLite copies the text. An empty
   Swift string may have no address, and SQLite would take that for NULL. */
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, unsigned long long length) {
    return sqlite3_bind_text64(statement, index, length == 0 ? "" : (const char *)text, length, SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}
