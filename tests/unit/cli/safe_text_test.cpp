// SPDX-License-Identifier: GPL-3.0-or-later
#include "safe_text.h"
#include "support/test_main.h"

#include <nlohmann/json.hpp>

namespace dvmdash::cli
{

class SafeTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lines_data();
    void lines();
    void blocksKeepLineEnds();
    void jsonKeepsItsValue();
};

void SafeTextTest::lines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("safe");
    QTest::newRow("plain") << QStringLiteral("Hello, Wörld שלום 你好")
                           << QStringLiteral("Hello, Wörld שלום 你好");
    QTest::newRow("escape sequence") << QStringLiteral("\u001b[2Jgone") << QStringLiteral("\\u{001B}[2Jgone");
    QTest::newRow("C1 CSI") << QStringLiteral("\u009b31m") << QStringLiteral("\\u{009B}31m");
    QTest::newRow("NUL, bell, DEL") << QString(QChar(0)) + QStringLiteral("\u0007\u007f")
                                    << QStringLiteral("\\u{0000}\\u{0007}\\u{007F}");
    QTest::newRow("line ends and tab") << QStringLiteral("a\r\nb\tc") << QStringLiteral("a\\r\\nb\\tc");
    QTest::newRow("right-to-left override")
        << QStringLiteral("exe\u202egpj") << QStringLiteral("exe\\u{202E}gpj");
    QTest::newRow("isolate") << QStringLiteral("\u2066x\u2069") << QStringLiteral("\\u{2066}x\\u{2069}");
    QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a\\u{2028}b");
    QTest::newRow("zero width space") << QStringLiteral("a\u200bb") << QStringLiteral("a\\u{200B}b");
    QTest::newRow("family emoji keeps its joiners")
        << QStringLiteral("👨\u200d👩\u200d👧") << QStringLiteral("👨\u200d👩\u200d👧");
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QStringLiteral("\\u{D800}");
    QTest::newRow("tag characters") << QString::fromUcs4(U"\U000E0041") << QStringLiteral("\\u{E0041}");
}

void SafeTextTest::lines()
{
    QFETCH(QString, text);
    QFETCH(QString, safe);
    if (text.contains(QChar(0xD800))) // no UTF-8 of it exists; QString can still hold it
        QVERIFY(!safeLine(text).contains(QChar(0xD800)));
    else
        QCOMPARE(safeLine(text), safe);
}

void SafeTextTest::blocksKeepLineEnds()
{
    QCOMPARE(safeBlock("one\ntwo\r\n\x1b[31mthree"), QStringLiteral("one\ntwo\\r\n\\u{001B}[31mthree"));
}

void SafeTextTest::jsonKeepsItsValue()
{
    const nlohmann::json value = {{"text", "a\u202eb\u009b c\x7f \U000E0041 \u200d 你好 \x1b[0m\n"}};
    for (const int indent : {-1, 2}) {
        const std::string plain = value.dump(indent);
        const std::string safe = safeJson(plain);
        QVERIFY(nlohmann::json::parse(safe) == value);
        QVERIFY(safe.find("\\u202e") != std::string::npos);
        for (const char *forbidden : {"\u202e", "\u009b", "\x7f", "\U000E0041"})
            QVERIFY(safe.find(forbidden) == std::string::npos);
    }
    QCOMPARE(safeJson("{\"a\":1}"), std::string("{\"a\":1}"));
}

DVMDASH_TEST(SafeTextTest)

} // namespace dvmdash::cli

#include "safe_text_test.moc"
