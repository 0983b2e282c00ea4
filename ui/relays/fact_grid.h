// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace dvmdash::ui
{

struct Fact {
    QString name;
    QString value;        ///< safe to show
    QString toolTip = {}; ///< safe to show; empty: none
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
};

} // namespace dvmdash::ui
