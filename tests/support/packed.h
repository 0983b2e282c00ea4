// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

/// Compressed as other programs do it.
namespace dvmdash::test
{

QByteArray gzip(const QByteArray &bytes);
/// `windowLog`: how far back may be looked, as a power of two; 0: as zstd likes.
QByteArray zstd(const QByteArray &bytes, int windowLog = 0);

} // namespace dvmdash::test
