// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace dvmdash::ui
{

/// A few choices side by side, one of them taken: 1h 24h 7d 30d. Left and Right move the choice.
///
///     auto *windows = new SegmentedControl(tr("Time window"));
///     windows->addSegment(QStringLiteral("24h"), tr("24h"), tr("The last 24 hours"));
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(const QString &accessibleName, QWidget *parent = nullptr);

    void addSegment(const QString &id, const QString &text, const QString &explanation = {});
    /// Other words for it, such as another count. Its width follows.
    void setSegmentText(const QString &id, const QString &text);
    /// A segment that makes no sense now cannot be chosen; its tool tip says why. Gives back the explanation
    /// it had when it is enabled again. The one that is taken stays so: choose another one first.
    void setSegmentEnabled(const QString &id, bool enabled, const QString &why = {});
    bool isSegmentEnabled(const QString &id) const;
    QString current() const;
    /// Emits currentChanged when the choice changes; an unknown id is ignored.
    void setCurrent(const QString &id);
    int count() const;

Q_SIGNALS:
    void currentChanged(const QString &id);
    /// Also when the segment that is already taken is clicked ("Custom" opens its dialog again).
    void clicked(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QAbstractButton *segment(const QString &id) const;

    QButtonGroup *m_group;
    QHBoxLayout *m_layout;
};

} // namespace dvmdash::ui
