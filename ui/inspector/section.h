// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace dvmdash::ui
{

class SectionHead;
class ViewState;

/// A titled part of the inspector that opens and closes: click, Enter or Space on its head.
class Section : public QWidget
{
    Q_OBJECT
public:
    /// `id` names the remembered state.
    Section(const QString &id, const QString &title, QWidget *parent);

    /// A few muted words behind the title: a count.
    void setNote(const QString &note);
    void setContent(QWidget *content);
    /// An icon button at the right end of the head, shown while the section is open.
    QToolButton *addAction(const QIcon &icon, const QString &text);

    bool isExpanded() const { return m_expanded; }
    void setExpanded(bool expanded);
    /// Takes the state the reader left, and keeps it there from now on.
    void restoreFrom(ViewState &state);

Q_SIGNALS:
    void expandedChanged(bool expanded);

private:
    void show(bool expanded);

    QString m_id;
    bool m_expanded = true;
    ViewState *m_state = nullptr;
    SectionHead *m_head;
    QWidget *m_actions;
    QWidget *m_body;
};

} // namespace dvmdash::ui
