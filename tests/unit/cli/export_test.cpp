// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/nip19.h"
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QFile>

#include <functional>
#include <memory>

namespace dvmdash::test
{

namespace
{

using Condition = std::function<bool(const nostr::Event &)>;

QString text(const std::string &latin)
{
    return QString::fromStdString(latin);
}

} // namespace

/// All tests read one database of one simulated network.
class ExportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void givesBackWhatWasImported();
    void filtersMatchBruteForce_data();
    void filtersMatchBruteForce();
    void oddEventsComeBackByteForByte();
    void toAFile();
    void fileThatCannotBeWritten();

private:
    QByteArray expected(const Condition &condition) const;

    ProgramFolder m_folder;
    std::vector<nostr::Event> m_events;
};

void ExportTest::initTestCase()
{
    m_events = demoEvents(150);
    QCOMPARE(m_folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, toLines(m_events)).code,
             0);
}

QByteArray ExportTest::expected(const Condition &condition) const
{
    std::vector<nostr::Event> matching;
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(matching), condition);
    return toLines(matching);
}

void ExportTest::givesBackWhatWasImported()
{
    const ProgramResult result = m_folder.withDatabase({QStringLiteral("export")});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.lines().size(), static_cast<qsizetype>(m_events.size()));
    QVERIFY(result.out == toLines(m_events)); // byte for byte, in order
    QVERIFY(result.err.isEmpty());
}

void ExportTest::filtersMatchBruteForce_data()
{
    // Conditions are functions, which columns cannot hold: the row's number picks one.
    QTest::addColumn<int>("condition");
    const char *const names[] = {"kind",         "kinds with comma", "kinds repeated", "author hex",
                                 "author npub",  "authors",          "since",          "until",
                                 "window",       "id hex",           "id note",        "ids, one unknown",
                                 "all together", "no match",         "ISO time"};
    for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
        QTest::newRow(names[i]) << i;
}

void ExportTest::filtersMatchBruteForce()
{
    QFETCH(int, condition);
    const nostr::Event &middle = m_events[m_events.size() / 2];
    const nostr::Event &last = m_events.back();
    const nostr::PublicKey author = middle.pubkey;
    const nostr::PublicKey other = last.pubkey;
    const std::int64_t from = m_events[m_events.size() / 4].created_at;
    const std::int64_t until = middle.created_at;
    const QString since = QStringLiteral("--since");
    const QString before = QStringLiteral("--until");
    const QString kind = QStringLiteral("--kind");
    const QString authorOption = QStringLiteral("--author");
    const QString id = QStringLiteral("--id");
    const auto isKind = [](const nostr::Event &e) { return e.kind == 7000 || e.kind == 6300; };
    const QString iso = QDateTime::fromSecsSinceEpoch(from, Qt::UTC).toString(Qt::ISODate);

    const std::pair<QStringList, Condition> rows[] = {
        {{kind, QStringLiteral("7000")}, [](const auto &e) { return e.kind == 7000; }},
        {{kind, QStringLiteral("7000,6300")}, isKind},
        {{kind, QStringLiteral("7000"), kind, QStringLiteral("6300")}, isKind},
        {{authorOption, text(author.hex())}, [&](const auto &e) { return e.pubkey == author; }},
        {{authorOption, text(nostr::nip19::encode(nostr::nip19::Npub{author}))},
         [&](const auto &e) { return e.pubkey == author; }},
        {{authorOption, text(author.hex()), authorOption, text(other.hex())},
         [&](const auto &e) { return e.pubkey == author || e.pubkey == other; }},
        {{since, QString::number(from)}, [&](const auto &e) { return e.created_at >= from; }},
        {{before, QString::number(until)}, [&](const auto &e) { return e.created_at < until; }},
        {{since, QString::number(from), before, QString::number(until)},
         [&](const auto &e) { return e.created_at >= from && e.created_at < until; }},
        {{id, text(middle.id.hex())}, [&](const auto &e) { return e.id == middle.id; }},
        {{id, text(nostr::nip19::encode(nostr::nip19::Note{middle.id}))},
         [&](const auto &e) { return e.id == middle.id; }},
        {{id, text(middle.id.hex()), id, QString(64, u'0'), id, text(last.id.hex())},
         [&](const auto &e) { return e.id == middle.id || e.id == last.id; }},
        {{kind, QString::number(middle.kind), authorOption, text(author.hex()), since, QString::number(from),
          before, QString::number(until + 1)},
         [&](const auto &e) {
             return e.kind == middle.kind && e.pubkey == author && e.created_at >= from &&
                    e.created_at <= until;
         }},
        {{kind, QStringLiteral("4321")}, [](const auto &) { return false; }},
        {{since, iso}, [&](const auto &e) { return e.created_at >= from; }},
    };
    const auto &[arguments, holds] = rows[condition];
    const ProgramResult result = m_folder.withDatabase(QStringList{QStringLiteral("export")} + arguments);
    QCOMPARE(result.code, 0);
    QVERIFY(result.out == expected(holds));
    if (QLatin1String(QTest::currentDataTag()) != QLatin1String("no match"))
        QVERIFY(!result.out.isEmpty()); // else nothing was compared
}

void ExportTest::oddEventsComeBackByteForByte()
{
    std::vector<nostr::Event> odd{
        signedEvent(1, 5100, 1, {}, ""),
        signedEvent(1, 65535, 2, {{}, {""}, {"e"}, {"x", "", ""}}, "empty tags"),
        signedEvent(1, 7000, 3, {{"status", "processing"}}, std::string("a\0b\x01\x1f\x7f", 6)),
        signedEvent(2, 6100, 4, {},
                    "\u202e \u200d 👨\u200d👩\u200d👧 \U0001F600 \uFEFF \\u0000 \"\\/\b\f\n\r\t"),
        signedEvent(2, 0, 5, {}, std::string(200'000, 'x')),
        signedEvent(3, 5300, -1'700'000'000, {}, "created in 1970"),
        signedEvent(3, 5300, 9'000'000'000'000, {}, "created in the far future"),
    };
    const ProgramFolder folder;
    sortAsExported(odd);
    const ProgramResult imported = folder.withDatabase(
        {QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--json")}, toLines(odd));
    COMPARE_JSON(imported.json().at("accepted"), static_cast<std::int64_t>(odd.size()));
    QCOMPARE(folder.withDatabase({QStringLiteral("export")}).out, toLines(odd));
}

void ExportTest::toAFile()
{
    const QString path = m_folder.path(QStringLiteral("out.jsonl"));
    m_folder.write(QStringLiteral("out.jsonl"), "what was there before");
    const ProgramResult result = m_folder.withDatabase(
        {QStringLiteral("export"), QStringLiteral("--out"), path, QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    COMPARE_JSON(result.json().at("events"), static_cast<std::int64_t>(m_events.size()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == toLines(m_events));
}

void ExportTest::fileThatCannotBeWritten()
{
    const ProgramResult result = m_folder.withDatabase({QStringLiteral("export"), QStringLiteral("--out"),
                                                        m_folder.path(QStringLiteral("no/such/folder/x"))});
    QCOMPARE(result.code, 1);
    QVERIFY(result.err.startsWith("dvmdash-cli: cannot write"));
}

DVMDASH_TEST(ExportTest)

} // namespace dvmdash::test

#include "export_test.moc"
