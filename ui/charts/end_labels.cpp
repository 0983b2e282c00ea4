// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/end_labels.h"

#include <QtGlobal>

#include <algorithm>
#include <limits>
#include <numeric>

namespace dvmdash::ui
{

namespace
{

/// Labels that touch each other and are moved as one.
struct Cluster {
    int first; ///< in the sorted order
    int count;
    qreal wantedSum; ///< of the centre of the first label that each member asks for

    qreal start() const { return wantedSum / count; }
};

} // namespace

QVector<qreal> placeLabels(const QVector<qreal> &wanted, qreal height, qreal top, qreal bottom)
{
    const auto fitting = static_cast<qsizetype>(qMax<qreal>(0, (bottom - top) / height + 1e-9));
    const auto count = static_cast<int>(qMin(wanted.size(), fitting));
    QVector<qreal> result(wanted.size(), std::numeric_limits<qreal>::quiet_NaN());
    QVector<int> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return wanted.at(a) < wanted.at(b); });

    const auto bounded = [&](const Cluster &c) {
        return qBound(top + height / 2, c.start(), bottom - height / 2 - (c.count - 1) * height);
    };
    QVector<Cluster> clusters;
    for (int i = 0; i < count; ++i) {
        clusters.append({i, 1, wanted.at(order.at(i))});
        while (clusters.size() > 1) {
            const Cluster &below = clusters.back();
            Cluster &above = clusters[clusters.size() - 2];
            if (bounded(above) + above.count * height <= bounded(below))
                break;
            above.wantedSum += below.wantedSum - below.count * above.count * height;
            above.count += below.count;
            clusters.removeLast();
        }
    }
    for (const Cluster &cluster : std::as_const(clusters)) {
        for (int i = 0; i < cluster.count; ++i)
            result[order.at(cluster.first + i)] = bounded(cluster) + i * height;
    }
    return result;
}

} // namespace dvmdash::ui
