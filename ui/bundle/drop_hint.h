// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace dvmdash::ui
{

/// Lies over its parent while something is dragged there, and says what dropping it would do. Lets the
/// pointer through.
class DropHint : public QWidget
{
    Q_OBJECT
public:
    explicit DropHint(QWidget *parent);

    void showWords(const QString &words);
    QString words() const { return m_words; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_words;
};

} // namespace dvmdash::ui
