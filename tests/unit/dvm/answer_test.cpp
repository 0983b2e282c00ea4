// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/answer.h"
#include "dvm/role.h"
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

class AnswerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void statuses_data();
    void statuses();
    void namesComeBack();
    void statusOfAResult_data();
    void statusOfAResult();
    void statusOfAFeedback_data();
    void statusOfAFeedback();
    void fields();
    void contentHash();
    void emptyContent_data();
    void emptyContent();
    void request();
    void customerNotes();
};

void AnswerTest::statuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("status");
    const auto row = [](const char *text, Status status) {
        QTest::addRow("'%s'", text) << QString::fromLatin1(text) << static_cast<int>(status);
    };
    row("processing", Status::Processing);
    row("payment-required", Status::PaymentRequired);
    row("payment_required", Status::PaymentRequired);
    row(" Payment_Required\n", Status::PaymentRequired);
    row("partial", Status::Partial);
    row("success", Status::Success);
    row("SUCCESS", Status::Success);
    row("error", Status::Error);
    row("\terror ", Status::Error);
    row("payment-rejected", Status::PaymentRejected);
    row("subscription-required", Status::SubscriptionRequired);
    row("chain-scheduled", Status::ChainScheduled);
    row("scheduled", Status::Scheduled);
    row("", Status::None);
    row("  ", Status::None);
    row("done", Status::Unknown);
    row("payment required", Status::Unknown);
    row("processing...", Status::Unknown);
    row("pong", Status::Unknown);
}

void AnswerTest::statuses()
{
    QFETCH(QString, text);
    QTEST(static_cast<int>(statusFromText(text.toStdString())), "status");
}

void AnswerTest::namesComeBack()
{
    for (int i = 1; i <= 9; ++i) {
        const auto status = static_cast<Status>(i);
        QCOMPARE(statusFromText(statusName(status)), status);
    }
    QCOMPARE(qs(statusName(Status::None)), QStringLiteral("none"));
    QCOMPARE(qs(statusName(Status::Unknown)), QStringLiteral("unknown"));
}

void AnswerTest::statusOfAResult_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << ""
                          << "" << static_cast<int>(Status::None);
    QTest::newRow("status") << "status error"
                            << "" << static_cast<int>(Status::Error);
    QTest::newRow("s") << "s payment-required"
                       << "" << static_cast<int>(Status::PaymentRequired);
    QTest::newRow("status before s") << "s error"
                                     << "status success" << static_cast<int>(Status::Success);
    QTest::newRow("some other s") << "s medium"
                                  << "" << static_cast<int>(Status::Unknown);
}

void AnswerTest::statusOfAResult()
{
    QFETCH(QString, tag);
    QFETCH(QString, second);
    nostr::Tags tags;
    for (const QString &text : {tag, second}) {
        const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (words.size() == 2)
            tags.push_back({words[0].toStdString(), words[1].toStdString()});
    }
    std::uint32_t flags = 0;
    const Answer answer = readAnswer(signedEvent(1, 6001, 0, tags), 0, false, &flags);
    QTEST(static_cast<int>(answer.status), "status");
    QVERIFY(answer.isResult());
    QCOMPARE(flags, 0u);
}

void AnswerTest::statusOfAFeedback_data()
{
    QTest::addColumn<bool>("hasStatus");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<quint32>("flags");
    QTest::newRow("known") << true << "processing" << false << quint32{0};
    QTest::newRow("unknown") << true << "thinking" << false << quint32{FlagUnknownStatus};
    QTest::newRow("none") << false << "" << false << quint32{0};
    QTest::newRow("opaque") << false << "" << true << quint32{FlagOpaque};
    QTest::newRow("blank and encrypted") << true << " " << true << quint32{FlagOpaque};
    QTest::newRow("known and encrypted") << true << "success" << true << quint32{0};
    QTest::newRow("unknown and encrypted") << true << "x" << true << quint32{FlagUnknownStatus};
}

