// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scenario.h"

#include <QString>

namespace dvmdash::demo
{

/// Where the ground truth of a capture lies: FILE.truth.json.
QString truthPath(const QString &capturePath);

/// Writes the events as NIP-01 JSON, one a line, in the order in which they are published, and next to them
/// the ground truth. Each file is written whole or not at all; the truth comes first, so a capture is never
/// without one. On failure false, and `error` says which file and why.
bool writeCapture(const Scenario &scenario, const QString &path, QString *error = nullptr);

} // namespace dvmdash::demo
