// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/board_model.h"

namespace dvmdash::ui
{

class NameBook;
class Theme;

/// All kinds of a window.
class KindsModel : public BoardModel<metrics::KindRow, int>
{
public:
    KindsModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);
};

/// The DVMs that work on one kind.
class DvmsOfKindModel : public BoardModel<metrics::DvmOfKind, nostr::PublicKey>
{
public:
    DvmsOfKindModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);
};

} // namespace dvmdash::ui
