// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QObject>

class QPushButton;

namespace dvmdash::ui
{

class EmptyState;
class LiveTableView;
class Skeleton;

/// What lies over the rows of a table: why there are none, a skeleton while they are awaited, and a button to
/// those that came in above.
class TableOverlays : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the view.
    explicit TableOverlays(LiveTableView *view);

    void setEmptyState(Icon icon, const QString &title, const QString &why, const QString &button);
    void setLoading(bool loading);
    bool isLoading() const { return m_loading; }
    void setLineHeight(int height);

    /// Rows came or went.
    void update();
    void place();

Q_SIGNALS:
    void emptyButtonClicked();
    void newestWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showNewRows(int newRows);

    bool m_loading = false;
    LiveTableView *m_view;
    EmptyState *m_empty;
    Skeleton *m_skeleton;
    QPushButton *m_pill;
};

} // namespace dvmdash::ui
