// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/widgets/safe_text.h"

using namespace dvmdash::ui;

namespace
{

/// Written-out form of a code point.
QString mark(const char *code)
{
    return QChar(0x27E8) + QStringLiteral("U+") + QLatin1String(code) + QChar(0x27E9);
}

} // namespace

class SafeTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data();
    void rows();
    void keepsLineBreaksWhenAsked();
    void cutsNeverInsideOfACharacter();
    void nothingDangerousIsLeft();
    void toolTipsAreNoHtml();
};

void SafeTextTest::rows_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << "Hello, world"
                           << "Hello, world";
    QTest::newRow("umlauts, Greek, Japanese")
        << u"Gr\u00FC\u00DFe \u03B1 \u65E5\u672C"_qs << u"Gr\u00FC\u00DFe \u03B1 \u65E5\u672C"_qs;
    QTest::newRow("NUL") << QStringLiteral("a\0b").left(3)
                         << QString(QLatin1Char('a') + mark("0000") + QLatin1Char('b'));
    QTest::newRow("terminal escape") << u"\u001B[31mred"_qs
                                     << QString(mark("001B") + QStringLiteral("[31mred"));
    QTest::newRow("C1 control") << u"\u009B1A"_qs << QString(mark("009B") + QStringLiteral("1A"));
    QTest::newRow("right-to-left override")
        << u"\u202Egnp.exe"_qs << QString(mark("202E") + QStringLiteral("gnp.exe"));
    QTest::newRow("isolates") << u"\u2066x\u2069"_qs
                              << QString(mark("2066") + QLatin1Char('x') + mark("2069"));
    QTest::newRow("Arabic letter mark") << u"\u061C"_qs << mark("061C");
    QTest::newRow("zero-width space")
        << u"a\u200Bb"_qs << QString(QLatin1Char('a') + mark("200B") + QLatin1Char('b'));
    QTest::newRow("byte order mark") << u"\uFEFF"_qs << mark("FEFF");
    QTest::newRow("line separator") << u"\u2028"_qs << mark("2028");
    QTest::newRow("tag character") << u"\U000E0041"_qs << mark("E0041");
    QTest::newRow("blank letter") << u"\u3164"_qs << mark("3164");
    QTest::newRow("lone surrogate") << QString(QChar(0xD83D)) << mark("D83D");
    QTest::newRow("emoji of several") << u"\U0001F469\u200D\U0001F680"_qs << u"\U0001F469\u200D\U0001F680"_qs;
    QTest::newRow("Persian with joiner") << u"\u0645\u06CC\u200C\u062E"_qs << u"\u0645\u06CC\u200C\u062E"_qs;
    QTest::newRow("line breaks") << "a\nb\r\nc" << u"a \u23CE b \u23CE c"_qs;
    QTest::newRow("carriage return alone")
        << "a\rb" << QString(QLatin1Char('a') + mark("000D") + QLatin1Char('b'));
    QTest::newRow("tab") << "a\tb"
                         << "a b";
    QTest::newRow("accent") << u"e\u0301"_qs << u"e\u0301"_qs;
    QTest::newRow("a heap of accents")
        << QString(QLatin1Char('e') + QString(40, QChar(0x0301)))
        << QString(QLatin1Char('e') + QString(4, QChar(0x0301)) + u"\u27E8+36 marks\u27E9"_qs);
}

void SafeTextTest::rows()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(safeText(text), expected);
}

void SafeTextTest::keepsLineBreaksWhenAsked()
{
    QCOMPARE(safeText(u"a\r\nb", LineBreaks::Keep), QStringLiteral("a\nb"));
}

void SafeTextTest::cutsNeverInsideOfACharacter()
{
    QCOMPARE(safeText(u"abcdef", LineBreaks::Inline, 3), u"abc\u2026"_qs);
    QCOMPARE(safeText(u"ab\U0001F680", LineBreaks::Inline, 3), u"ab\u2026"_qs);
    QCOMPARE(safeText(u"abc", LineBreaks::Inline, 3), QStringLiteral("abc"));
    const QString million(1'000'000, QLatin1Char('x'));
    QCOMPARE(safeText(million, LineBreaks::Inline, 10).size(), 11);
}

void SafeTextTest::nothingDangerousIsLeft()
{
    // Every code point of the planes in use, one by one.
    for (char32_t c = 0; c < 0x30000; ++c) {
        const QString safe = safeText(QString::fromUcs4(&c, 1));
        for (const uint out : safe.toUcs4()) {
            const auto category = QChar::category(char32_t(out));
            const bool joiner = out == 0x200C || out == 0x200D;
            QVERIFY2(joiner || (category != QChar::Other_Control && category != QChar::Other_Format &&
                                category != QChar::Separator_Line && category != QChar::Separator_Paragraph),
                     qPrintable(QString::number(uint(c), 16)));
        }
    }
}

void SafeTextTest::toolTipsAreNoHtml()
{
    const QString tip = safeToolTip(u"<img src=\"http://a.example/x.png\"><b>x</b>");
    QVERIFY(!tip.contains(QLatin1String("<img")));
    QVERIFY(tip.contains(QLatin1String("&lt;b&gt;")));
}

DVMDASH_TEST(SafeTextTest)
#include "safe_text_test.moc"
