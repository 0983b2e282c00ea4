// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/failure_text.h"
#include "support/test_main.h"

using namespace dvmdash;

class FailureTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void source_data();
    void source();
    void folds_data();
    void folds();
    void staysWithinBounds();
};

void FailureTextTest::source_data()
{
    QTest::addColumn<QStringList>("status");
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<QString>("text");
    const QString content = QStringLiteral("out of memory");
    QTest::newRow("behind the status")
        << QStringList{QStringLiteral("status"), QStringLiteral("error"), QStringLiteral("model crashed")}
        << content << false << QStringLiteral("model crashed");
    QTest::newRow("content") << QStringList{QStringLiteral("status"), QStringLiteral("error")} << content
                             << false << content;
    QTest::newRow("blank behind the status")
        << QStringList{QStringLiteral("status"), QStringLiteral("error"), QStringLiteral("  ")} << content
        << false << content;
    QTest::newRow("tag s of a result")
        << QStringList{QStringLiteral("s"), QStringLiteral("error"), QStringLiteral("no GPU")} << content
        << false << QStringLiteral("no GPU");
    QTest::newRow("encrypted") << QStringList{QStringLiteral("status"), QStringLiteral("error")}
                               << QStringLiteral("AbCdEf==?iv=xyz") << true << QString();
    QTest::newRow("encrypted, but said openly")
        << QStringList{QStringLiteral("status"), QStringLiteral("error"), QStringLiteral("no GPU")}
        << QStringLiteral("AbCdEf==?iv=xyz") << true << QStringLiteral("no GPU");
    QTest::newRow("nothing") << QStringList{QStringLiteral("status"), QStringLiteral("error")}
                             << QStringLiteral(" \n") << false << QString();
}

void FailureTextTest::source()
{
    QFETCH(QStringList, status);
    QFETCH(QString, content);
    QFETCH(bool, encrypted);
    QFETCH(QString, text);
    nostr::Event event;
    nostr::Tag tag;
    for (const QString &item : status)
        tag.push_back(item.toStdString());
    event.tags.push_back({"e", std::string(64, 'a'), "", "status"});
    event.tags.push_back(tag);
    if (encrypted)
        event.tags.push_back({"encrypted"});
    event.content = content.toStdString();
    QCOMPARE(QString::fromStdString(dvm::failureText(event)), text);
}

void FailureTextTest::folds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folded");
    const auto row = [](const char *name, const char *text, const char *folded) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(folded);
    };
    row("words", "model crashed", "model crashed");
    row("number", "timed out after 31 s", "timed out after # s");
    row("decimal", "took 31.5 s, limit 1,000", "took # s, limit #");
    row("end of sentence", "failed with code 5. Try again", "failed with code #. Try again");
    row("id", "job 3f2a91bc77aa not found", "job # not found");
    row("whole id", "job 3f2a91bc77aa3f2a91bc77aa3f2a91bc77aa3f2a91bc77aa3f2a91bc77aa0123 failed",
        "job # failed");
    row("hex number", "exit status 0x7f", "exit status #");
    row("UUID", "task 3fa85f64-5717-4562-b3fc-2c963f66afa6: no", "task #: no");
    row("UUID with letters only", "task 3fa85f64-5717-dead-beef-2c963f66afa6: no", "task #: no");
    row("npub", "npub1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0stdmzq4 has no credit",
        "# has no credit");
    row("invoice", "lnbc210n1pj9xyzpp5abcdef not paid", "# not paid");
    row("token", "key Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5 refused", "key # refused");
    row("time", "at 2026-11-20 10:04:05 it stopped", "at # # it stopped");
    row("number in a word", "gpu3 lost, llama3.1 gone", "gpu# lost, llama# gone");
    row("words of hex letters", "added facade, bad decade", "added facade, bad decade");
    row("words of hex letters after a dash", "add-face", "add-face");
    row("space", "  line one\n\n\tline two  ", "line one line two");
    row("other scripts", "Σφάλμα 12: λείπει", "Σφάλμα #: λείπει");
    row("empty", "", "");
    row("only numbers", "404", "#");
    row("address", "http://10.0.0.7:8080/v1 unreachable", "http://#/v# unreachable");
}

void FailureTextTest::folds()
{
    QFETCH(QString, text);
    QFETCH(QString, folded);
    QCOMPARE(QString::fromStdString(dvm::foldedFailureText(text.toStdString())), folded);
    // Folding what is folded changes nothing.
    QCOMPARE(dvm::foldedFailureText(folded.toStdString()), folded.toStdString());
}

void FailureTextTest::staysWithinBounds()
{
    const auto isWhole = [](const std::string &text) {
        return QString::fromStdString(text).toStdString() == text;
    };
    for (const char *unit : {"x ", "\u00e9", "\u20ac", "\U0001F600", "1 a "}) {
        std::string text = "a";
        while (text.size() < 20'000)
            text += unit;
        for (std::size_t cut = 0; cut < 4; ++cut) {
            const std::string folded = dvm::foldedFailureText(std::string(cut, 'b') + text);
            QVERIFY(folded.size() <= 160);
            QVERIFY(folded.size() > 150);
            QVERIFY(isWhole(folded));
        }
    }
    // Numbers shrink: the end of what is read falls into the middle of a character.
    std::string text = "x";
    for (int i = 0; i < 4'096; ++i)
        text += i < 2'040 ? "1" : "\u00e9";
    QVERIFY(isWhole(dvm::foldedFailureText(text)));
    QVERIFY(isWhole(dvm::foldedFailureText(std::string(4'095, '1') + "\u00e9\u00e9")));
}

DVMDASH_TEST(FailureTextTest)
#include "failure_text_test.moc"
