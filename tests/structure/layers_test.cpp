// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace
{

/// Which folders the sources below `folder` may include from. A storey sees those below it, the window sees
/// the engine, the programs see all they wire together.
struct Room {
    const char *folder;
    QStringList mayInclude;
};

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

const QVector<Room> &rooms()
{
    static const QVector<Room> list{
        {"core/layout", words("layout")},
        {"core/nostr", words("nostr")},
        {"core/dvm", words("nostr dvm")},
        {"core/demo", words("nostr dvm demo")},
        {"core/http", words("http")},
        {"core/relay", words("nostr http relay")},
        {"core/lookup", words("nostr http lookup")},
        {"core/ingest", words("nostr relay ingest")},
        {"core/store", words("nostr dvm relay lookup ingest store")},
        {"core/metrics", words("nostr dvm store metrics")},
        {"core/engine", words("layout nostr dvm http relay lookup ingest store metrics engine")},
        {"ui", words("ui engine layout")},
        {"app/shared", words("shared")},
        {"app/cli", words("shared engine demo store relay ingest dvm nostr")},
        {"app/desktop", words("shared engine demo relay nostr ui")},
    };
    return list;
}

/// Pure: values in, values out.
const QStringList pure{QStringLiteral("core/layout"), QStringLiteral("core/nostr"),
                       QStringLiteral("core/dvm")};

QString text(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList captured(const QString &source, const char *pattern)
{
    QStringList found;
    const QRegularExpression expression(QString::fromLatin1(pattern), QRegularExpression::MultilineOption);
    for (auto it = expression.globalMatch(source); it.hasNext();)
        found << it.next().captured(1);
    return found;
}

/// Folders of the project that a source includes from.
QStringList includedRooms(const QString &source)
{
    return captured(source, "^#include \"([a-z]+)/");
}

/// Headers of Qt Gui and Qt Widgets that would bring a window system into core.
QStringList windowHeaders(const QString &source)
{
    return captured(
        source,
        "^#include <(QtGui/\\w+|QtWidgets/\\w+|QtCharts/\\w+|Q(?:Gui)?Application|QWidget|QPainter"
        "|QPixmap|QImage|QColor|QFont|QIcon|QPalette|QAction|QWindow|QScreen|QClipboard|QPen|QBrush)>");
}

QStringList impureHeaders(const QString &source)
{
    return captured(source, "^#include <(Q\\w+|sqlite3\\.h|thread|mutex|chrono|condition_variable)>");
}

QStringList sourcesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator it(folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files << it.next();
    return files;
}

} // namespace

/// The storeys of the house (ARCHITECTURE.md): nothing looks up, and a new reader may trust the map.
class LayersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_root = qEnvironmentVariable("DVMDASH_SOURCE_DIR");
        QVERIFY(QFileInfo::exists(m_root + QStringLiteral("/CMakeLists.txt")));
    }

    void theCheckFindsWhatItLooksFor()
    {
        const auto source =
            QStringLiteral("// x\n#include \"store/reader.h\"\n#include <QPainter>\n#include <mutex>\n");
        QCOMPARE(includedRooms(source), QStringList{QStringLiteral("store")});
        QCOMPARE(windowHeaders(source), QStringList{QStringLiteral("QPainter")});
        QCOMPARE(impureHeaders(source), (QStringList{QStringLiteral("QPainter"), QStringLiteral("mutex")}));
    }

    /// Else a replay would show two times at once.
    void theWindowReadsTheClockInOnePlace()
    {
        const QRegularExpression reads(
            QStringLiteral("QDateTime::current|QTime::current|QDate::current|system_clock"));
        const QStringList files = sourcesBelow(m_root + QStringLiteral("/ui"));
        int places = 0;
        for (const QString &file : files) {
            const bool isRead = reads.match(text(file)).hasMatch();
            places += isRead ? 1 : 0;
            QVERIFY2(
                !isRead || file.endsWith(QStringLiteral("/ui/widgets/format.cpp")),
                qPrintable(file + QStringLiteral(": ask format::nowMs() or format::nowS() for the time")));
        }
        QCOMPARE(places, 1);
    }

    void nothingLooksUp_data()
    {
        QTest::addColumn<int>("room");
        for (int i = 0; i < rooms().size(); ++i)
            QTest::newRow(rooms().at(i).folder) << i;
    }
    void nothingLooksUp()
    {
        QFETCH(int, room);
        const Room &here = rooms().at(room);
        const QStringList files = sourcesBelow(m_root + u'/' + QString::fromLatin1(here.folder));
        QVERIFY(!files.isEmpty());
        for (const QString &file : files)
            for (const QString &other : includedRooms(text(file)))
                QVERIFY2(here.mayInclude.contains(other),
                         qPrintable(file + QStringLiteral(" includes ") + other));
    }

    void everyStoreyHasItsRule()
    {
        for (const QString &folder :
             QDir(m_root + QStringLiteral("/core")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY2(std::any_of(rooms().begin(), rooms().end(),
                                 [&](const Room &room) {
                                     return QLatin1String(room.folder) == QStringLiteral("core/") + folder;
                                 }),
                     qPrintable(folder));
    }

    void coreHasNoWindow()
    {
        for (const QString &file : sourcesBelow(m_root + QStringLiteral("/core")))
            QVERIFY2(windowHeaders(text(file)).isEmpty(), qPrintable(file));
    }

    /// The three lowest storeys are values in, values out: no clock, no thread, no file, no Qt.
    void theLowestStoreysArePure()
    {
        for (const QString &room : pure)
            for (const QString &file : sourcesBelow(m_root + u'/' + room))
                QVERIFY2(impureHeaders(text(file)).isEmpty(), qPrintable(file));
    }

    void everySourceNamesItsLicence()
    {
        int seen = 0;
        for (const char *folder : {"app", "core", "ui", "tests"})
            for (const QString &file : sourcesBelow(m_root + u'/' + QLatin1String(folder))) {
                if (file.contains(QStringLiteral("/node_modules/")))
                    continue;
                ++seen;
                QVERIFY2(
                    text(file).startsWith(QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n")),
                    qPrintable(file));
            }
        QVERIFY(seen > 400);
    }

private:
    QString m_root;
};
DVMDASH_TEST(LayersTest)

#include "layers_test.moc"
