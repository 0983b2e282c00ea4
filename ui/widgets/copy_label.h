// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace dvmdash::ui
{

/// An id, shortened, whole in the tool tip; click, Enter or Space copies it whole.
class CopyLabel : public QAbstractButton
{
    Q_OBJECT
public:
    /// How an id that is too long is shown.
    enum class Shortening {
        ShortId, ///< always first 8 and last 4
        Middle,  ///< as much as fits
    };

    explicit CopyLabel(const QString &value = {}, QWidget *parent = nullptr);

    void setValue(const QString &value);
    QString value() const { return m_value; }
    void setShortening(Shortening shortening);
    /// What is copied, for screen readers: "event id".
    void setMeaning(const QString &meaning);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void copied(const QString &value);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString shownText() const;
    void copy();
    void describe();

    QString m_value;
    QString m_meaning;
    Shortening m_shortening = Shortening::ShortId;
};

} // namespace dvmdash::ui
