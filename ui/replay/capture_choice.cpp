// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replay/capture_choice.h"

#include "ui/widgets/safe_text.h"

#include <QFileInfo>
#include <QPushButton>

namespace dvmdash::ui
{

CaptureChoice::CaptureChoice(const QString &path, QWidget *parent)
    : QMessageBox(
          QMessageBox::NoIcon, tr("A capture"),
          tr("%1 is a capture: what relays gave, as it came in.").arg(safeText(QFileInfo(path).fileName())),
          QMessageBox::Cancel, parent)
    , m_replay(addButton(tr("Replay"), QMessageBox::AcceptRole))
    , m_import(addButton(tr("Import"), QMessageBox::ActionRole))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("capture.choice"));
    setTextFormat(Qt::PlainText);
    setInformativeText(tr("Replaying it opens a window of its own, and nothing of it gets into your file. "
                          "Importing takes its events into your file, as a sample."));
    setDefaultButton(m_replay);
    connect(m_replay, &QPushButton::clicked, this, [this, path] { Q_EMIT replayWanted(path); });
    connect(m_import, &QPushButton::clicked, this, [this, path] { Q_EMIT importWanted(path); });
}

} // namespace dvmdash::ui
