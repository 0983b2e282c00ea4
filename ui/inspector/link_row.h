// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QAbstractButton>
#include <QString>
#include <QVector>

#include <optional>
#include <vector>

class QPushButton;
class QVBoxLayout;

namespace dvmdash::ui
{

/// What a row that leads to an event says. Texts may come from strangers: the row makes them safe.
struct LinkContent {
    std::optional<nostr::EventId> target; ///< nothing: leads nowhere
    Icon icon = Icon::Question;
    std::optional<Tone> tone; ///< of the icon; nothing: the muted text colour
    QString primary;
    QString secondary;
    Marks marks;          ///< before what is at the right
    QString marksMeaning; ///< for the tool tip, a line each
    QString trailing;     ///< at the right; empty: the time
    qint64 time = -1;     ///< Unix seconds, shown as "12 s ago" and in the tool tip; negative: none
    bool ghost = false;   ///< never seen: dashed outline
    bool current = false; ///< what is shown already
    bool operator==(const LinkContent &) const = default;
};

/// Two lines that lead to an event: click, Enter or Space.
class LinkRow : public QAbstractButton
{
    Q_OBJECT
public:
    explicit LinkRow(QWidget *parent = nullptr);

    void setContent(const LinkContent &content);
    const LinkContent &content() const { return m_content; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString trailingText() const;

    LinkContent m_content;
    QString m_primary;
    QString m_secondary;
};

/// Rows below each other; after the first ones a button shows the rest. Setting rows anew keeps the widgets.
class LinkList : public QWidget
{
    Q_OBJECT
public:
    explicit LinkList(QWidget *parent = nullptr);

    void setRows(const QVector<LinkContent> &rows);
    const QVector<LinkContent> &rows() const { return m_rows; }
    /// Back to the first rows only.
    void collapse();
    /// The rows on screen.
    const std::vector<LinkRow *> &widgets() const { return m_widgets; }

Q_SIGNALS:
    void activated(const dvmdash::nostr::EventId &id);

private:
    void fill();

    static constexpr qsizetype firstRows = 8;
    QVector<LinkContent> m_rows;
    bool m_all = false;
    std::vector<LinkRow *> m_widgets;
    QVBoxLayout *m_layout;
    QPushButton *m_more;
};

} // namespace dvmdash::ui
