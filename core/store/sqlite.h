// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/error.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// A small RAII layer over SQLite's C API, for the hot path. Errors throw store::Error.
namespace dvmdash::store
{

class Statement;

enum class OpenMode { ReadWrite, ReadOnly };

/// One connection; use it on one thread at a time. interrupt() may be called from any thread.
class Database
{
public:
    Database(const std::string &path, OpenMode mode);
    ~Database();
    Database(Database &&other) noexcept;
    Database &operator=(Database &&other) noexcept;

    /// Makes another file readable under this name; nothing is ever written to it through this connection.
    void attachReadOnly(const std::string &path, const std::string &name);
    void execute(const char *sql); ///< one or more statements without results
    Statement prepare(std::string_view sql);
    std::int64_t integer(std::string_view sql); ///< first column of the first row; 0 when there is none
    std::int64_t lastRowId() const;
    std::int64_t changes() const;
    void interrupt();
    /// Lets go of the pages that it keeps, so that they are read from the disk again.
    void forgetPages();
    /// Looks at the flag every few thousand steps of a query and interrupts it when set. nullptr: no more.
    void setStopFlag(const std::atomic<bool> *stop);
    /// Makes a function of two blobs for the statements of this connection. Where it gives nothing the
    /// statement fails with `error`.
    using OfTwo = std::function<std::optional<std::string>(std::string_view, std::string_view)>;
    void define(const std::string &name, OfTwo function, const char *error);
    bool inTransaction() const;
    sqlite3 *handle() const { return m_db; }

private:
    sqlite3 *m_db = nullptr;
};

/// A prepared statement. Parameters are numbered from 1, columns from 0. Bound text and blobs must outlive
/// the next step(): they are not copied.
class Statement
{
public:
    Statement() = default;
    Statement(sqlite3 *db, std::string_view sql);
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;

    Statement &bind(int index, std::int64_t value);
    Statement &bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement &bind(int index, std::optional<std::int64_t> value);
    Statement &bindText(int index, std::string_view text);
    Statement &bindBlob(int index, std::string_view bytes);
    Statement &bindNull(int index);

    bool step(); ///< true: there is a row
    void run();  ///< steps once, expects no row, and resets
    void reset();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    std::string_view text(int column) const; ///< valid until the next step or reset
    std::string_view blob(int column) const; ///< valid until the next step or reset
    bool isNull(int column) const;

private:
    [[noreturn]] void fail(int code) const;
    sqlite3_stmt *m_statement = nullptr;
};

/// Resets a statement at the end of a scope, so that no read lock is kept open by accident.
class ResetAtEnd
{
public:
    explicit ResetAtEnd(Statement &statement)
        : m_statement(statement)
    {
    }
    ~ResetAtEnd() { m_statement.reset(); }
    ResetAtEnd(const ResetAtEnd &) = delete;
    ResetAtEnd &operator=(const ResetAtEnd &) = delete;

private:
    Statement &m_statement;
};

/// BEGIN IMMEDIATE (or a read transaction) now, ROLLBACK at the end of the scope unless commit() was called.
class Transaction
{
public:
    enum class Kind { Read, Write };
    Transaction(Database &db, Kind kind);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit();

private:
    Database &m_db;
    bool m_open = true;
};

} // namespace dvmdash::store
