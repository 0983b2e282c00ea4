// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTimer>
#include <QWidget>

#include <optional>

class QPlainTextEdit;
class QPushButton;

namespace dvmdash::ui
{

/// A text of any length that strangers wrote: plain, made safe, in fixed pitch or not, copied exactly as it
/// was. Of a long one the first 64 Ki characters are shown until the reader wants all; then it comes in
/// slices, so that the window stays fluent.
class TextPane : public QWidget
{
    Q_OBJECT
public:
    enum class Pitch { Proportional, Fixed };

    explicit TextPane(Pitch pitch, QWidget *parent = nullptr);

    /// `shown` is looked at in place of the text, for example indented; copied is always the text.
    void setText(const QString &text, const std::optional<QString> &shown = {});
    QString text() const { return m_text; }
    /// What stands on the screen, made safe.
    QString shownText() const;
    bool isComplete() const { return m_at >= m_shown.size(); }

    static constexpr qsizetype firstPart = 64 * 1024;

public Q_SLOTS:
    void copy();
    void showAll();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void append(qsizetype count);
    void updateMore();
    void fitHeight();
    void restyle();

    Pitch m_pitch;
    QString m_text;
    QString m_shown;
    qsizetype m_at = 0;         ///< of m_shown: what comes next
    qsizetype m_lineLength = 0; ///< on the screen, of the unfinished line
    QPlainTextEdit *m_edit;
    QPushButton *m_more;
    QTimer m_slices;
};

} // namespace dvmdash::ui
