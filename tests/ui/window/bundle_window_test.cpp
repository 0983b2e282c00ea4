// SPDX-License-Identifier: GPL-3.0-or-later
// A chain handed on from one window to another, and what else comes from outside.
#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/identifiers.h"
#include "support/test_main.h"
#include "ui/bundle/arrivals.h"
#include "ui/bundle/drop_hint.h"
#include "ui/chain/bundle_dialog.h"
#include "ui/chain/chain_page.h"
#include "ui/dvms/dvms_page.h"
#include "ui/inspector/event_view.h"
#include "ui/inspector/inspector.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/state_chip.h"
#include "window_fixture.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QGraphicsView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr int patienceMs = 20'000;

const demo::ChainTruth &brokenChain()
{
    for (const auto &chain : test::recentScenario().truth.chains)
        if (chain.reason == "error" && chain.jobs.size() > 1)
            return chain;
    qFatal("the scenario has no broken chain");
}

/// The last job of a chain that an error broke.
nostr::EventId victim()
{
    return brokenChain().jobs.back();
}

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString noteOf(const nostr::EventId &id)
{
    return text(nostr::nip19::encode(nostr::nip19::Note{id}));
}

/// As if the reader let it go over the window.
void drop(QWidget &window, QMimeData &data)
{
    QDragEnterEvent enter({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent let({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &let);
}

void dropText(QWidget &window, const QString &words)
{
    QMimeData data;
    data.setText(words);
    drop(window, data);
}

void dropFiles(QWidget &window, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    drop(window, data);
}

} // namespace

class BundleWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        QVERIFY(m_fixture->import(test::recentEvents()));
        m_fixture->open();
    }
    void cleanup() { m_fixture.reset(); }

    void theDialogTellsWhatIsHandedOn();
    void aBundleOpensInAWindowOfItsOwn();
    void aRedactedOneSaysWhatCannotBeVerified();
    void aForgedOneIsSaid();
    void itsEventsAreImportedWhenAsked();
    void aBrokenFileIsRefusedInWords();
    void linksAreFollowed();
    void whatIsUnknownIsSaid();
    void eventsAreTakenIn();
    void whatIsNothingIsRefused_data();
    void whatIsNothingIsRefused();
    void aDragIsWelcomed();
    void argumentsWaitForTheFile();

private:
    MainWindow &window() { return m_fixture->window(); }
    QString noticeText()
    {
        for (const Banner *banner : window().findChildren<Banner *>())
            if (banner->isVisible() && !window().chain().isAncestorOf(banner))
                return banner->text();
        return {};
    }
    bool saidWithin(const QString &words)
    {
        return QTest::qWaitFor([&] { return noticeText().contains(words); }, patienceMs);
    }
    QString write(const char *name, const QByteArray &bytes)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a file");
        return path;
    }
    QByteArray bundleOf(const nostr::EventId &job, engine::Redaction redaction)
    {
        store::Reader reader(m_fixture->databasePath().toStdString());
        return engine::answer(reader, engine::BundleQuestion{job, {}, redaction}).text;
    }
    BundleWindow *opened(const QString &path)
    {
        window().openArgument(path);
        const bool isThere = QTest::qWaitFor(
            [this] {
                BundleWindow *made = window().arrivals().lastWindow();
                return made && made->chain().answer();
            },
            patienceMs);
        return isThere ? window().arrivals().lastWindow() : nullptr;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<WindowFixture> m_fixture;
};

void BundleWindowTest::theDialogTellsWhatIsHandedOn()
{
    QVERIFY(!window().chain().exportBundle()); // nothing is shown yet
    window().showChain(victim());
    QVERIFY(QTest::qWaitFor([this] { return window().chain().answer().has_value(); }, patienceMs));
    BundleDialog *dialog = window().chain().exportBundle();
    QVERIFY(dialog->redaction() == engine::Redaction::Texts); // what is safer comes first
    QVERIFY(QTest::qWaitFor([&] { return dialog->bundle().has_value(); }, patienceMs));
    QVERIFY2(dialog->amount().contains(QStringLiteral("redacted")), qPrintable(dialog->amount()));
    const qsizetype redacted = dialog->bundle()->text.size();

    dialog->withoutRelays().setChecked(true);
    QVERIFY(dialog->redaction() == engine::Redaction::TextsAndRelays);
    dialog->choice().setCurrent(QStringLiteral("whole"));
    QVERIFY(dialog->redaction() == engine::Redaction::None);
    QVERIFY(!dialog->withoutRelays().isEnabled());
    auto *save = dialog->findChild<QPushButton *>(QStringLiteral("bundle.save"));
    QVERIFY(!save->isEnabled()); // until it is known what would be saved
    QVERIFY(QTest::qWaitFor([&] { return dialog->bundle().has_value(); }, patienceMs));
    QVERIFY(!dialog->amount().contains(QStringLiteral("redacted")));
    QVERIFY(dialog->bundle()->text.size() != redacted);
    QVERIFY2(dialog->amount().startsWith(
                 QStringLiteral("%1 jobs").arg(window().chain().answer()->chain.nodes.size())),
             qPrintable(dialog->amount()));
    const QByteArray file = dialog->bundle()->text;
    save->click();
    QVERIFY(QTest::qWaitFor([this] { return QFile::exists(m_fixture->exportPath()); }, patienceMs));
    QTRY_COMPARE(QFile(m_fixture->exportPath()).size(), file.size());
    QFile written(m_fixture->exportPath());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), file);
}

