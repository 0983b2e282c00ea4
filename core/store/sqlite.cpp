// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite.h"

#include <sqlite3.h>

#include <utility>

namespace dvmdash::store
{

namespace
{

[[noreturn]] void failWith(sqlite3 *db, int code, std::string_view doing)
{
    const int primary = code & 0xff;
    if (primary == SQLITE_INTERRUPT)
        throw Interrupted();
    // Who only reads needs no room: a file that seems to ask for it is damaged.
    if (primary == SQLITE_FULL && db && sqlite3_db_readonly(db, "main") == 1)
        throw Damaged(std::string(doing) + ": the file is damaged: " + salvageAdvice());
    std::string text(doing);
    text += ": ";
    text += db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    if (primary == SQLITE_FULL)
        text += ". The disk is full: free some space and start again; everything committed is kept";
    else if (primary == SQLITE_CORRUPT)
        text += ". The file is damaged: " + salvageAdvice();
    else if (primary == SQLITE_NOTADB)
        text +=
            ". The file is no DVMDash database, or its beginning is damaged: choose another file with --db, "
            "or " +
            salvageAdvice();
    else if (primary == SQLITE_IOERR)
        text += ". The disk does not do what it should: check that it is connected, healthy and not full; "
                "everything committed is kept";
    else if (primary == SQLITE_CANTOPEN || primary == SQLITE_PERM || primary == SQLITE_READONLY)
        text += ". Check that the folder exists and that you may write to it";
    throw Error(text, code);
}

/// Nobody asks SQLite how much memory it uses; counting it takes a lock for each allocation.
void countNoMemory()
{
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(once); // refused when SQLite is in use already: then it is only slower
}

} // namespace

Database::Database(const std::string &path, OpenMode mode)
{
    countNoMemory();
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI |
        (mode == OpenMode::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    // A path is a path: only attachReadOnly() speaks in URIs.
    const std::string plain = path.compare(0, 5, "file:") == 0 ? "./" + path : path;
    const int code = sqlite3_open_v2(plain.c_str(), &m_db, flags, nullptr);
    if (code != SQLITE_OK) {
        sqlite3 *failed = std::exchange(m_db, nullptr);
        const std::string doing = "Cannot open " + path;
        try {
            failWith(failed, code, doing);
        } catch (...) {
            sqlite3_close_v2(failed);
            throw;
        }
    }
    sqlite3_busy_timeout(m_db, 10'000);
}

Database::~Database()
{
    sqlite3_close_v2(m_db);
}

Database::Database(Database &&other) noexcept
    : m_db(std::exchange(other.m_db, nullptr))
{
}

Database &Database::operator=(Database &&other) noexcept
{
    std::swap(m_db, other.m_db);
    return *this;
}

void Database::attachReadOnly(const std::string &path, const std::string &name)
{
    std::string uri = "file:";
#ifdef _WIN32
    uri += "///"; // before the letter of the drive
#endif
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#')
            uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
        else
            uri += c;
    }
    uri += "?mode=ro";
    Statement attach = prepare("ATTACH DATABASE ?1 AS " + name);
    attach.bindText(1, uri).run();
}

void Database::execute(const char *sql)
{
    const int code = sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        failWith(m_db, code, "Database error");
}

Statement Database::prepare(std::string_view sql)
{
    return {m_db, sql};
}

std::int64_t Database::integer(std::string_view sql)
{
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Database::lastRowId() const
{
    return sqlite3_last_insert_rowid(m_db);
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_db);
}

void Database::interrupt()
{
    sqlite3_interrupt(m_db);
}

void Database::forgetPages()
{
    sqlite3_db_release_memory(m_db);
}

void Database::setStopFlag(const std::atomic<bool> *stop)
{
    if (!stop) {
        sqlite3_progress_handler(m_db, 0, nullptr, nullptr);
        return;
    }
    sqlite3_progress_handler(
        m_db, 4000,
        [](void *flag) -> int { return static_cast<const std::atomic<bool> *>(flag)->load() ? 1 : 0; },
        const_cast<std::atomic<bool> *>(stop));
}

void Database::define(const std::string &name, OfTwo function, const char *error)
{
    struct Definition {
        OfTwo function;
        const char *error;
    };
    const auto call = [](sqlite3_context *context, int, sqlite3_value **values) {
        const auto blob = [](sqlite3_value *value) {
            const auto *data = static_cast<const char *>(sqlite3_value_blob(value));
            return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)))
                        : std::string_view();
        };
        const auto *definition = static_cast<const Definition *>(sqlite3_user_data(context));
        if (const auto result = definition->function(blob(values[0]), blob(values[1])))
            sqlite3_result_blob64(context, result->data(), result->size(), SQLITE_TRANSIENT);
        else
            sqlite3_result_error(context, definition->error, -1);
    };
    auto definition = std::make_unique<Definition>(Definition{std::move(function), error});
    const int code =
        sqlite3_create_function_v2(m_db, name.c_str(), 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   definition.release(), call, nullptr, nullptr, [](void *pointer) {
                                       delete static_cast<Definition *>(pointer);
                                   }); // also where it cannot be made
    if (code != SQLITE_OK)
        failWith(m_db, code, "Database error");
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_db) == 0;
}

Statement::Statement(sqlite3 *db, std::string_view sql)
{
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
    if (code != SQLITE_OK)
        failWith(db, code, "Database error");
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
{
}

Statement &Statement::operator=(Statement &&other) noexcept
{
    std::swap(m_statement, other.m_statement);
    return *this;
}

Statement &Statement::bind(int index, std::int64_t value)
{
    if (const int code = sqlite3_bind_int64(m_statement, index, value); code != SQLITE_OK)
        fail(code);
    return *this;
}

Statement &Statement::bind(int index, std::optional<std::int64_t> value)
{
    return value ? bind(index, *value) : bindNull(index);
}

Statement &Statement::bindText(int index, std::string_view text)
{
    // A null pointer would bind NULL: an empty view may hold one.
    const char *data = text.data() ? text.data() : "";
    if (const int code =
            sqlite3_bind_text64(m_statement, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
        code != SQLITE_OK)
        fail(code);
    return *this;
}

Statement &Statement::bindBlob(int index, std::string_view bytes)
{
    const char *data = bytes.data() ? bytes.data() : "";
    if (const int code = sqlite3_bind_blob64(m_statement, index, data, bytes.size(), SQLITE_STATIC);
        code != SQLITE_OK)
        fail(code);
    return *this;
}

Statement &Statement::bindNull(int index)
{
    if (const int code = sqlite3_bind_null(m_statement, index); code != SQLITE_OK)
        fail(code);
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    fail(code);
}

void Statement::run()
{
    const ResetAtEnd reset(*this);
    step();
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return integer(column);
}

std::string_view Statement::text(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string_view();
}

std::string_view Statement::blob(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string_view();
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

void Statement::fail(int code) const
{
    failWith(sqlite3_db_handle(m_statement), code, "Database error");
}

Transaction::Transaction(Database &db, Kind kind)
    : m_db(db)
{
    m_db.execute(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    try {
        if (m_db.inTransaction())
            m_db.execute("ROLLBACK");
    } catch (const Error &) {
        // SQLite has rolled back by itself, or closing the connection will.
    }
}

void Transaction::commit()
{
    m_db.execute("COMMIT");
    m_open = false;
}

} // namespace dvmdash::store
