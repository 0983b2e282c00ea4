// SPDX-License-Identifier: GPL-3.0-or-later
// What an event is, and everything that is kept and flagged.
#include "dvm/role.h"
#include "dvm/text_flags.h"
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

constexpr std::int64_t soon = (start + 60) * 1000; ///< received a minute after start

Classification classified(const nostr::Event &event, std::int64_t received_ms = soon)
{
    return classify(event, KindTable::standard(), received_ms);
}

const std::string &someId()
{
    static const std::string id = signedEvent(9, 5001, 0, {}).id.hex();
    return id;
}

} // namespace

class RoleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roles_data();
    void roles();
    void announcements_data();
    void announcements();
    void flags_data();
    void flags();
    void future_data();
    void future();
    void expired_data();
    void expired();
    void nesting_data();
    void nesting();
    void controlText_data();
    void controlText();
    void markup_data();
    void markup();
    void names();
};

void RoleTest::roles_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("role");
    const auto row = [](int kind, const char *status, const char *role) {
        QTest::addRow("%d %s", kind, status)
            << kind << QString::fromLatin1(status) << QString::fromLatin1(role);
    };
    row(4999, "", "other");
    row(5000, "", "request");
    row(5999, "", "request");
    row(5600, "", "request");
    row(6000, "", "result");
    row(6999, "", "result");
    row(6153, "", "result");
    for (const int kind : {5128, 5129, 5666, 5969, 6666, 6969})
        row(kind, "", "other");
    row(7000, "", "feedback");
    row(7000, "processing", "feedback");
    row(7000, "pong", "pong");
    row(7000, " PONG ", "pong");
    row(7000, "pingpong", "feedback");
    row(7001, "", "other");
    row(7007, "", "other");
    row(11998, "", "heartbeat");
    row(9735, "", "zap receipt");
    row(9321, "", "nutzap");
    row(7376, "", "redemption");
    row(5, "", "deletion");
    row(1, "", "other");
    row(31990, "", "other");
}

void RoleTest::roles()
{
    QFETCH(int, kind);
    QFETCH(QString, status);
    nostr::Tags tags{{"e", someId()}};
    if (!status.isEmpty())
        tags.push_back({"status", status.toStdString()});
    QTEST(qs(roleName(classified(signedEvent(1, kind, 0, tags)).role)), "role");
}

void RoleTest::announcements_data()
{
    QTest::addColumn<QString>("k");
    QTest::addColumn<bool>("announces");
    QTest::newRow("a request kind") << "5050" << true;
    QTest::newRow("a result kind") << "6050" << false;
    QTest::newRow("an excluded kind") << "5666" << false;
    QTest::newRow("another kind") << "1" << false;
    QTest::newRow("no number") << "text" << false;
    QTest::newRow("a number with a tail") << "5050x" << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("huge") << "4294972346" << false; // 5050 + 2^32
}

void RoleTest::announcements()
{
    QFETCH(QString, k);
    QFETCH(bool, announces);
    const Role expected = announces ? Role::Announcement : Role::Other;
    QCOMPARE(classified(signedEvent(1, 31990, 0, {{"k", k.toStdString()}})).role, expected);
    QCOMPARE(classified(signedEvent(1, 31990, 0, {{"k"}, {"k", "1"}, {"k", k.toStdString()}})).role,
             expected);
}