void BundleWindowTest::aBundleOpensInAWindowOfItsOwn()
{
    const std::int64_t events = m_fixture->number("SELECT count(*) FROM event");
    // Also without the usual suffix.
    BundleWindow *made = opened(write("chain.json", bundleOf(victim(), engine::Redaction::None)));
    QVERIFY(made);
    QVERIFY(made->isVisible());
    QVERIFY(made->bundle().agrees());
    QVERIFY2(made->summary().text().contains(QStringLiteral("chain.json")) &&
                 made->summary().text().contains(QStringLiteral("events verified")) &&
                 made->summary().text().contains(QStringLiteral("The same verdict is found here")),
             qPrintable(made->summary().text()));
    QVERIFY(made->summary().tone() == Tone::Delivered);
    QVERIFY(made->trouble().isHidden());
    // The verdict is that of the file it came from.
    window().showChain(victim());
    QVERIFY(QTest::qWaitFor([this] { return window().chain().answer().has_value(); }, patienceMs));
    QVERIFY(window().chain().answer()->verdict == made->chain().answer()->verdict);
    QVERIFY(!made->chain().answer()->verdict.root_causes.empty());
    // Its basis is not that of a network.
    const auto *basis = made->findChild<QLabel *>(QStringLiteral("header.basis"));
    QVERIFY2(basis->text().contains(QStringLiteral("from a file")), qPrintable(basis->text()));
    // The inspector follows, and the event is verified.
    QVERIFY(QTest::qWaitFor([&] { return made->inspector().isVisible(); }, patienceMs));
    QTest::keyClick(made, Qt::Key_Escape);
    QVERIFY(!made->inspector().isVisible());
    // Nothing of it got into the own file.
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), events);
    // It goes with the main window, and so does its passing file.
    const QString passing = made->bundle().database;
    QVERIFY(QFile::exists(passing));
    m_fixture->close();
    QVERIFY(!QFile::exists(passing));
}

void BundleWindowTest::aRedactedOneSaysWhatCannotBeVerified()
{
    BundleWindow *made = opened(write("r.dvmchain.json", bundleOf(victim(), engine::Redaction::Texts)));
    QVERIFY(made);
    QVERIFY2(made->summary().text().contains(QStringLiteral("redacted, which nobody can verify")),
             qPrintable(made->summary().text()));
    QVERIFY(made->bundle().agrees());
    for (const auto *button : made->summary().findChildren<QPushButton *>())
        QVERIFY(!button->isVisible()); // there is nothing to import
    // Of its events the inspector says the same.
    QVERIFY(QTest::qWaitFor([&] { return made->inspector().isVisible(); }, patienceMs));
    made->inspector().setTab(Inspector::Tab::Event);
    const auto chips = [&] {
        QStringList words;
        for (const StateChip *chip : made->inspector().findChildren<StateChip *>())
            if (chip->isVisible())
                words.append(chip->word());
        return words.join(u'|');
    };
    QVERIFY(QTest::qWaitFor([&] { return chips().contains(QStringLiteral("redacted, not verified")); },
                            patienceMs));
    QVERIFY(!chips().contains(QStringLiteral("signature checked")));
    // Handed on again it would look whole: that is refused.
    BundleDialog *dialog = made->chain().exportBundle();
    QVERIFY(QTest::qWaitFor([&] { return dialog->amount().contains(QStringLiteral("nothing to save")); },
                            patienceMs));
    dialog->close();
}

