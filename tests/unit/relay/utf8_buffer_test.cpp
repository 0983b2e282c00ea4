// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/utf8_buffer.h"
#include "support/test_main.h"

#include <string>

using dvmdash::relay::Utf8Buffer;

class Utf8BufferTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameAsQt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("ASCII") << QStringLiteral("[\"EVENT\",\"a\",{}]");
        QTest::newRow("two and three bytes") << QString::fromUtf8("\xc3\xbc \xe2\x82\xbf");
        QTest::newRow("four bytes") << QString::fromUtf8("\xf0\x9f\xa4\x96");
        QTest::newRow("a null") << QString(QLatin1String("a\0b", 3));
        QTest::newRow("more than it keeps") << QString(200'000, QChar(0x20ac));
    }
    void sameAsQt()
    {
        QFETCH(const QString, text);
        Utf8Buffer buffer;
        // Larger and smaller ones before it leave nothing behind.
        for (const QString &other : {QString(100'000, QLatin1Char('x')), QStringLiteral("y"), QString()}) {
            QCOMPARE(std::string(buffer.of(other)), other.toStdString());
            QCOMPARE(std::string(buffer.of(text)), text.toStdString());
        }
    }

    void halfACharacterDoesNotSpoilTheNext()
    {
        Utf8Buffer buffer;
        const std::string broken(buffer.of(QLatin1Char('a') + QString(QChar(0xd83e))));
        QCOMPARE(broken, std::string("a\xef\xbf\xbd"));
        QCOMPARE(std::string(buffer.of(QStringLiteral("b"))), std::string("b"));
    }
};
DVMDASH_TEST(Utf8BufferTest)

#include "utf8_buffer_test.moc"
