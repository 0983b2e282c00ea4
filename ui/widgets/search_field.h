// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

namespace dvmdash::ui
{

/// A line for searching or filtering, with a magnifier and, while it is empty, the keys that reach it. Escape
/// clears it, a second Escape emits left().
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

    /// Keys that bring the focus here from anywhere in the window; drawn as a hint. Default none.
    void setFocusKeys(const QKeySequence &keys);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Typing paused for 150 ms, or Enter, or cleared: trimmed text, never twice the same.
    void queryChanged(const QString &query);
    /// Enter.
    void submitted(const QString &query);
    /// Escape in an empty field.
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void flush();

    QString m_hint;
    QString m_lastQuery;
    QTimer m_pause;
};

} // namespace dvmdash::ui
