// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/failure_view.h"

#include "ui/models/file_chooser.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

FailureView::FailureView(engine::Engine &engine, FileChooser &files, QWidget *parent)
    : EmptyState(parent)
    , m_engine(engine)
    , m_files(files)
{
    connect(this, &EmptyState::buttonClicked, this, &FailureView::goOn);
    connect(this, &EmptyState::otherWayClicked, this, &FailureView::salvage);
}

FailureView::~FailureView()
{
    stopAndWait();
}

void FailureView::stopAndWait()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void FailureView::showFailure()
{
    if (isShown())
        return;
    setContent(
        Icon::Triangle, tr("The database could not be opened"),
        tr("%1\n\nFile: %2\nNothing was changed in it.").arg(m_engine.errorText(), m_engine.databasePath()),
        tr("Try again"));
    if (m_engine.isFileDamaged())
        setOtherWay(tr("Salvage to a new file..."));
}

void FailureView::salvage()
{
    if (m_phase == Phase::Salvaging)
        return;
    SaveRequest request;
    request.title = tr("Salvage to a new file");
    request.suggestedName = QStringLiteral("dvmdash-salvaged.sqlite");
    request.filter = tr("Database (*.sqlite)");
    m_files.chooseSavePath(window(), request, [this](const QString &path) {
        if (!path.isEmpty())
            begin(path);
    });
}

void FailureView::begin(const QString &path)
{
    stopAndWait();
    m_stop = false;
    m_path = path;
    m_phase = Phase::Salvaging;
    m_engine.stop(); // nobody may write to the file meanwhile
    setContent(Icon::Storage, tr("Salvaging the database"), {}, tr("Stop"));
    Q_EMIT wanted();
    m_thread = std::thread([this, damaged = m_engine.databasePath(), path] {
        const auto report =
            engine::salvageDatabase(damaged, path, [this](const engine::SalvageProgress &now) {
                QMetaObject::invokeMethod(
                    this, [this, now] { showProgress(now); }, Qt::QueuedConnection);
                return !m_stop;
            });
        QMetaObject::invokeMethod(
            this, [this, report] { showReport(report); }, Qt::QueuedConnection);
    });
}

void FailureView::showProgress(const engine::SalvageProgress &progress)
{
    if (m_phase != Phase::Salvaging)
        return;
    const QString step = progress.step == engine::SalvageStep::Writing
                             ? tr("Events are checked and written into %1").arg(m_path)
                             : tr("The pages of the file are looked through");
    setContent(Icon::Storage, tr("Salvaging the database"),
               tr("%1: %2\n\nThe damaged file is not changed.")
                   .arg(step, format::percent(progress.done, progress.total).value_or(QString())),
               tr("Stop"));
}

void FailureView::showReport(const engine::SalvageReport &report)
{
    if (!report.ok) {
        m_phase = Phase::Failed;
        if (report.stopped && m_engine.state() != engine::EngineState::Failed) {
            m_engine.start();
            return;
        }
        showFailure();
        if (!report.stopped)
            setContent(Icon::Triangle, tr("The database could not be salvaged"), report.error,
                       tr("Try again"));
        setOtherWay(tr("Salvage to a new file..."));
        return;
    }
    m_phase = Phase::Salvaged;
    QString text = tr("%1 events were checked and saved into %2.").arg(format::count(report.stored), m_path);
    if (report.lost > 0)
        text += QLatin1Char('\n') + tr("%1 could not be read.").arg(format::count(report.lost));
    if (report.refused > 0)
        text +=
            QLatin1Char('\n') +
            tr("%1 were refused: their id or signature does not hold.").arg(format::count(report.refused));
    text += QStringLiteral("\n\n") +
            tr("The new file takes the place of the damaged one, which is kept beside it.");
    setContent(Icon::Storage, tr("Salvaged"), text, tr("Go on with the new file"));
}

void FailureView::goOn()
{
    switch (m_phase) {
    case Phase::Failed:
        m_engine.start();
        break;
    case Phase::Salvaging:
        m_stop = true;
        break;
    case Phase::Salvaged:
        goOnWithNewFile();
        break;
    }
}

void FailureView::goOnWithNewFile()
{
    if (const QString error = engine::putInPlace(m_path, m_engine.databasePath()); !error.isEmpty()) {
        setContent(Icon::Triangle, tr("The new file could not be put in place"),
                   tr("%1\n\nNew file: %2\nDamaged file: %3").arg(error, m_path, m_engine.databasePath()),
                   tr("Try again"));
        return;
    }
    m_phase = Phase::Failed;
    m_engine.start();
}

} // namespace dvmdash::ui
