// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/import_bar.h"

#include "ui/bundle/import_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int wholeBar = 1'000;

} // namespace

ImportBar::ImportBar(engine::Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_outcome(new Banner)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_running = makeProgress();
    layout->addWidget(m_running);
    layout->addWidget(m_outcome);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_outcome->setObjectName(QStringLiteral("import.outcome"));
    m_outcome->setDismissible(true);
    connect(m_outcome, &Banner::dismissed, this, &QWidget::hide);
    connect(&engine, &engine::Engine::importChanged, this, &ImportBar::show);
    hide();
}

QWidget *ImportBar::makeProgress()
{
    const Theme &theme = Theme::of(this);
    auto *running = new QWidget;
    auto *layout = new QHBoxLayout(running);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.space(Space::Xs));
    m_words = new QLabel;
    m_words->setObjectName(QStringLiteral("import.words"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(theme.numberFont());
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar = new QProgressBar;
    m_bar->setObjectName(QStringLiteral("import.progress"));
    m_bar->setAccessibleName(tr("Progress of the import"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, wholeBar);
    m_bar->setFixedHeight(qRound(theme.scaled(6)));
    words->addWidget(m_words);
    words->addWidget(m_bar);
    m_stop = new QPushButton(tr("Stop import"));
    m_stop->setObjectName(QStringLiteral("import.stop"));
    m_stop->setToolTip(tr("What was read until then stays; imported again, it is passed over"));
    layout->addLayout(words, 1);
    layout->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_engine.stopImport(); });
    return running;
}

void ImportBar::show(const engine::ImportStatus &status)
{
    m_running->setVisible(status.running);
    m_stop->setEnabled(!status.stopping);
    if (status.running) {
        m_words->setText(importProgressWords(status));
        m_words->setToolTip(status.options.recording
                                ? tr("Imported as a recording: silence in it means something")
                                : tr("Imported as a sample: silence in it means nothing"));
        m_bar->setValue(importPermille(status.progress));
        m_outcome->hide();
    } else if (status.result) {
        const BundleNotice outcome = importOutcome(status);
        m_outcome->showMessage(outcome.tone, outcome.text);
    }
    setVisible(status.running || status.result.has_value());
}

QString ImportBar::words() const
{
    return m_running->isHidden() ? QString() : m_words->text();
}

} // namespace dvmdash::ui
