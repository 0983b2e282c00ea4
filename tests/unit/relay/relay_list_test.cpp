// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_list.h"
#include "relay/relay_url.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

using namespace dvmdash;
using relay::RelayEntry;
using relay::RelayList;

namespace
{

/// JSON written with ' for ", which the Qt moc reads more reliably than raw strings inside macros.
QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

const RelayList two = {{QStringLiteral("wss://b.example/x?y=1"), false},
                       {QStringLiteral("ws://a.example:81"), true}};

} // namespace

class RelayListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultsAreTheFile()
    {
        QFile file(qEnvironmentVariable("DVMDASH_SOURCE_DIR") + QStringLiteral("/resources/relays.json"));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(relay::defaultRelaysJson(), file.readAll());
        QString error;
        const auto read = relay::relayListFromJson(relay::defaultRelaysJson(), &error);
        QVERIFY2(read.has_value(), qPrintable(error));
        QCOMPARE(relay::defaultRelays(), *read);
        QVERIFY(read->size() >= 5);
        for (const RelayEntry &entry : *read) {
            QVERIFY(entry.enabled);
            QVERIFY(entry.url.startsWith(QStringLiteral("wss://")));
        }
    }

    void readsBothForms()
    {
        const RelayList expected = {{QStringLiteral("wss://a.example"), true},
                                    {QStringLiteral("wss://b.example"), false}};
        QCOMPARE(relay::relayListFromJson(
                     quoted("[{'url':'A.example'},{'url':'wss://b.example:443/','enabled':false,'note':1}]")),
                 expected);
        const RelayList strings = {{QStringLiteral("wss://a.example"), true},
                                   {QStringLiteral("ws://b.example"), true}};
        QCOMPARE(relay::relayListFromJson(quoted("['wss://a.example','ws://b.example']")), strings);
        QCOMPARE(relay::relayListFromJson("[]"), RelayList{});
    }

    void aRelayNamedTwiceStaysOnceInItsFirstPlace()
    {
        const auto list = relay::relayListFromJson(
            quoted("['wss://a.example','wss://b.example',{'url':'wss://A.example/','enabled':false}]"));
        const RelayList expected = {{QStringLiteral("wss://a.example"), true},
                                    {QStringLiteral("wss://b.example"), true}};
        QCOMPARE(list, expected);
    }

    void roundTrip()
    {
        QCOMPARE(relay::relayListFromJson(relay::toJson(two)), two);
        QCOMPARE(relay::relayListFromJson(relay::toJson({})), RelayList{});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << QByteArray("[\"wss://a.example\"") << QStringLiteral("no JSON");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no JSON");
        QTest::newRow("object") << QByteArray("{}") << QStringLiteral("JSON array");
        QTest::newRow("number") << QByteArray("[\"wss://a.example\",7]") << QStringLiteral("Entry 2");
        QTest::newRow("no url") << QByteArray("[{\"enabled\":true}]") << QStringLiteral("Entry 1");
        QTest::newRow("bad url") << QByteArray("[\"https://a.example\"]") << QStringLiteral("wss://");
        QTest::newRow("enabled") << QByteArray("[{\"url\":\"wss://a.example\",\"enabled\":\"yes\"}]")
                                 << QStringLiteral("true or false");
    }
    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        QString error;
        QVERIFY(!relay::relayListFromJson(json, &error));
        QVERIFY2(error.contains(says), qPrintable(error));
        QVERIFY(!relay::relayListFromJson(json));
    }

    void listsAreHandedOnAsTextToo()
    {
        const relay::RelayList list{{QStringLiteral("wss://a.example"), true},
                                    {QStringLiteral("wss://b.example"), false}};
        QCOMPARE(relay::toLines(list), QByteArray("wss://a.example\n# off: wss://b.example\n"));
        QCOMPARE(relay::relayListFromText(relay::toJson(list)), list);
        QCOMPARE(relay::relayListFromText("# mine\n\n A.example/ \r\nwss://c.example\nwss://a.example"),
                 (relay::RelayList{{QStringLiteral("wss://a.example"), true},
                                   {QStringLiteral("wss://c.example"), true}}));
        QCOMPARE(relay::relayListFromText(relay::toLines(list)),
                 (relay::RelayList{{QStringLiteral("wss://a.example"), true}}));
        QCOMPARE(relay::relayListFromText(""), relay::RelayList{});
        QString error;
        QVERIFY(!relay::relayListFromText("wss://a.example\nhttp://b.example\n", &error));
        QVERIFY2(error.contains(QLatin1String("Line 2")), qPrintable(error));
        QVERIFY(!relay::relayListFromText("  [1]", &error));
        QVERIFY2(error.contains(QLatin1String("Entry 1")), qPrintable(error));
        QVERIFY(!relay::relayListFromText(QByteArray(2 * 1024 * 1024, '\n'), &error));
        QVERIFY2(error.contains(QLatin1String("KiB")), qPrintable(error));
    }

    void joinedKeepsWhatIsThere()
    {
        const relay::RelayList list{{QStringLiteral("wss://a.example"), false}};
        QCOMPARE(relay::joined(list, {{QStringLiteral("wss://b.example"), false},
                                      {QStringLiteral("wss://a.example"), true},
                                      {QStringLiteral("wss://b.example"), true}}),
                 (relay::RelayList{{QStringLiteral("wss://a.example"), false},
                                   {QStringLiteral("wss://b.example"), false}}));
    }
};
DVMDASH_TEST(RelayListTest)

