// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QString>
#include <QVector>
#include <QWidget>

#include <optional>

class QGridLayout;
class QLabel;

namespace dvmdash::ui
{

class StateChip;

struct Fact {
    QString name;
    QString value;        ///< safe to show
    QString toolTip = {}; ///< safe to show; empty: none
    struct Mark {
        Tone tone;
        QString word;
        QString toolTip = {}; ///< safe to show; empty: none
    };
    std::optional<Mark> mark = {}; ///< shape and word behind the value
};

/// A titled list of names and values, values in one column. Texts can be selected and copied.
class FactGrid : public QWidget
{
    Q_OBJECT
public:
    explicit FactGrid(const QString &title, QWidget *parent = nullptr);

    /// Facts with an empty value are left out.
    void setFacts(const QVector<Fact> &facts);

protected:
    void changeEvent(QEvent *event) override;

private:
    void growTo(qsizetype lines);
    void restyle();

    QGridLayout *m_grid;
    QLabel *m_title;
    QVector<QLabel *> m_names;
    QVector<QLabel *> m_values;
    QVector<StateChip *> m_marks;
};

} // namespace dvmdash::ui
