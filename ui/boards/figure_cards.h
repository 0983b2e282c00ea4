// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/boards/figure_words.h"

#include <QVector>
#include <QWidget>

namespace dvmdash::ui
{

class FlowLayout;
class StatCard;

/// Numbers of one subject, each with its change against the window of equal length before.
class FigureCards : public QWidget
{
    Q_OBJECT
public:
    /// In this order, with the words above each.
    explicit FigureCards(const QVector<std::pair<Figure, QString>> &figures, QWidget *parent = nullptr);

    /// No `before`: there is no window before this one.
    void show(const metrics::Figures &now, const metrics::Figures *before, const metrics::Freshness &fresh);
    /// Nothing when that figure is not among them.
    StatCard *card(Figure figure) const;
    /// One more, for a number that is no Figure; it is filled by whoever adds it.
    StatCard *addCard(const QString &caption);

private:
    QVector<std::pair<Figure, StatCard *>> m_cards;
    FlowLayout *m_layout;
};

} // namespace dvmdash::ui
