// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <random>

/// Ways in which a file is damaged.
namespace dvmdash::test
{

/// Damages a database, or its WAL when it has one and the dice say so. What was done, for a message.
QString damageAtRandom(const QString &database, std::mt19937 &random);

/// Sets bytes of a file.
bool overwrite(const QString &file, qint64 at, const QByteArray &bytes);
QByteArray contentOf(const QString &file);

} // namespace dvmdash::test