void RoleTest::flags_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QVariantList>("tags"); ///< of string lists
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("expected"); ///< names, comma separated
    const auto row = [](const char *name, int kind, const nostr::Tags &tags, const QString &content,
                        const char *expected) {
        QVariantList list;
        for (const nostr::Tag &tag : tags) {
            QStringList values;
            for (const std::string &value : tag)
                values += QString::fromStdString(value);
            list += QVariant(values);
        }
        QTest::newRow(name) << kind << list << content << QString::fromLatin1(expected);
    };
    const nostr::Event request = signedEvent(9, 5001, 0, {{"i", "text", "text"}});
    const std::string id = request.id.hex();
    const std::string nested = nostr::toJson(request);
    nostr::Event leaked = request;
    leaked.content = "decrypted";
    const nostr::Tags manyTags(2001, nostr::Tag{"t", "x"});
    const nostr::Tags notManyTags(2000, nostr::Tag{"t", "x"});

    row("plain request", 5001, {{"i", "text"}}, {}, "");
    row("plain result", 6001, {{"e", id}, {"request", nested}}, QStringLiteral("done"), "");
    row("plain feedback", 7000, {{"e", id}, {"status", "processing"}}, {}, "");
    row("plain note", 1, {}, QStringLiteral("gm"), "");

    row("result that names nothing", 6001, {{"p", keyOf(1).hex()}}, {}, "suspect");
    row("result with a broken e only", 6001, {{"e", "abc"}}, {}, "suspect,odd id");
    row("result with a nested request only", 6001, {{"request", nested}}, {}, "");
    row("feedback that names nothing", 7000, {{"status", "success"}}, {}, "suspect");
    row("a request may name nothing", 5001, {}, {}, "");

    row("conflict", 6001, {{"e", someId()}, {"request", nested}}, {}, "conflict");
    row("request tag that is no JSON", 6001, {{"e", id}, {"request", "U2FsdGVk"}}, {}, "bad request tag");
    row("request tag that leaks", 6001, {{"e", id}, {"request", nostr::toJson(leaked)}}, {},
        "bad request tag");
    row("request tag without value", 6001, {{"e", id}, {"request"}}, {}, "bad request tag");

    row("odd id: short", 1, {{"e", "abc"}}, {}, "odd id");
    row("odd id: upper case", 1, {{"e", QString::fromStdString(id).toUpper().toStdString()}}, {}, "odd id");
    row("odd id: missing", 1, {{"e"}}, {}, "odd id");
    row("many tags", 1, manyTags, {}, "many tags");
    row("not so many", 1, notManyTags, {}, "");
    row("empty tag", 1, {{}}, {}, "empty tag");
    row("control text in content", 1, {}, QString(QChar(0)) + QStringLiteral("x"), "control text");
    row("control text in a tag", 1, {{"name", "a\x1b[31mb"}}, {}, "control text");
    row("markup", 1, {}, QStringLiteral("<script>alert(1)</script>"), "markup");
    row("expired", 1, {{"expiration", std::to_string(start - 1)}}, {}, "expired");

    row("encrypted request", 5001, {{"encrypted"}}, {}, "encrypted");
    row("encrypted result", 6001, {{"e", id}, {"encrypted"}}, {}, "encrypted");
    row("encrypted feedback with a status", 7000, {{"e", id}, {"encrypted"}, {"status", "error"}}, {},
        "encrypted");
    row("opaque feedback", 7000, {{"e", id}, {"encrypted"}}, {}, "encrypted,opaque");
    row("unknown status", 7000, {{"e", id}, {"status", "thinking"}}, {}, "unknown status");
    row("a result may have a status of its own", 6001, {{"e", id}, {"status", "thinking"}}, {}, "");
    row("pong", 7000, {{"e", id}, {"status", "pong"}}, {}, "");

    row("collision of a request kind", 5600, {}, {}, "collision");
    row("collision of a result kind", 6006, {{"e", id}}, {}, "collision");
    row("collisions concern jobs only", 6666, {}, {}, "");

    row("amount beside another invoice", 7000, {{"e", id}, {"amount", "5", invoice(5000)}}, {},
        "amount mismatch");
    row("amount in another unit", 7000, {{"e", id}, {"amount", "5 sats"}}, {}, "unknown unit");
    row("amounts concern answers only", 1, {{"amount", "5 sats"}}, {}, "");
}

void RoleTest::flags()
{
    QFETCH(int, kind);
    QFETCH(QVariantList, tags);
    QFETCH(QString, content);
    QFETCH(QString, expected);
    nostr::Tags made;
    for (const QVariant &list : tags) {
        nostr::Tag &tag = made.emplace_back();
        for (const QString &value : list.toStringList())
            tag.push_back(value.toStdString());
    }
    QStringList names;
    for (const std::string_view name :
         flagNames(classified(signedEvent(1, kind, 0, made, content.toStdString())).flags))
        names += qs(name);
    QCOMPARE(names.join(QLatin1Char(',')), expected);
}

void RoleTest::future_data()
{
    QTest::addColumn<qint64>("ahead"); ///< seconds, of our clock
    QTest::addColumn<bool>("flagged");
    QTest::newRow("now") << qint64{0} << false;
    QTest::newRow("at the limit") << qint64{900} << false;
    QTest::newRow("over it") << qint64{901} << true;
    QTest::newRow("long ago") << qint64{-100'000} << false;
}

void RoleTest::future()
{
    QFETCH(qint64, ahead);
    QFETCH(bool, flagged);
    const nostr::Event event = signedEvent(1, 5001, 60 + ahead, {});
    QCOMPARE((classified(event).flags & FlagFuture) != 0, flagged);
}

void RoleTest::expired_data()
{
    QTest::addColumn<QString>("expiration");
    QTest::addColumn<qint64>("received"); ///< seconds after start
    QTest::addColumn<bool>("flagged");
    QTest::newRow("later") << QString::number(start + 100) << qint64{60} << false;
    QTest::newRow("before it was made") << QString::number(start - 1) << qint64{-50} << true;
    QTest::newRow("when it was made") << QString::number(start) << qint64{-50} << true;
    QTest::newRow("over when we got it") << QString::number(start + 30) << qint64{60} << true;
    QTest::newRow("over just when we got it") << QString::number(start + 60) << qint64{60} << true;
    QTest::newRow("no number") << "soon" << qint64{60} << false;
    QTest::newRow("nothing") << "" << qint64{60} << false;
}

void RoleTest::expired()
{
    QFETCH(QString, expiration);
    QFETCH(qint64, received);
    QFETCH(bool, flagged);
    const nostr::Event event = signedEvent(1, 1, 0, {{"expiration", expiration.toStdString()}});
    QCOMPARE((classified(event, (start + received) * 1000).flags & FlagExpired) != 0, flagged);
}

/// A request whose own `request` tag holds a request, and so on.
void RoleTest::nesting_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("broken"); ///< the outermost id is wrong
    QTest::addColumn<bool>("flagged");
    QTest::newRow("one") << 1 << false << false;
    QTest::newRow("three") << 3 << false << false;
    QTest::newRow("four") << 4 << false << true;
    QTest::newRow("six") << 6 << false << true;
    QTest::newRow("three, broken") << 3 << true << false;
    QTest::newRow("four, broken") << 4 << true << true;
}