void BundleWindowTest::aForgedOneIsSaid()
{
    auto document = nlohmann::json::parse(bundleOf(victim(), engine::Redaction::None).toStdString());
    document["verdict"]["root_causes"][0]["reason"] = "ignored";
    document["events"][0]["event"]["content"] = "forged";
    BundleWindow *made = opened(write("f.dvmchain.json", QByteArray::fromStdString(document.dump())));
    QVERIFY(made);
    QVERIFY(made->trouble().isVisible());
    QVERIFY2(made->trouble().text().contains(QStringLiteral("1 entry was refused")) &&
                 made->trouble().text().contains(QStringLiteral("does not follow from its events")) &&
                 made->trouble().text().contains(QStringLiteral("ignored at DVM")),
             qPrintable(made->trouble().text()));
    QVERIFY(made->trouble().tone() == Tone::Failed);
    QVERIFY(!made->trouble().toolTip().isEmpty());
    QVERIFY(made->summary().tone() != Tone::Delivered);
}

void BundleWindowTest::itsEventsAreImportedWhenAsked()
{
    const QByteArray bundle = bundleOf(victim(), engine::Redaction::None);
    // Into the file of somebody who has none of it.
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->open();
    BundleWindow *made = opened(write("i.dvmchain.json", bundle));
    QVERIFY(made);
    auto *button = made->summary().findChild<QPushButton *>();
    QVERIFY(button->isVisible());
    button->click();
    const auto said = [&] {
        QStringList words;
        for (const Banner *banner : made->findChildren<Banner *>())
            words.append(banner->text());
        return words.join(u'|');
    };
    const QString expected = QStringLiteral("%1 new events").arg(made->bundle().verified);
    QVERIFY2(QTest::qWaitFor([&] { return said().contains(expected); }, patienceMs), qPrintable(said()));
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), made->bundle().verified);
    QCOMPARE(m_fixture->number("SELECT count(*) FROM coverage"), 0); // a stranger heard it, not we
    QVERIFY(!button->isVisible());                                   // once is enough
    window().showChain(victim());
    QVERIFY(QTest::qWaitFor([this] { return window().chain().answer().has_value(); }, patienceMs));
}

void BundleWindowTest::aBrokenFileIsRefusedInWords()
{
    dropFiles(window(), {write("b.dvmchain.json", "{\"format\": \"dvmchain\", \"version\": 7}")});
    QVERIFY2(saidWithin(QStringLiteral("Update the program")), qPrintable(noticeText()));
    QVERIFY(!window().arrivals().lastWindow());
}

void BundleWindowTest::linksAreFollowed()
{
    // A request or an answer leads to its chain.
    dropText(window(), QStringLiteral("nostr:") + noteOf(victim()));
    QVERIFY(QTest::qWaitFor([this] { return window().currentPage() == QLatin1String("chain"); }, patienceMs));
    QVERIFY(window().chain().job() == victim());
    window().showPage(QStringLiteral("live"));
    // So does a page of the web about it.
    dropText(window(), QStringLiteral("https://njump.example/") + noteOf(victim()));
    QVERIFY(QTest::qWaitFor([this] { return window().currentPage() == QLatin1String("chain"); }, patienceMs));
    // An event of no job is inspected.
    const nostr::Event *profile = nullptr;
    const nostr::Event *result = nullptr;
    for (const auto &timed : test::recentScenario().events) {
        if (timed.event.kind == 0)
            profile = &timed.event;
        if (timed.event.kind > 6000 && timed.event.kind < 7000)
            result = &timed.event;
    }
    window().openArgument(text(nostr::nip19::encode(nostr::nip19::Nevent{profile->id, {}, {}, {}})));
    QVERIFY(QTest::qWaitFor([&] { return window().inspector().current() == profile->id; }, patienceMs));
    QVERIFY(window().isInspecting());
    // A person leads to the page of a DVM; 64 hex characters are whichever is known.
    for (const QString &name :
         {text(nostr::nip19::encode(nostr::nip19::Npub{result->pubkey})), text(result->pubkey.hex()),
          text(nostr::nip19::encode(nostr::nip19::Nprofile{result->pubkey, {"wss://relay.example"}}))}) {
        window().showPage(QStringLiteral("live"));
        window().openArgument(name);
        QVERIFY(
            QTest::qWaitFor([this] { return window().currentPage() == QLatin1String("dvms"); }, patienceMs));
    }
}

void BundleWindowTest::whatIsUnknownIsSaid()
{
    auto id = nostr::EventId::fromHex(std::string(64, 'a'));
    dropText(window(), noteOf(*id));
    QVERIFY2(saidWithin(QStringLiteral("is not in your file")), qPrintable(noticeText()));
    // Of what may be either it says nothing of the one.
    dropText(window(), text(std::string(64, 'c')));
    QVERIFY2(saidWithin(QStringLiteral("with the id or key cccc")), qPrintable(noticeText()));
    const auto key = nostr::PublicKey::fromHex(std::string(64, 'b'));
    dropText(window(), text(nostr::nip19::encode(nostr::nip19::Npub{*key})));
    QVERIFY2(saidWithin(QStringLiteral("Nothing of npub1")), qPrintable(noticeText()));
}

