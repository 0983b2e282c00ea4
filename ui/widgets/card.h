// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace dvmdash::ui
{

/// A titled surface. The header holds the title, a note beside it in muted text, and actions at the right.
///
///     auto *card = new Card(tr("Needs attention"));
///     card->setContent(table);
///     connect(card->addAction(Icon::Export, tr("Export CSV")), &QToolButton::clicked, ...);
class Card : public QWidget
{
    Q_OBJECT
public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    QString title() const;
    /// A few words beside the title: what the numbers rest on, the unit.
    void setNote(const QString &note);
    /// Takes the widget; the one before is deleted. `flush` lets it reach the edges of the card (tables).
    void setContent(QWidget *content, bool flush = false);
    QWidget *content() const { return m_content; }
    /// An icon button in the header; `text` is its tool tip and accessible name.
    QToolButton *addAction(const QIcon &icon, const QString &text);
    /// Any widget in the header, before the icon buttons.
    void addHeaderWidget(QWidget *widget);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateHeader();
    void styleLabels();

    QWidget *m_header;
    QLabel *m_title;
    QLabel *m_note;
    QHBoxLayout *m_headerLayout;
    QVBoxLayout *m_layout;
    QWidget *m_content = nullptr;
    bool m_hasActions = false;
};

} // namespace dvmdash::ui