/// The file that both programs share.
class KeptRelaysTest : public QObject
{
    Q_OBJECT
private:
    QString path() const { return m_folder->filePath(QStringLiteral("relays.json")); }
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void absentIsTheDefaultListAndStaysAbsent()
    {
        const relay::KeptRelays kept = relay::readKeptRelays(path());
        QCOMPARE(kept.relays, relay::defaultRelays());
        QVERIFY(kept.problem.isEmpty());
        QVERIFY(files().isEmpty());
    }

    void roundTrip()
    {
        QString error;
        for (const RelayList &list : {two, RelayList{}, relay::defaultRelays()}) {
            QVERIFY2(relay::writeKeptRelays(path(), list, &error), qPrintable(error));
            const relay::KeptRelays kept = relay::readKeptRelays(path());
            QCOMPARE(kept.relays, list);
            QVERIFY(kept.problem.isEmpty());
            QCOMPARE(files(), QStringList{QStringLiteral("relays.json")}); // nothing half written beside it
        }
    }

    void makesItsFolder()
    {
        const QString deep = m_folder->filePath(QStringLiteral("a/b/relays.json"));
        QString error;
        QVERIFY2(relay::writeKeptRelays(deep, two, &error), qPrintable(error));
        QCOMPARE(relay::readKeptRelays(deep).relays, two);
    }

    void unusableIsSaidAndKeptAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("comma") << quoted("[{'url':'wss://mine.example'},]") << QStringLiteral("no JSON");
        QTest::newRow("cut off") << quoted("[{'url':'wss://mi") << QStringLiteral("no JSON");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no JSON");
        QTest::newRow("address") << quoted("['https://mine.example']") << QStringLiteral("Entry 1");
        QTest::newRow("large") << QByteArray(1024 * 1024 + 1, ' ') << QStringLiteral("1024 KiB");
    }
    void unusableIsSaidAndKeptAside()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const QString aside = path() + QStringLiteral(".bad");
        write(path(), content);
        write(aside, "an older one");
        const relay::KeptRelays kept = relay::readKeptRelays(path());
        QCOMPARE(kept.relays, relay::defaultRelays());
        QVERIFY2(kept.problem.contains(path()) && kept.problem.contains(says), qPrintable(kept.problem));
        QCOMPARE(contentOf(path()), content); // reading changes nothing
        QCOMPARE(contentOf(aside), QByteArray("an older one"));

        QString error;
        QVERIFY2(relay::writeKeptRelays(path(), two, &error), qPrintable(error));
        QCOMPARE(relay::readKeptRelays(path()).relays, two);
        QCOMPARE(contentOf(aside), content);
        // A good list is replaced without ceremony.
        QVERIFY2(relay::writeKeptRelays(path(), {}, &error), qPrintable(error));
        QCOMPARE(contentOf(aside), content);
    }

    void failedWriteIsSaidAndChangesNothing()
    {
        QString error;
        // A file stands where the folder would be.
        write(m_folder->filePath(QStringLiteral("file")), "content");
        const QString below = m_folder->filePath(QStringLiteral("file/relays.json"));
        QVERIFY(!relay::writeKeptRelays(below, two, &error));
        QVERIFY2(error.contains(below), qPrintable(error));
        QCOMPARE(contentOf(m_folder->filePath(QStringLiteral("file"))), QByteArray("content"));

        // A folder stands where the file would be: neither readable nor moved away.
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("relays.json")));
        QVERIFY(relay::readKeptRelays(path()).problem.contains(path()));
        error.clear();
        QVERIFY(!relay::writeKeptRelays(path(), two, &error));
        QVERIFY2(error.contains(path()), qPrintable(error));
        QVERIFY(QFileInfo(path()).isDir());
    }

    /// A writer that dies half way, or another program that reads meanwhile, finds the old list or the new
    /// one: the new one comes as another file under the old name.
    void replacesInOneStep()
    {
        QString error;
        QVERIFY2(relay::writeKeptRelays(path(), relay::defaultRelays(), &error), qPrintable(error));
#ifndef Q_OS_WIN // an open file cannot be replaced there
        QFile reader(path());
        QVERIFY(reader.open(QIODevice::ReadOnly));
        QVERIFY2(relay::writeKeptRelays(path(), two, &error), qPrintable(error));
        QCOMPARE(relay::relayListFromJson(reader.readAll()), relay::defaultRelays());
#endif
        QVERIFY2(relay::writeKeptRelays(path(), two, &error), qPrintable(error));
        QCOMPARE(relay::readKeptRelays(path()).relays, two);
    }
};
DVMDASH_TEST(KeptRelaysTest)

#include "relay_list_test.moc"