void BundleWindowTest::eventsAreTakenIn()
{
    const std::vector<nostr::Event> events = test::eventsAround(1'700'000'000, 77, 5);
    const std::int64_t before = m_fixture->number("SELECT count(*) FROM event");
    QByteArray pretty = QByteArray::fromStdString(nostr::toJson(events.front()));
    pretty.replace("{\"id\"", "{\n  \"id\"");
    dropText(window(), QString::fromUtf8(pretty));
    QVERIFY2(saidWithin(QStringLiteral("1 new event")), qPrintable(noticeText()));
    QVERIFY(window().inspector().current() == events.front().id);
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), before + 1);
    // A file of lines, of which one is forged and one is none.
    auto forged = events[2];
    forged.content = "forged";
    QByteArray lines;
    for (const auto &event : {events[0], events[1], forged})
        lines += QByteArray::fromStdString(nostr::toJson(event)) + "\n";
    dropFiles(window(), {write("some.jsonl", "no json\n" + lines)});
    QVERIFY2(saidWithin(QStringLiteral("1 new event, 1 was there already, 1 refused")),
             qPrintable(noticeText()));
    QVERIFY(noticeText().contains(QStringLiteral("some.jsonl")));
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), before + 2);
    dropText(window(), text(nostr::toJson(forged)));
    QVERIFY2(saidWithin(QStringLiteral("The event was refused")), qPrintable(noticeText()));
}

void BundleWindowTest::whatIsNothingIsRefused_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("why");
    QTest::newRow("words") << QStringLiteral("hello") << QStringLiteral("neither a bundle");
    QTest::newRow("json") << QStringLiteral("{\"a\": 1}") << QStringLiteral("no Nostr event");
    QTest::newRow("page") << QStringLiteral("https://example.com/about")
                          << QStringLiteral("neither a bundle");
    QTest::newRow("secret") << QStringLiteral(
                                   "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5")
                            << QStringLiteral("secret key");
}
void BundleWindowTest::whatIsNothingIsRefused()
{
    QFETCH(const QString, words);
    QFETCH(const QString, why);
    dropText(window(), words);
    QVERIFY2(saidWithin(why), qPrintable(noticeText()));
    // Files that are no better.
    dropFiles(window(), {m_folder.path()});
    QVERIFY(saidWithin(QStringLiteral("is a folder")));
    dropFiles(window(), {write("picture.png", "\x89PNG\r\n")});
    QVERIFY(saidWithin(QStringLiteral("neither the bundle of a chain nor")));
    dropFiles(window(), {write("a", "1"), write("b.dvmchain.json", "2")});
    QVERIFY(saidWithin(QStringLiteral("drop it alone")));
}

void BundleWindowTest::aDragIsWelcomed()
{
    QVERIFY(window().acceptDrops());
    // Nothing within the window keeps for itself what is meant for it.
    for (const auto *chart : window().findChildren<QGraphicsView *>())
        QVERIFY(!chart->acceptDrops() && !chart->viewport()->acceptDrops());
    QMimeData link;
    link.setText(QStringLiteral("nostr:") + noteOf(victim()));
    QDragEnterEvent enter({40, 40}, Qt::CopyAction, &link, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(window().dropHint().isVisible());
    QCOMPARE(window().dropHint().words(), QStringLiteral("Drop to look it up"));
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(&window(), &leave);
    QVERIFY(!window().dropHint().isVisible());
    QMimeData bundle;
    bundle.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/x.dvmchain.json"))});
    QDragEnterEvent again({40, 40}, Qt::CopyAction, &bundle, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window(), &again);
    QCOMPARE(window().dropHint().words(), QStringLiteral("Drop to open the bundle"));
    QCoreApplication::sendEvent(&window(), &leave);
    QMimeData picture;
    picture.setImageData(QImage(2, 2, QImage::Format_RGB32));
    QDragEnterEvent third({40, 40}, Qt::CopyAction, &picture, Qt::LeftButton, Qt::NoModifier);
    third.ignore();
    QCoreApplication::sendEvent(&window(), &third);
    QVERIFY(!window().dropHint().isVisible());
}

void BundleWindowTest::argumentsWaitForTheFile()
{
    m_fixture->engine().stop();
    window().openArgument(noteOf(victim()));
    QTest::qWait(50);
    QVERIFY(window().currentPage() != QLatin1String("chain"));
    m_fixture->engine().start();
    QVERIFY(QTest::qWaitFor([this] { return window().currentPage() == QLatin1String("chain"); }, patienceMs));
}

DVMDASH_TEST(BundleWindowTest)
#include "bundle_window_test.moc"