void RoleTest::nesting()
{
    QFETCH(int, depth);
    QFETCH(bool, broken);
    QFETCH(bool, flagged);
    nostr::Event request = signedEvent(9, 5001, 0, {{"i", "text"}});
    for (int i = 1; i < depth; ++i)
        request = signedEvent(9, 5001, i, {{"request", nostr::toJson(request)}});
    if (broken)
        request.content = "changed";
    const nostr::Event result =
        signedEvent(1, 6001, 9, {{"e", request.id.hex()}, {"request", nostr::toJson(request)}});
    const std::uint32_t flags = classified(result).flags;
    QCOMPARE((flags & FlagDeepNesting) != 0, flagged);
    QCOMPARE((flags & FlagBadRequestTag) != 0, broken);
}

void RoleTest::controlText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const QString &text, bool found) {
        QTest::newRow(name) << text << found;
    };
    row("plain", QStringLiteral("plain text"), false);
    row("lines and tabs", QStringLiteral("a\tb\r\nc"), false);
    row("umlauts, Arabic, emoji", QString::fromUtf8("\u00e4 \u0627\u0644 \u20ac \U0001F600 \u2026"), false);
    row("NUL", QString(QChar(0)), true);
    for (const char32_t code : {0x01, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x61c, 0x200e,
                                0x200f, 0x202a, 0x202e, 0x2066, 0x2069})
        row(qPrintable(QStringLiteral("U+%1").arg(static_cast<int>(code), 4, 16, QLatin1Char('0'))),
            QStringLiteral("a") + QString::fromUcs4(&code, 1) + QStringLiteral("b"), true);
    for (const char32_t code :
         {0x20, 0x7e, 0xa0, 0x200d, 0x2010, 0x2029, 0x202f, 0x2065, 0x206a, 0x61b, 0x61d})
        row(qPrintable(QStringLiteral("U+%1").arg(static_cast<int>(code), 4, 16, QLatin1Char('0'))),
            QStringLiteral("a") + QString::fromUcs4(&code, 1) + QStringLiteral("b"), false);
}

void RoleTest::controlText()
{
    QFETCH(QString, text);
    QFETCH(bool, found);
    QCOMPARE(hasControlText(text.toStdString()), found);
    for (int before = 0; before < 140; ++before) { // at every place of a long text, which is read in blocks
        const QString inside = QString(before, QLatin1Char('x')) + text + QString(70, QLatin1Char('y'));
        QCOMPARE(hasControlText(inside.toStdString()), found);
    }
}

void RoleTest::markup_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *text, bool found) {
        QTest::addRow("%s", text) << QString::fromLatin1(text) << found;
    };
    row("plain text", false);
    row("1 < 2 and 3 > 2", false);
    row("a <3 b", false);
    row("<https://example.com>", false);
    row("<someone@example.com>", false);
    row("<b", false);
    row("x > y <b", false);
    row("<b>", true);
    row("</p>", true);
    row("<br/>", true);
    row("<h1>", true);
    row("<img src=x onerror=alert(1)>", true);
    row("<SCRIPT>", true);
    row("<my-element a>", true);
    row("<!-- hidden", true);
    row("click JavaScript:alert(1)", true);
    row("javascript is a language", false);
    row("javascript", false);
    row("xjavascript :", false);
}

void RoleTest::markup()
{
    QFETCH(QString, text);
    QTEST(hasMarkup(text.toStdString()), "found");
}

void RoleTest::names()
{
    QStringList roles;
    for (int i = 0; i <= 11; ++i)
        roles += qs(roleName(static_cast<Role>(i)));
    QCOMPARE(
        roles.join(QLatin1Char(',')),
        QStringLiteral("other,request,result,feedback,announcement,heartbeat,zap receipt,nutzap,redemption,"
                       "deletion,customer note,pong"));
    QStringList flags;
    for (const std::string_view name : flagNames(0xffffffff))
        flags += qs(name);
    QCOMPARE(flags.join(QLatin1Char(',')),
             QStringLiteral(
                 "suspect,conflict,bad request tag,odd id,many tags,control text,expired,deep nesting,"
                 "encrypted,opaque,markup,collision,unknown status,amount mismatch,unknown unit,empty tag,"
                 "future,deleted,expired since,replaced"));
    QVERIFY(flagNames(0).empty());
}

DVMDASH_TEST(RoleTest)
#include "role_test.moc"