void AnswerTest::statusOfAFeedback()
{
    QFETCH(bool, hasStatus);
    QFETCH(QString, status);
    QFETCH(bool, encrypted);
    nostr::Tags tags;
    if (hasStatus)
        tags.push_back({"status", status.toStdString(), "and a word about it"});
    if (encrypted)
        tags.push_back({"encrypted"});
    tags.push_back({"s", "error"}); // says nothing in a feedback
    quint32 flags = 0;
    const Answer answer = readAnswer(signedEvent(1, 7000, 0, tags), 0, false, &flags);
    QTEST(flags, "flags");
    QCOMPARE(answer.encrypted, encrypted);
    QVERIFY(!answer.isResult());
}

void AnswerTest::fields()
{
    const nostr::Event event = signedEvent(
        7, 7000, 42, {{"status", "payment-required"}, {"amount", "9000", invoice(9000, 42, 300)}}, "pay me");
    const Answer answer = readAnswer(event, 1'234'567, true);
    QCOMPARE(answer.id, event.id);
    QCOMPARE(answer.author, keyOf(7));
    QCOMPARE(answer.created_at, start + 42);
    QCOMPARE(answer.received_ms, 1'234'567);
    QVERIFY(answer.live);
    QCOMPARE(answer.kind, 7000);
    QCOMPARE(answer.status, Status::PaymentRequired);
    QCOMPARE(answer.amount_msat, std::optional<std::int64_t>(9000));
    QCOMPARE(answer.payment_deadline, std::optional(start + 342));
    QVERIFY(!answer.empty && !answer.encrypted);
}

/// The first eight bytes of SHA-256, so that it can be checked elsewhere.
void AnswerTest::contentHash()
{
    const auto hashOf = [](const char *content) {
        return readAnswer(signedEvent(1, 6001, 0, {}, content), 0, false).content_hash;
    };
    QCOMPARE(hashOf("abc"), std::uint64_t{0xba7816bf8f01cfea});
    QCOMPARE(hashOf(""), std::uint64_t{0xe3b0c44298fc1c14});
    QVERIFY(hashOf("abc") != hashOf("abd"));
}

void AnswerTest::emptyContent_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("empty");
    QTest::newRow("nothing") << "" << true;
    QTest::newRow("white space") << " \t\r\n" << true;
    QTest::newRow("a letter") << " x " << false;
    QTest::newRow("an empty list") << "[]" << false;
}

void AnswerTest::emptyContent()
{
    QFETCH(QString, content);
    QTEST(readAnswer(signedEvent(1, 6001, 0, {}, content.toStdString()), 0, false).empty, "empty");
}

void AnswerTest::request()
{
    const nostr::Event event = signedEvent(3, 5100, 7,
                                           {{"p", keyOf(5).hex()},
                                            {"p", "not a key"},
                                            {"p"},
                                            {"p", keyOf(4).hex(), "wss://relay.example"},
                                            {"p", keyOf(5).hex()},
                                            {"encrypted"}});
    const Request request = readRequest(event, 99, true);
    QCOMPARE(request.id, event.id);
    QCOMPARE(request.customer, keyOf(3));
    QCOMPARE(request.created_at, start + 7);
    QCOMPARE(request.received_ms, 99);
    QCOMPARE(request.kind, 5100);
    QVERIFY(request.live && request.encrypted);
    QCOMPARE(request.targets.size(), std::size_t{2});
    QCOMPARE(request.targets[0], keyOf(5));
    QCOMPARE(request.targets[1], keyOf(4));
    QVERIFY(readRequest(signedEvent(3, 5100, 7, {}), 0, false).targets.empty());
}

void AnswerTest::customerNotes()
{
    const Request broadcast = readRequest(signedEvent(3, 5100, 0, {}), 0, false);
    const Request toSelf = readRequest(signedEvent(3, 5100, 0, {{"p", keyOf(3).hex()}}), 0, false);
    const Answer own = readAnswer(signedEvent(3, 7000, 5, {{"status", "error"}}), 0, false);
    const Answer ownResult = readAnswer(signedEvent(3, 6100, 5, {}), 0, false);
    const Answer other = readAnswer(signedEvent(4, 7000, 5, {{"status", "error"}}), 0, false);
    QVERIFY(isCustomerNote(own, broadcast));
    QVERIFY(!isCustomerNote(own, toSelf));
    QVERIFY(!isCustomerNote(ownResult, broadcast));
    QVERIFY(!isCustomerNote(other, broadcast));
}

DVMDASH_TEST(AnswerTest)
#include "answer_test.moc"
