// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/widgets/format.h"

#include <QAbstractButton>
#include <QVector>

#include <optional>

namespace dvmdash::ui
{

class Sparkline;

/// One number of the overview: the caption small above, the figure large, the change against the window
/// before below with an arrow and a word, a 40 px sparkline under it. Shows a skeleton until it has a figure.
/// With setActivatable it is a button: click, Enter and Space emit clicked().
///
///     auto *card = new StatCard(tr("Requests"));
///     card->setFigure(format::count(12480));
///     card->setChange(format::change(12480, 11556));
///     card->setHistory(perHour, Hue::Requests);
class StatCard : public QAbstractButton
{
    Q_OBJECT
public:
    explicit StatCard(const QString &caption, QWidget *parent = nullptr);

    void setCaption(const QString &caption);
    /// Ends the loading state. `detail` is a second line in place of a change (a kind's name, "of 21 kinds").
    void setFigure(const QString &figure, const QString &detail = {});
    /// Up is drawn with an arrow up whether good or bad; colour stays out of it.
    void setChange(const std::optional<format::Change> &change);
    /// Oldest first, one value a bucket; the last one is the running bucket when `lastRuns`. Empty hides it.
    void setHistory(const QVector<qint64> &values, Hue hue, bool lastRuns = true);
    /// The same where some values are not known: the line breaks there.
    void setKnownHistory(const QVector<std::optional<qint64>> &values, Hue hue, bool lastRuns = true);
    /// Back to the skeleton.
    void setLoading(bool loading);
    bool isLoading() const { return m_loading; }
    void setActivatable(bool activatable);
    /// More below the figure's own words in the tool tip: what the number counts.
    void setExplanation(const QString &explanation);

    QString figure() const { return m_figure; }
    QString caption() const { return m_caption; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Places {
        QRectF caption, figure, change, history;
    };
    Places places() const;
    QString changeWords() const;
    void paintChange(QPainter &painter, const QRectF &rect) const;
    void describe();

    QString m_caption;
    QString m_figure;
    QString m_detail;
    QString m_explanation;
    std::optional<format::Change> m_change;
    bool m_loading = true;
    bool m_activatable = false;
    Sparkline *m_history;
};

} // namespace dvmdash::ui
