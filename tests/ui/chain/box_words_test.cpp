// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "scratch_chain.h"
#include "support/test_main.h"
#include "ui/chain/graph_painting.h"
#include "ui/theme/theme.h"

#include <QRegularExpression>

using namespace dvmdash;
using dvm::State;
using test::ScratchChain;

namespace
{

QString named(const nostr::PublicKey &key)
{
    const int number = key.data[0];
    return number == 200 ? QStringLiteral("Alice") : QStringLiteral("Dvm %1").arg(number);
}

/// The words of a job: "title | who | state".
QString words(const engine::ChainAnswer &answer, int number, ui::Tone *tone = nullptr)
{
    const auto shape = ui::shapeOf(answer, {});
    const auto node = answer.chain.indexOf(test::idOf(number)).value();
    const ui::BoxWords words =
        ui::boxWords(answer, shape.boxes[static_cast<std::size_t>(shape.boxOf[node])], named);
    if (tone)
        *tone = words.tone;
    return words.title + QStringLiteral(" | ") + words.who + QStringLiteral(" | ") + words.state;
}

} // namespace

class BoxWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aBoxSaysWhatWhoAndHow()
    {
        ui::Tone tone{};
        const auto answer = test::brokenLine().ask(5);
        QCOMPARE(words(answer, 1, &tone), QStringLiteral("Text extraction | Dvm 1 | delivered in 9.2 s"));
        QCOMPARE(tone, ui::Tone::Delivered);
        QCOMPARE(words(answer, 2, &tone), QStringLiteral("Summarization | Dvm 2 | failed"));
        QCOMPARE(tone, ui::Tone::Failed);
    }

    void manyDvmsAreCounted()
    {
        ScratchChain chain;
        chain.job(1, State::Failed, {}, {.attempts = 5}).job(2, State::Waiting, {}, {.attempts = 0});
        QCOMPARE(words(chain.ask(1), 1), QStringLiteral("Image generation | Dvm 1 and 4 more | failed"));
        chain.job(3, State::Ignored, {}, {.attempts = 2});
        QCOMPARE(words(chain.ask(3), 3), QStringLiteral("Image generation | Dvm 1, Dvm 2 | ignored"));
        QCOMPARE(words(chain.ask(2), 2), QStringLiteral("Image generation | asked by Alice | waiting"));
    }

    void aGhostAndAFoldSayWhatTheyAre()
    {
        ScratchChain chain;
        chain.job(1, State::Ignored, {77});
        ui::Tone tone{};
        QVERIFY(
            words(chain.ask(1), 77, &tone).endsWith(QStringLiteral(" | only named by others | never seen")));
        QCOMPARE(tone, ui::Tone::Ghost);
        QCOMPARE(words(test::fanOut().ask(30), 3),
                 QStringLiteral("19 delivered | Translation | click to unfold"));
    }

    void toolTipsHaveExactNumbers()
    {
        const auto answer = test::brokenLine().ask(5);
        const auto shape = ui::shapeOf(answer, {});
        const QString first = ui::boxToolTip(answer, shape.boxes[0], named);
        QVERIFY2(first.contains(QStringLiteral("9,250 ms")), qPrintable(first));
        QVERIFY(first.contains(QStringLiteral("kind 5000")));
        QVERIFY(first.contains(QString::fromStdString(test::idOf(1).hex())));
        QVERIFY(ui::boxToolTip(answer, shape.boxes[1], named).contains(QStringLiteral("root cause")));
        QVERIFY(
            ui::boxToolTip(answer, shape.boxes[4], named).contains(QStringLiteral("because of what it was")));
    }

    void searchLooksIntoKindNameAndId()
    {
        const auto answer = test::brokenLine().ask(5);
        const auto found = [&](const char *query) {
            QString numbers;
            for (int number = 1; number <= 5; ++number)
                if (ui::matches(answer, answer.chain.indexOf(test::idOf(number)).value(),
                                QString::fromLatin1(query), named))
                    numbers += QString::number(number);
            return numbers;
        };
        QCOMPARE(found("SUMMAR"), QStringLiteral("2"));
        QCOMPARE(found("dvm 3"), QStringLiteral("3"));
        QCOMPARE(found("5200"), QStringLiteral("5"));
        QCOMPARE(found("ignored"), QStringLiteral("45"));
        QCOMPARE(found("alice"), QStringLiteral("12345"));
        QCOMPARE(found("alice stalled"), QStringLiteral("3"));
        QCOMPARE(found(test::idOf(4).hex().substr(0, 8).c_str()), QStringLiteral("4"));
        QCOMPARE(found("  "), QString());
    }

    void dotNamesEveryJobAndEdge()
    {
        ScratchChain chain;
        chain.job(1, State::Failed, {}, {.dvm = 3})
            .job(2, State::Ignored, {1, 77})
            .job(3, State::Delivered, {2}, {.type = dvm::EdgeType::Quoted});
        const auto answer = chain.ask(2);
        const auto cause = ui::causeNodes(answer).front();
        const QString dot =
            ui::chainDot(answer, ui::criticalPath(answer, cause),
                         [](const nostr::PublicKey &) { return QStringLiteral("a \"b\" \\ c"); });
        QVERIFY(dot.startsWith(QStringLiteral("digraph chain {\n")));
        QVERIFY(dot.endsWith(QStringLiteral("}\n")));
        QCOMPARE(dot.count(QStringLiteral(" -> ")), 3);
        QCOMPARE(dot.count(QStringLiteral("label=\"Image generation\\n")), 3);
        QVERIFY2(dot.contains(QStringLiteral("\\na \\\"b\\\" \\\\ c\\nfailed\\nroot cause\"")),
                 qPrintable(dot));
        QCOMPARE(dot.count(QStringLiteral("rounded,filled,dashed")), 1); // the ghost
        QCOMPARE(dot.count(QStringLiteral("[style=dashed, label=\"mentions\"]")), 1);
        QCOMPARE(dot.count(QStringLiteral("peripheries=2")), 1);
        QVERIFY(dot.count(QStringLiteral("penwidth=3")) >= 3); // two boxes and a line
        // Each line is a statement whose quotes are closed.
        for (const QString &line : dot.split(u'\n')) {
            QString plain = line;
            plain.replace(QStringLiteral("\\\\"), QString()).replace(QStringLiteral("\\\""), QString());
            QCOMPARE(plain.count(u'"') % 2, 0);
        }
    }

    void wordsCanBeReadOnEveryFill()
    {
        for (const auto mode : {ui::Theme::Mode::Light, ui::Theme::Mode::Dark}) {
            ui::Theme theme;
            theme.setMode(mode);
            for (int tone = 0; tone < ui::toneCount; ++tone) {
                const QColor fill = ui::boxFill(theme, static_cast<ui::Tone>(tone));
                QVERIFY2(ui::contrastRatio(theme.ink(ui::Ink::Muted), fill) >= 4.5,
                         qPrintable(QStringLiteral("%1 %2").arg(tone).arg(
                             ui::contrastRatio(theme.ink(ui::Ink::Muted), fill))));
                QVERIFY(ui::contrastRatio(theme.ink(ui::Ink::Text), fill) >= 7);
            }
        }
    }
};

DVMDASH_TEST(BoxWordsTest)

#include "box_words_test.moc"
