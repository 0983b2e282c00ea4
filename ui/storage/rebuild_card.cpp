// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/rebuild_card.h"

#include "ui/inspector/text_pane.h"
#include "ui/storage/differences_model.h"
#include "ui/storage/rebuild_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fit_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int leastRows = 5;
constexpr int mostRows = 14; ///< as many as there are derived tables
constexpr int wholeBar = 1'000;

} // namespace

RebuildCard::RebuildCard(const PageContext &context, QWidget *parent)
    : Card(tr("Check and repair"), parent)
    , m_context(context)
    , m_outcome(new Banner)
    , m_model(new DifferencesModel(this))
    , m_table(new DataTable(QStringLiteral("storage_differences"), 1))
    , m_examples(new TextPane(TextPane::Pitch::Fixed))
{
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::L);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    auto *upper = new QVBoxLayout;
    upper->setContentsMargins(side, 0, side, 0);
    upper->setSpacing(theme.space(Space::S));
    auto *meaning =
        new QLabel(tr("A check makes jobs and numbers once more from the stored events and compares. A "
                      "repair then writes what "
                      "differs: while it writes, new events wait for a moment, and nothing is lost."));
    meaning->setTextFormat(Qt::PlainText);
    meaning->setWordWrap(true);
    upper->addWidget(meaning);
    upper->addWidget(makeButtons());
    upper->addWidget(makeProgress());
    upper->addWidget(m_outcome);
    layout->addLayout(upper);
    layout->addWidget(m_table, 1);
    auto *lower = new QVBoxLayout;
    lower->setContentsMargins(side, 0, side, 0);
    lower->addWidget(m_examples);
    layout->addLayout(lower);
    setContent(content, true);

    m_outcome->setObjectName(QStringLiteral("storage.outcome"));
    connect(m_outcome, &Banner::actionTriggered, this, &RebuildCard::salvageWanted);
    m_table->setModel(m_model);
    m_table->view()->setAccessibleName(tr("Derived tables"));
    m_table->setFileChooser(context.files);
    m_table->restoreFrom(context.viewState);
    m_table->addActionsTo(*this);
    fitRows(*m_table, leastRows, mostRows);
    m_examples->setObjectName(QStringLiteral("storage.examples"));
    m_examples->hide();
    connect(m_table, &DataTable::currentChanged, this, &RebuildCard::showExamples);
    connect(&context.engine, &engine::Engine::rebuildChanged, this,
            [this](const engine::RebuildStatus &status) {
                if (!status.running && m_running->isVisibleTo(this))
                    m_endedMs = format::nowMs();
                show(status);
            });
    connect(&context.engine, &engine::Engine::stateChanged, this, &RebuildCard::updateButtons);
    show(context.engine.rebuildStatus());
}

QWidget *RebuildCard::makeButtons()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    m_check = new QPushButton(tr("Check numbers"));
    m_check->setObjectName(QStringLiteral("storage.check"));
    m_check->setToolTip(tr("Only compare with what the events say; changes nothing"));
    m_repair = new QPushButton(tr("Repair"));
    m_repair->setObjectName(QStringLiteral("storage.repair"));
    m_repair->setToolTip(tr("Compare, and write what differs; goes on where it was stopped"));
    layout->addWidget(m_check);
    layout->addWidget(m_repair);
    layout->addStretch(1);
    connect(m_check, &QPushButton::clicked, this,
            [this] { m_context.engine.startRebuild(engine::RebuildTask::Check); });
    connect(m_repair, &QPushButton::clicked, this,
            [this] { m_context.engine.startRebuild(engine::RebuildTask::Repair); });
    return bar;
}

QWidget *RebuildCard::makeProgress()
{
    const Theme &theme = Theme::of(this);
    m_running = new QWidget;
    auto *layout = new QHBoxLayout(m_running);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.space(Space::Xs));
    m_step = new QLabel;
    m_step->setObjectName(QStringLiteral("storage.step"));
    m_step->setTextFormat(Qt::PlainText);
    m_step->setFont(theme.numberFont());
    m_step->setToolTip(
        tr("Stored events that were read once more, of all; then they are judged, counted and compared"));
    m_bar = new QProgressBar;
    m_bar->setObjectName(QStringLiteral("storage.progress"));
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, wholeBar);
    m_bar->setFixedHeight(qRound(theme.scaled(6)));
    words->addWidget(m_step);
    words->addWidget(m_bar);
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setObjectName(QStringLiteral("storage.stop"));
    m_stop->setToolTip(tr("End it soon; what a repair has read so far is kept for the next one"));
    layout->addLayout(words, 1);
    layout->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_context.engine.stopRebuild(); });
    return m_running;
}

void RebuildCard::show(const engine::RebuildStatus &status)
{
    m_running->setVisible(status.running);
    if (status.running) {
        m_step->setText(progressWords(status));
        m_bar->setValue(progressPermille(status.progress));
        m_stop->setEnabled(!status.stopping);
    }
    showReport(status);
    updateButtons();
    tick(format::nowMs());
}

void RebuildCard::showReport(const engine::RebuildStatus &status)
{
    const bool hasEnded = !status.running && status.report.has_value();
    if (hasEnded)
        m_outcome->showMessage(outcomeTone(status), outcomeWords(status),
                               status.report->damaged ? tr("Salvage to a new file...") : QString());
    else
        m_outcome->hide();
    if (status.running)
        m_table->setEmptyState(
            Icon::DotRing, tr("Under way"),
            tr("What differs stands here when it is done. Other pages can be used meanwhile."));
    else if (hasEnded)
        m_table->setEmptyState(Icon::HollowRing, tr("No result"), tr("It did not come to its end."));
    else
        m_table->setEmptyState(Icon::Check, tr("Not checked yet"),
                               tr("A check reads every stored event once more and changes nothing."));
    m_model->setReport(hasEnded ? *status.report : engine::RebuildReport(),
                       hasEnded && status.report->ok && status.task == engine::RebuildTask::Repair);
    showExamples();
}

void RebuildCard::showExamples()
{
    const QModelIndex current = m_table->currentIndex();
    const QString chosen = current.isValid() ? m_model->examples(current.row()) : QString();
    const QString text = chosen.isEmpty() ? m_model->examples(-1) : chosen;
    m_examples->setText(text);
    m_examples->setVisible(!text.isEmpty());
}

void RebuildCard::updateButtons()
{
    const engine::RebuildStatus &status = m_context.engine.rebuildStatus();
    const bool isFree = m_context.engine.state() == engine::EngineState::Running && !status.running;
    m_check->setEnabled(isFree);
    m_repair->setEnabled(isFree);
    // What is worth doing next stands out.
    const bool hasFound = outcomeTone(status) == Tone::Suspect;
    for (auto [button, isNext] : {std::pair(m_check, !hasFound), std::pair(m_repair, hasFound)}) {
        if (button->property("primary").toBool() == isNext)
            continue;
        button->setProperty("primary", isNext);
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
}

void RebuildCard::tick(qint64 nowMs)
{
    const engine::RebuildStatus &status = m_context.engine.rebuildStatus();
    setNote(status.running ? QString() : outcomeNote(status, m_endedMs, nowMs));
}

QString RebuildCard::outcome() const
{
    return m_outcome->isHidden() ? QString() : m_outcome->text();
}

} // namespace dvmdash::ui
