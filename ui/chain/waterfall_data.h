// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QPointF>
#include <QRectF>

#include <functional>
#include <optional>
#include <vector>

/// A chain over time: what is drawn, and where. Pure. Times are Unix milliseconds; those of authors have a
/// grain of a second.
namespace dvmdash::ui
{

/// One attempt, or a job that has none.
struct WaterfallBar {
    nostr::EventId job;
    std::optional<nostr::PublicKey> dvm;
    int kind = 0;
    dvm::State state = dvm::State::Waiting;
    bool awaits_payment = false;
    bool is_root = false; ///< a root cause names it
    std::size_t lane = 0;
    qint64 requested = 0;        ///< author's clock
    std::optional<qint64> began; ///< first answer, author's clock; nothing: silent
    qint64 ended = 0;            ///< result, failure or deadline; of what goes on: now
    bool open = false;
    std::optional<qint64> request_received; ///< by our receipt, when it came live
    std::optional<qint64> received_first;   ///< by our receipt, of answers that came live
    std::optional<qint64> received_last;
    bool skew = false; ///< a clock of the DVM or the customer contradicts the other's or ours
};

struct WaterfallLane {
    std::optional<nostr::PublicKey> dvm; ///< nothing: jobs that no DVM was asked for or has answered
    bool operator==(const WaterfallLane &) const = default;
};

struct Waterfall {
    std::vector<WaterfallLane> lanes; ///< in the order of the first job of each
    std::vector<WaterfallBar> bars;   ///< by request, then as the job has its attempts
    qint64 since = 0;
    qint64 until = 0; ///< behind everything that is drawn, later than `since`
    int timeless = 0; ///< jobs that were never seen: they have no time
};

/// More than that before our receipt cannot be: the author's clock runs ahead.
inline constexpr qint64 skewFromMs = 2'000;

Waterfall waterfallOf(const engine::ChainAnswer &answer, qint64 now);

/// Where it lies on a view of that size. Bars of one lane that would touch stand in rows below each other;
/// rows depend on the size alone, so that zooming moves nothing up or down.
class WaterfallGeometry
{
public:
    struct Measures {
        qreal labels = 0;  ///< width of the names of lanes
        qreal axis = 0;    ///< height of the time axis at the bottom
        qreal row = 0;     ///< height of a row
        qreal padding = 0; ///< above and below the rows of a lane
        qreal right = 0;   ///< free at the right
    };
    using Width = std::function<qreal(const WaterfallBar &)>; ///< of the words at a bar

    WaterfallGeometry() = default;
    WaterfallGeometry(const Waterfall &data, const QSizeF &size, const Measures &measures,
                      const Width &words);

    /// The part of time that is shown; kept within the data and not shorter than a tenth of a second.
    void show(qint64 since, qint64 until);
    void showAll();
    /// `factor` above 1 looks closer; the time under `x` stays there.
    void zoom(double factor, qreal x);
    void pan(qreal pixels);
    bool isZoomed() const;
    qint64 since() const { return m_since; }
    qint64 until() const { return m_until; }

    qreal x(qint64 time) const;
    qint64 time(qreal x) const;
    /// Of times: from the names to the right, down to the axis.
    QRectF plot() const { return m_plot; }
    /// Not scrolled; the axis is not in it.
    qreal contentHeight() const;
    QRectF lane(std::size_t index) const;
    /// From the request to the end, in its row, with the words above it.
    QRectF bar(std::size_t index) const;
    /// The bar at that place of the content; the later one where two touch.
    std::optional<std::size_t> barAt(const QPointF &place) const;

private:
    const Waterfall *m_data = nullptr;
    Measures m_measures;
    QRectF m_plot;
    qint64 m_since = 0;
    qint64 m_until = 1;
    std::vector<int> m_rows;       ///< of each bar, within its lane
    std::vector<qreal> m_laneTops; ///< one more than lanes
    std::vector<qreal> m_widths;
};

/// The bar that a key leads to. From none it is the first one.
enum class WaterfallStep { Up, Down, Left, Right, First, Last };
std::optional<std::size_t> stepFrom(const Waterfall &data, std::optional<std::size_t> from,
                                    WaterfallStep step);

} // namespace dvmdash::ui
