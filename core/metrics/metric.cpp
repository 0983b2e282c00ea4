// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metric.h"

#include <array>

namespace dvmdash::metrics
{

namespace
{
constexpr std::array all{Level::Month, Level::Day, Level::Hour, Level::Quarter, Level::Minute};
}

std::span<const Level> levelsOf(Dimension dimension)
{
    const std::span<const Level> levels(all);
    switch (dimension) {
    case Dimension::Global:
    case Dimension::Kind:
        return levels;
    case Dimension::Dvm:
    case Dimension::KindDvm:
        return levels.first(4);
    case Dimension::User:
    case Dimension::Relay:
        return levels.first(3);
    }
    return {};
}

std::span<const Level> levelsOfMembers()
{
    return std::span<const Level>(all).first(4);
}

} // namespace dvmdash::metrics
