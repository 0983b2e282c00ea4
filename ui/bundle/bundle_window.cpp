// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/bundle_window.h"

#include "ui/bundle/bundle_words.h"
#include "ui/chain/chain_page.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/safe_text.h"
#include "ui/window/page_header.h"
#include "ui/window/splitter_state.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

engine::EngineConfig configFor(const engine::OpenedBundle &bundle)
{
    engine::EngineConfig config;
    config.database = bundle.database;
    config.limits.fetch_information = false;
    config.verify_threads = 1;
    config.clock_s = bundle.clock_s;
    config.judging = bundle.judging;
    return config;
}

} // namespace

BundleWindow::BundleWindow(BundleServices services, engine::OpenedBundlePtr bundle, const QString &path,
                           QWidget *parent)
    : QMainWindow(parent)
    , m_services(std::move(services))
    , m_bundle(std::move(bundle))
    , m_path(path)
    , m_engine(configFor(*m_bundle))
    , m_names(m_engine)
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    setWindowTitle(tr("%1 \u2013 DVMDash").arg(safeText(QFileInfo(path).fileName())));
    setWindowIcon(m_services.theme.icon(Icon::Logo, Ink::Accent));
    setMinimumSize(qRound(m_services.theme.scaled(960)), qRound(m_services.theme.scaled(600)));
    connect(&m_engine, &engine::Engine::stateChanged, this, &BundleWindow::showState);
    m_engine.start();
}

BundleWindow::~BundleWindow()
{
    // What stands in the window asks the engine and the names, which go before it does.
    delete takeCentralWidget();
}

void BundleWindow::build()
{
    const Theme &theme = m_services.theme;
    const int side = theme.space(Space::L);
    const PageContext context{m_engine, m_names, m_choice, m_services.viewState, m_services.files};
    m_chain = new ChainPage(context);
    m_inspector = new Inspector(context);
    m_inspector->hide();
    m_header = new PageHeader;
    m_header->setTitle(tr("Chain from a file"));
    m_header->setRelays(tr("from a file, no relay is asked"));
    m_header->setBasis(m_bundle->judging.all_heard
                           ? tr("as of %1, as if all had been heard").arg(bundleTime(*m_bundle->judging.now))
                           : tr("as of %1").arg(bundleTime(*m_bundle->judging.now)));

    m_summary = new Banner;
    m_summary->setObjectName(QStringLiteral("bundle.summary"));
    const BundleNotice summary = bundleSummary(*m_bundle, m_path);
    if (!m_bundle->program.isEmpty())
        m_summary->setToolTip(safeToolTip(tr("Written by %1").arg(m_bundle->program)));
    const bool canImport = m_services.import && m_bundle->redacted == 0 && m_bundle->verified > 0;
    m_summary->showMessage(summary.tone, summary.text, canImport ? tr("Import into my events") : QString());
    m_trouble = new Banner;
    m_trouble->setObjectName(QStringLiteral("bundle.trouble"));
    if (const BundleNotice trouble = bundleTrouble(*m_bundle); !trouble.text.isEmpty()) {
        m_trouble->showMessage(trouble.tone, trouble.text);
        m_trouble->setToolTip(safeToolTip(bundleDifferences(*m_bundle)));
    }
    m_imported = new Banner;
    m_imported->setDismissible(true);

    auto *left = new QWidget;
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(side, 0, side, side);
    inner->setSpacing(theme.space(Space::S));
    for (QWidget *part : std::initializer_list<QWidget *>{m_summary, m_trouble, m_imported})
        inner->addWidget(part);
    inner->addWidget(m_chain, 1);
    layout->addLayout(inner, 1);
    setCentralWidget(splitWithInspector(left, m_inspector, 400));

    const auto onKeys = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    onKeys(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { m_chain->exportCsv(); });
    onKeys(QKeySequence(QKeySequence::Close), [this] { close(); });
    connect(m_summary, &Banner::actionTriggered, this, &BundleWindow::importEvents);
    connect(m_header, &PageHeader::exportWanted, m_chain, &ChainPage::exportCsv);
    connect(m_chain, &ChainPage::dvmWanted, this, &BundleWindow::dvmWanted);
    connect(m_chain, &Page::inspectRequested, this, [this](const nostr::EventId &id) {
        m_inspector->openJob(id);
        m_inspector->show();
    });
    connect(m_inspector, &Inspector::closed, this, [this] {
        m_inspector->hide();
        m_chain->setFocus();
    });
    connect(m_inspector, &Inspector::chainWanted, m_chain,
            [this](const nostr::EventId &job) { m_chain->open(job, {}); });
}

void BundleWindow::showState()
{
    switch (m_engine.state()) {
    case engine::EngineState::Running:
        m_chain->open(m_bundle->job, {});
        m_chain->setFocus();
        break;
    case engine::EngineState::Failed:
        m_imported->showMessage(Tone::Failed, m_engine.errorText());
        break;
    case engine::EngineState::Stopped:
    case engine::EngineState::Starting:
    case engine::EngineState::Stopping:
        break;
    }
}

void BundleWindow::importEvents()
{
    const QString name = QFileInfo(m_path).fileName();
    const bool isOpen = m_services.import(QStringLiteral("file:") + name, m_bundle->lines, this,
                                          [this, name](const ingest::SourceCounters &counters) {
                                              const BundleNotice words = addedWords(name, counters);
                                              m_imported->showMessage(words.tone, words.text);
                                          });
    if (!isOpen) {
        m_imported->showMessage(Tone::Failed,
                                tr("Your own file is not open, so nothing was imported. Open it "
                                   "in the main window first."));
        return;
    }
    m_summary->showMessage(m_summary->tone(), m_summary->text());
    m_imported->showMessage(Tone::Running, tr("The events are being taken in\u2026"));
}

void BundleWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_inspector->isHidden())
        Q_EMIT m_inspector->closed();
    else if (event->key() == Qt::Key_Escape && m_chain->goBack())
        event->accept();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace dvmdash::ui
