// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

/// Results go to standard output, everything else to standard error.
namespace dvmdash::cli
{

/// One line on standard error: "dvmdash-cli: what is wrong and what to do".
void complain(const QString &text);

/// A line on standard error that is no error.
void tell(const QString &text);

/// Standard output, buffered. Remembers the first failed write; later ones do nothing.
class Output
{
public:
    /// False when the text cannot be written any more: stop making more of it.
    bool write(std::string_view utf8);
    bool line(std::string_view utf8);
    bool line(const QString &text);
    /// On a terminal, characters that could mislead are written as JSON escapes.
    bool jsonText(std::string_view json);
    bool jsonLine(const nlohmann::ordered_json &json);

    bool flush();
    /// Flushes. Done, also when the reader went away early (`| head`); Failed with a complaint for any other
    /// failed write.
    int finish();

private:
    bool remember(bool written);
    int m_error = 0; ///< errno of the first failed write
};

/// Compact text; invalid UTF-8, which no verified event holds, would be replaced.
std::string toText(const nlohmann::ordered_json &json);

} // namespace dvmdash::cli
