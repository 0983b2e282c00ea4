// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QColor>
#include <QString>

namespace dvmdash::ui
{

/// One line of the leaders: in what it leads, who, and by which figure. Leads somewhere unless it has no
/// name. Texts are safe to show already.
class LeaderRow : public QAbstractButton
{
    Q_OBJECT
public:
    explicit LeaderRow(const QString &title, QWidget *parent = nullptr);

    struct Content {
        QString name;   ///< empty: nobody leads
        QString aside;  ///< muted, after the name: "kind 5001"
        QString figure; ///< at the right: "1,204 results"
        QColor swatch;
        QString explanation; ///< below the words in the tool tip
    };
    /// `none` stands in place of the name.
    void setContent(const Content &content, const QString &none);
    const Content &content() const { return m_content; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_title;
    QString m_none;
    Content m_content;
};

} // namespace dvmdash::ui
