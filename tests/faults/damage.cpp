// SPDX-License-Identifier: GPL-3.0-or-later
#include "damage.h"

#include "store/store_file.h"

#include <QFile>
#include <QFileInfo>

namespace dvmdash::test
{

namespace
{

constexpr qint64 headerBytes = 100;

/// Changes a file in its midst.
template<typename Change>
void change(const QString &file, Change how)
{
    QByteArray bytes = contentOf(file);
    how(bytes);
    QFile out(file);
    if (out.open(QIODevice::WriteOnly | QIODevice::Truncate))
        out.write(bytes);
}

qint64 below(qint64 end, std::mt19937 &random)
{
    return std::uniform_int_distribution<qint64>(0, std::max<qint64>(0, end - 1))(random);
}

QString flipBits(QByteArray &bytes, qint64 within, int count, std::mt19937 &random)
{
    QString text = QStringLiteral("bits flipped at");
    for (int i = 0; i < count; ++i) {
        const qint64 at = below(within, random);
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
        text += QStringLiteral(" %1").arg(at);
    }
    return text;
}

QString damagePage(QByteArray &bytes, bool byAnother, std::mt19937 &random)
{
    const qint64 pages = bytes.size() / store::pageBytes;
    const qint64 page = below(pages, random);
    const qint64 other = below(pages, random);
    const QByteArray with = byAnother ? bytes.mid(other * store::pageBytes, store::pageBytes)
                                      : QByteArray(store::pageBytes, '\0');
    bytes.replace(page * store::pageBytes, store::pageBytes, with);
    return byAnother ? QStringLiteral("page %1 overwritten by page %2").arg(page + 1).arg(other + 1)
                     : QStringLiteral("page %1 wiped").arg(page + 1);
}

} // namespace

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

bool overwrite(const QString &file, qint64 at, const QByteArray &bytes)
{
    QFile out(file);
    return out.open(QIODevice::ReadWrite) && out.seek(at) && out.write(bytes) == bytes.size();
}

QString damageAtRandom(const QString &database, std::mt19937 &random)
{
    const QString wal = database + QStringLiteral("-wal");
    const bool inWal = QFileInfo(wal).size() > 0 && random() % 3 == 0;
    QString text;
    change(inWal ? wal : database, [&](QByteArray &bytes) {
        switch (random() % 7) {
        case 0:
            bytes.truncate(below(bytes.size(), random));
            text = QStringLiteral("truncated to %1 bytes").arg(bytes.size());
            break;
        case 1:
            text = flipBits(bytes, headerBytes, 1, random);
            break;
        case 2:
            text = flipBits(bytes, store::pageBytes, 3, random);
            break;
        case 3:
            text = damagePage(bytes, false, random);
            break;
        case 4:
            text = damagePage(bytes, true, random);
            break;
        case 5:
            text = flipBits(bytes, bytes.size(), 200, random).left(40);
            break;
        default:
            text = flipBits(bytes, bytes.size(), 1, random);
            break;
        }
    });
    return (inWal ? QStringLiteral("in the WAL: ") : QString()) + text;
}

} // namespace dvmdash::test
