// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace dvmdash::ui
{

/// A thin line across a page: what is missing and why, what happened and what to do. A bar in the colour of
/// the tone at its left, the shape, the text, one action or two.
class Banner : public QWidget
{
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    /// Shows the banner. An empty `action` hides the button.
    void showMessage(Tone tone, const QString &text, const QString &action = {});
    /// The same, but an empty text hides the banner.
    void setMessage(Tone tone, const QString &text, const QString &action = {});
    /// Beside the action; an empty text hides it.
    void setSecondAction(const QString &text);
    void setDismissible(bool dismissible);
    QString text() const;
    Tone tone() const { return m_tone; }

Q_SIGNALS:
    void actionTriggered();
    void secondActionTriggered();
    /// The close button was pressed; the banner has hidden itself.
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    Tone m_tone = Tone::Suspect;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_second;
    QToolButton *m_close;
};

} // namespace dvmdash::ui
