// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foreign_format.h"

#include <array>

namespace dvmdash::engine
{

namespace
{

using namespace std::string_view_literals;

struct Magic {
    std::size_t at;
    std::string_view bytes;
    const char *what;
    const char *advice;
};

constexpr const char *unpack = "Unpack it and import what is in it";
constexpr const char *reencode = "Save it as UTF-8 and import it again";

constexpr std::array magics{
    Magic{0, "\xfd\x37zXZ\0"sv, "compressed with xz", unpack},
    Magic{0, "BZh"sv, "compressed with bzip2", unpack},
    Magic{0, "\x04\x22\x4d\x18"sv, "compressed with lz4", unpack},
    Magic{0, "PK\x03\x04"sv, "a zip archive", unpack},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive", unpack},
    Magic{257, "ustar"sv, "a tar archive", unpack},
    Magic{0, "\xff\xfe"sv, "text in UTF-16", reencode},
    Magic{0, "\xfe\xff"sv, "text in UTF-16", reencode},
    Magic{0, "SQLite format 3\0"sv, "a database, not a file of events",
          "If it is one of DVMDash's, take the events out of it with 'dvmdash-cli export'"},
};

} // namespace

QString foreignFormat(const QString &name, std::string_view beginning)
{
    for (const Magic &magic : magics)
        if (beginning.size() >= magic.at && beginning.substr(magic.at).starts_with(magic.bytes))
            return QStringLiteral("%1 is %2. %3")
                .arg(name, QString::fromLatin1(magic.what), QString::fromLatin1(magic.advice));
    return {};
}

} // namespace dvmdash::engine
