// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace dvmdash::store
{

/// Something about the file or the disk went wrong. what() is a sentence for the user that says what to do.
class Error : public std::runtime_error
{
public:
    explicit Error(const std::string &text, int sqliteCode = 0)
        : std::runtime_error(text)
        , m_code(sqliteCode)
    {
    }
    int sqliteCode() const { return m_code; }
    /// The file itself is damaged: what can be read of it can be salvaged (engine/salvage.h).
    bool isDamage() const;

private:
    int m_code;
};

/// What to do about a damaged file, as the end of a sentence for the user.
std::string salvageAdvice();

/// The file is damaged where SQLite does not see it.
class Damaged : public Error
{
public:
    explicit Damaged(const std::string &text);
};

/// What is stored of one event cannot be read; all else can.
class DamagedEvent : public Damaged
{
public:
    using Damaged::Damaged;
};

/// What a damaged file may lead to is caught at the ends of threads, whatever it is: this makes an Error of
/// it.
Error unexpected(const std::exception &problem);

/// The query was cancelled by whoever asked.
class Interrupted : public Error
{
public:
    Interrupted()
        : Error("the query was cancelled")
    {
    }
};

} // namespace dvmdash::store
