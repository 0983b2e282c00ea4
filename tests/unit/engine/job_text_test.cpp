// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"
#include "engine/import.h"
#include "nostr/nip19.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace dvmdash;
using test::keyOf;
using test::signedEvent;
using test::start;

/// What the reader may type into the filter of the job list.
class JobTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_summary = signedEvent(1, 5001, 0, {{"i", "a", "text"}});
        m_image = signedEvent(2, 5100, 10, {{"i", "b", "text"}});
        m_answer = signedEvent(3, 6100, 15, {{"e", m_image.id.hex()}}, "picture");
        const auto announcement =
            signedEvent(3, 31990, 0, {{"d", "x"}, {"k", "5100"}}, "{\"name\":\"Painter of Cats\"}");
        QFile file(m_folder.filePath(QStringLiteral("a.jsonl")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const auto &event : {m_summary, m_image, m_answer, announcement})
            file.write(QByteArray::fromStdString(nostr::toJson(event)) + "\n");
        file.close();
        QVERIFY(engine::importFiles(database(), {file.fileName()}).ok);
    }

    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing typed") << QString() << QStringLiteral("is");
        QTest::newRow("request kind") << QStringLiteral("5100") << QStringLiteral("i");
        QTest::newRow("result kind") << QStringLiteral(" 6001 ") << QStringLiteral("s");
        QTest::newRow("words of a kind's name") << QStringLiteral("summar") << QStringLiteral("s");
        QTest::newRow("name of a DVM") << QStringLiteral("cats") << QStringLiteral("i");
        QTest::newRow("nobody") << QStringLiteral("qqqq") << QString();
        QTest::newRow("id of the request") << hex(m_summary.id) << QStringLiteral("s");
        QTest::newRow("id of an answer") << hex(m_answer.id) << QStringLiteral("i");
        QTest::newRow("note") << QString::fromStdString(nostr::nip19::encode(nostr::nip19::Note{m_image.id}))
                              << QStringLiteral("i");
        QTest::newRow("npub of a customer")
            << QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{keyOf(1)}))
            << QStringLiteral("s");
        QTest::newRow("hex key of a DVM") << QString::fromStdString(keyOf(3).hex()) << QStringLiteral("i");
        QTest::newRow("unknown key") << QString::fromStdString(keyOf(99).hex()) << QString();
    }
    void finds()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        store::Reader reader(database().toStdString());
        engine::JobsQuestion question;
        question.window = {start - 10, start + 100};
        question.text = text;
        QString found;
        for (const auto &row : engine::answer(reader, question).rows)
            found += row.request == m_summary.id ? QLatin1Char('s') : QLatin1Char('i');
        QCOMPARE(found, expected);
    }

    void anUnknownJobIsAnError()
    {
        store::Reader reader(database().toStdString());
        bool refused = false;
        try {
            engine::answer(reader, engine::JobQuestion{nostr::EventId{}});
        } catch (const store::Error &) {
            refused = true;
        }
        QVERIFY(refused);
    }

private:
    static QString hex(const nostr::EventId &id) { return QString::fromStdString(id.hex()); }
    QString database() const { return m_folder.filePath(QStringLiteral("db.sqlite")); }
    QTemporaryDir m_folder;
    nostr::Event m_summary;
    nostr::Event m_image;
    nostr::Event m_answer;
};

DVMDASH_TEST(JobTextTest)
#include "job_text_test.moc"
