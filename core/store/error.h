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

private:
    int m_code;
};

/// What is stored of one event cannot be read; all else can.
class DamagedEvent : public Error
{
public:
    using Error::Error;
};

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
