// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

#include <functional>

namespace dvmdash::ui
{

/// "12 s ago", kept true while visible; ISO time in UTC and the local time in the tool tip.
class RelativeTimeLabel : public QLabel
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< Unix milliseconds now

    explicit RelativeTimeLabel(QWidget *parent = nullptr);

    /// Unix milliseconds; negative means never, shown as `noTime`.
    void setTimeMs(qint64 at, const QString &noTime = {});
    /// Tests and the demo turn their own clock.
    void setClock(Clock clock);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();

    Clock m_clock;
    qint64 m_atMs = -1;
    QString m_noTime;
    QTimer m_timer;
};

/// The tool tip of a moment: ISO 8601 in UTC, then the local time.
QString momentToolTip(qint64 milliseconds);

} // namespace dvmdash::ui
