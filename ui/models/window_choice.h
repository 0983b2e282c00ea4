// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QObject>
#include <QString>

namespace dvmdash::ui
{

/// The time window that stands above all pages: a span up to now that moves on, everything, or a fixed one.
/// GUI thread.
class WindowChoice : public QObject
{
    Q_OBJECT
public:
    enum class Span { Hour, Day, Week, Month, Quarter, All, Custom };

    explicit WindowChoice(QObject *parent = nullptr);

    Span span() const { return m_span; }
    void setSpan(Span span);
    /// Fixed; Unix seconds, [since, until). The span becomes Custom.
    void setCustom(const engine::TimeWindow &window);

    /// The window at this moment: moving ones end just after now. All begins at 0, which
    /// stands for the first event.
    engine::TimeWindow window(qint64 now_s) const;
    /// True when it ends with now, so that live data belongs to it.
    bool isMoving() const { return m_span != Span::Custom; }
    /// "24h", "Custom": the word of the control.
    static QString spanName(Span span);

Q_SIGNALS:
    void changed();

private:
    Span m_span = Span::Hour;
    engine::TimeWindow m_custom;
};

} // namespace dvmdash::ui
