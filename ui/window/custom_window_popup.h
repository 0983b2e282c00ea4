// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

class QDateTimeEdit;
class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// Two moments in local time, between which the window lies. Enter or "Show" takes them, Escape or a click
/// elsewhere leaves things as they are.
class CustomWindowPopup : public QWidget
{
    Q_OBJECT
public:
    explicit CustomWindowPopup(QWidget *parent = nullptr);

    /// Opens below the right end of `anchor` with these bounds, Unix seconds.
    void open(const QWidget &anchor, const engine::TimeWindow &window);
    /// What the two fields say.
    engine::TimeWindow window() const;
    void setWindow(const engine::TimeWindow &window);

Q_SIGNALS:
    void chosen(const dvmdash::engine::TimeWindow &window);
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QDateTimeEdit *makeEdit(const QString &name);
    void check();
    void take();

    QDateTimeEdit *m_since;
    QDateTimeEdit *m_until;
    QLabel *m_words;
    QPushButton *m_show;
};

} // namespace dvmdash::ui
