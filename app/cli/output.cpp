// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include "command.h"
#include "console.h"
#include "safe_text.h"

#include <QByteArray>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace dvmdash::cli
{

void complain(const QString &text)
{
    tell(QStringLiteral("dvmdash-cli: ") + text.simplified());
}

void tell(const QString &text)
{
    const QByteArray bytes = safeLine(text).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
}

bool Output::remember(bool written)
{
    if (!written && m_error == 0)
        m_error = errno != 0 ? errno : EIO;
    return m_error == 0;
}

bool Output::write(std::string_view utf8)
{
    if (m_error != 0)
        return false;
    errno = 0;
    return remember(std::fwrite(utf8.data(), 1, utf8.size(), stdout) == utf8.size());
}

bool Output::line(std::string_view utf8)
{
    return write(utf8) && write("\n");
}

bool Output::line(const QString &text)
{
    return line(text.toStdString());
}

bool Output::jsonText(std::string_view json)
{
    static const bool terminal = stdoutIsTerminal();
    return terminal ? line(safeJson(json)) : line(json);
}

bool Output::jsonLine(const nlohmann::ordered_json &json)
{
    return jsonText(toText(json));
}

bool Output::flush()
{
    if (m_error != 0)
        return false;
    errno = 0;
    return remember(std::fflush(stdout) == 0);
}

int Output::finish()
{
    if (flush() || meansReaderGone(m_error))
        return Done;
    complain(QStringLiteral("cannot write to standard output: %1")
                 .arg(QString::fromLocal8Bit(std::strerror(m_error))));
    return Failed;
}

std::string toText(const nlohmann::ordered_json &json)
{
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace dvmdash::cli
