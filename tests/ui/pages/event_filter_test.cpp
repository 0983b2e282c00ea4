// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/identifiers.h"
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/live/event_filter.h"
#include "ui/models/name_book.h"

#include <functional>

using namespace dvmdash;
using ui::EventFilter;

namespace
{

/// An event as the brute-force matcher sees it: plain words, nothing prepared.
struct Sample {
    engine::EventRow row;
    QString summary;
    QString name;
    QString kindName;
    QString status;
    QString npub;
    QString hex;
};

bool has(const QString &text, const char *part)
{
    return text.contains(QString::fromUtf8(part), Qt::CaseInsensitive);
}

/// Every combination of a few kinds, roles, texts, flags and people.
std::vector<Sample> samples()
{
    struct Shape {
        int kind;
        dvm::Role role;
        const char *summary;
        const char *status;
        std::uint32_t flags;
    };
    const Shape shapes[] = {
        {5100, dvm::Role::Request, "A red CAT, sleeping", "", 0},
        {5001, dvm::Role::Request, "https://example.org/cat", "", dvm::FlagEncrypted},
        {51000, dvm::Role::Other, "far away kind", "", 0},
        {6100, dvm::Role::Result, "Straße und Äpfel - minus", "", dvm::FlagSuspect | dvm::FlagMarkup},
        {7000, dvm::Role::Feedback, "error: model crashed", "error", 0},
        {7000, dvm::Role::Feedback, "payment-required - 21 sats", "payment-required",
         dvm::FlagAmountMismatch},
        {7000, dvm::Role::Feedback, "Payment_Rejected", "payment-rejected", 0},
        {7000, dvm::Role::Feedback, "brewing: soon", "brewing", dvm::FlagUnknownStatus},
        {7000, dvm::Role::Feedback, "just words here", "", 0},
        {7000, dvm::Role::CustomerNote, "success: thanks", "success", 0},
        {9735, dvm::Role::ZapReceipt, "", "", 0},
        {11998, dvm::Role::Heartbeat, "alive", "", 0},
        {5, dvm::Role::Deletion, "not needed, any more", "", 0},
    };
    const char *names[] = {"", "Ann the Cat Lady", "Бот", "kind:5100"};
    std::vector<Sample> list;
    int number = 0;
    for (const Shape &shape : shapes) {
        for (const char *name : names) {
            Sample sample;
            sample.row = test::eventRow(++number, shape.kind, shape.summary);
            sample.row.role = shape.role;
            sample.row.flags = shape.flags;
            sample.summary = QString::fromUtf8(shape.summary);
            sample.name = QString::fromUtf8(name);
            sample.kindName = QString::fromStdString(dvm::KindTable::standard().name(shape.kind));
            sample.status = QString::fromUtf8(shape.status);
            sample.npub = ui::NameBook::npub(sample.row.author);
            sample.hex = QString::fromStdString(sample.row.author.hex());
            list.push_back(sample);
        }
    }
    return list;
}

using Matcher = std::function<bool(const Sample &)>;

bool anyText(const Sample &sample, const char *part)
{
    return has(sample.summary, part) || has(sample.name, part) || has(sample.kindName, part);
}

struct Case {
    const char *text;
    Matcher matcher;
};

const std::vector<Case> &cases()
{
    using S = const Sample &;
    const auto role = [](dvm::Role wanted) { return [wanted](S s) { return s.row.role == wanted; }; };
    static const std::vector<Case> list{
        {"", [](S) { return true; }},
        {"   ", [](S) { return true; }},
        {"cat", [](S s) { return anyText(s, "cat"); }},
        {"CAT red", [](S s) { return anyText(s, "cat") && anyText(s, "red"); }},
        {"\"red cat\"", [](S s) { return anyText(s, "red cat"); }},
        {"\"RED cat,\"", [](S s) { return anyText(s, "red cat,"); }},
        {"-cat", [](S s) { return !anyText(s, "cat"); }},
        {"-\"red cat\" cat", [](S s) { return !anyText(s, "red cat") && anyText(s, "cat"); }},
        {"äpfel", [](S s) { return anyText(s, "äpfel"); }},
        {"БОТ", [](S s) { return anyText(s, "бот"); }},
        {"\"kind:5100\"", [](S s) { return anyText(s, "kind:5100"); }},
        {"\"https://example\"", [](S s) { return anyText(s, "https://example"); }},
        {"image", [](S s) { return anyText(s, "image"); }},
        {"needed,", [](S s) { return anyText(s, "needed,"); }},
        {"kind:5100", [](S s) { return QString::number(s.row.kind).startsWith(QStringLiteral("5100")); }},
        {"kind:51", [](S s) { return QString::number(s.row.kind).startsWith(QStringLiteral("51")); }},
        {"kind:\"5100\"", [](S s) { return s.row.kind == 5100; }},
        {"kind:\"5\"", [](S s) { return s.row.kind == 5; }},
        {"kind:5001,7000", [](S s) { return s.row.kind == 5001 || s.row.kind == 7000; }},
        {"-kind:7000", [](S s) { return s.row.kind != 7000; }},
        {"kind:image", [](S s) { return has(s.kindName, "image"); }},
        {"KIND:Summar", [](S s) { return has(s.kindName, "summar"); }},
        {"kind:\"image generation\"",
         [](S s) { return s.kindName.compare(QLatin1String("image generation"), Qt::CaseInsensitive) == 0; }},
        {"author:ann", [](S s) { return has(s.name, "ann"); }},
        {"author:\"ann the cat lady\"",
         [](S s) { return s.name.compare(QLatin1String("ann the cat lady"), Qt::CaseInsensitive) == 0; }},
        {"author:\"ann\"", [](S) { return false; }},
        {"author:бот,ann", [](S s) { return has(s.name, "бот") || has(s.name, "ann"); }},
        {"-author:ann", [](S s) { return !has(s.name, "ann"); }},
        {"author:npub1", [](S) { return true; }},
        {"role:request", role(dvm::Role::Request)},
        {"role:result", role(dvm::Role::Result)},
        {"role:zap", role(dvm::Role::ZapReceipt)},
        {"role:zap-receipt", role(dvm::Role::ZapReceipt)},
        {"role:customer_note", role(dvm::Role::CustomerNote)},
        {"role:re", [](S s) { return s.row.role == dvm::Role::Request || s.row.role == dvm::Role::Result; }},
        {"role:feedback,heartbeat",
         [](S s) { return s.row.role == dvm::Role::Feedback || s.row.role == dvm::Role::Heartbeat; }},
        {"-role:heartbeat", [](S s) { return s.row.role != dvm::Role::Heartbeat; }},
        {"status:error", [](S s) { return s.status == QLatin1String("error"); }},
        {"status:payment", [](S s) { return s.status.startsWith(QLatin1String("payment")); }},
        {"status:payment_required", [](S s) { return s.status == QLatin1String("payment-required"); }},
        {"status:\"payment\"", [](S) { return false; }},
        {"status:brew", [](S s) { return s.status == QLatin1String("brewing"); }},
        {"status:just", [](S) { return false; }},
        {"-status:error role:feedback",
         [](S s) { return s.status != QLatin1String("error") && s.row.role == dvm::Role::Feedback; }},
        {"flag:suspect", [](S s) { return (s.row.flags & dvm::FlagSuspect) != 0; }},
        {"flag:any", [](S s) { return s.row.flags != 0; }},
        {"-flag:any", [](S s) { return s.row.flags == 0; }},
        {"flag:markup,encrypted",
         [](S s) { return (s.row.flags & (dvm::FlagMarkup | dvm::FlagEncrypted)) != 0; }},
        {"flag:amount-mismatch", [](S s) { return (s.row.flags & dvm::FlagAmountMismatch) != 0; }},
        {"flag:\"unknown status\"", [](S s) { return (s.row.flags & dvm::FlagUnknownStatus) != 0; }},
        {"id:01", [](S s) { return s.row.id.hex().starts_with("01"); }},
        {"id:FF", [](S) { return false; }},
        {"kind:7000 -status:error,brewing flag:any",
         [](S s) {
             return s.row.kind == 7000 && s.status != QLatin1String("error") &&
                    s.status != QLatin1String("brewing") && s.row.flags != 0;
         }},
    };
    return list;
}

} // namespace

class EventFilterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithBruteForce_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::addRow("%s", cases()[i].text) << static_cast<int>(i);
    }
    void agreesWithBruteForce()
    {
        QFETCH(int, number);
        const Case &wanted = cases()[static_cast<std::size_t>(number)];
        const auto parsed = EventFilter::parse(QString::fromUtf8(wanted.text));
        QVERIFY2(parsed.error.isEmpty(), qPrintable(parsed.error));
        for (const Sample &sample : samples()) {
            const ui::AuthorText author{ui::folded(sample.name), sample.hex.toStdString(),
                                        sample.npub.toStdString()};
            const bool passes = parsed.filter.matches(sample.row, ui::folded(sample.row.summary), author);
            QVERIFY2(
                passes == wanted.matcher(sample),
                qPrintable(
                    QStringLiteral("kind %1, %2, %3").arg(sample.row.kind).arg(sample.summary, sample.name)));
        }
    }

    void findsPeopleByKey()
    {
        for (const Sample &sample : samples()) {
            const ui::AuthorText author{{}, sample.hex.toStdString(), sample.npub.toStdString()};
            for (const QString &key : {sample.npub, sample.npub.left(20), sample.hex, sample.hex.left(10)}) {
                const auto parsed = EventFilter::parse(QStringLiteral("author:") + key);
                QVERIFY(parsed.filter.matches(sample.row, "", author));
                const auto turned = EventFilter::parse(QStringLiteral("-author:") + key);
                QVERIFY(!turned.filter.matches(sample.row, "", author));
            }
        }
        const Sample sample = samples().front();
        const auto other =
            EventFilter::parse(QStringLiteral("author:") + ui::NameBook::npub(test::person(1).publicKey()));
        QVERIFY(
            !other.filter.matches(sample.row, "", {{}, sample.hex.toStdString(), sample.npub.toStdString()}));
    }

    void findsPastedIdsAndKeys()
    {
        const Sample sample = samples().front();
        const ui::AuthorText author{{}, sample.hex.toStdString(), sample.npub.toStdString()};
        const auto finds = [&](const std::string &text) {
            return EventFilter::parse(QString::fromStdString(text)).filter.matches(sample.row, "", author);
        };
        const nostr::EventId other = test::idOf(999);
        QVERIFY(finds(nostr::nip19::encode(nostr::nip19::Note{sample.row.id})));
        QVERIFY(!finds(nostr::nip19::encode(nostr::nip19::Note{other})));
        QVERIFY(finds(nostr::nip19::encode(nostr::nip19::Nevent{sample.row.id, {}, {}, {}})));
        QVERIFY(finds(nostr::nip19::encode(nostr::nip19::Nprofile{sample.row.author, {}})));
        QVERIFY(finds(sample.npub.toStdString()));
        QVERIFY(!finds("-" + sample.npub.toStdString()));
        QVERIFY(finds(sample.row.id.hex()));
        QVERIFY(finds(sample.row.author.hex()));
        QVERIFY(!finds(other.hex()));
        QVERIFY(!finds("npub1broken"));
    }

    void tellsErrorsInWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, const char *says) {
            QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(says);
        };
        row("\"open", "not closed");
        row("cat \"", "not closed");
        row("-", "minus");
        row("cat - dog", "minus");
        row("\"\"", "nothing between");
        row("https://example.org", "“https:” is no field");
        row("foo:bar", "“foo:” is no field");
        row(":", "is no field");
        row("kind:", "“kind:” needs a value");
        row("kind:5100,", "“kind:” needs a value");
        row("kind: 5100", "“kind:” needs a value");
        row("author:\"\"", "“author:” needs a value");
        row("role:boss", "no role “boss”");
        row("role:\"zap\"", "no role “zap”");
        row("flag:red", "no flag “red”");
        row("flag:suspect,red", "no flag “red”");
        row("id:xyz", "hex");
    }
    void tellsErrorsInWords()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto parsed = EventFilter::parse(text);
        QVERIFY2(parsed.error.contains(says), qPrintable(parsed.error));
        QVERIFY(parsed.filter.isEmpty());
    }

    void errorsAreSafeToShow()
    {
        const auto parsed = EventFilter::parse(QStringLiteral("a\u202Eb:c"));
        QVERIFY(!parsed.error.contains(QChar(0x202E)));
        QVERIFY(parsed.error.contains(QStringLiteral("U+202E")));
    }

    void knowsWhetherNamesMatter()
    {
        const auto reads = [](const char *text) {
            return EventFilter::parse(QString::fromUtf8(text)).filter.readsNames();
        };
        QVERIFY(reads("cat"));
        QVERIFY(reads("kind:5100 author:ann"));
        QVERIFY(!reads("kind:5100 role:request"));
        QVERIFY(!reads(""));
    }
};

DVMDASH_TEST(EventFilterTest)

#include "event_filter_test.moc"
