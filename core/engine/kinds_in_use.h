// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"

#include <QString>

namespace dvmdash::engine
{

/// By which names the program shows kinds: those of its own file, also where it shows another one's (a
/// bundle). Nothing that is stored or judged follows from it: that is store::kindsOf(). Any thread.
const dvm::KindTable &kindsInUse();

/// Before, it is the standard table. It lives as long as the program, as those of store::kindsOf() do.
void useKinds(const dvm::KindTable &kinds);
/// Those of the file; where it cannot be read, nothing changes: whoever opens it will say why.
void useKindsOfFile(const QString &database);

} // namespace dvmdash::engine
