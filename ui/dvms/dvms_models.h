// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/board_model.h"

#include <functional>

namespace dvmdash::ui
{

class NameBook;
class Theme;

/// All DVMs of a window.
class DvmsModel : public BoardModel<metrics::DvmRow, nostr::PublicKey>
{
public:
    DvmsModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);
};

/// The kinds that one DVM works on.
class KindsOfDvmModel : public BoardModel<metrics::KindOfDvm, int>
{
public:
    explicit KindsOfDvmModel(const Theme &theme, QObject *parent = nullptr);
};

/// Those who work on the same kinds.
class CompetitorsModel : public BoardModel<metrics::Competitor, nostr::PublicKey>
{
public:
    /// What a DVM says that it costs, safe to show; empty when it is not known.
    using PriceOf = std::function<QString(const nostr::PublicKey &dvm)>;

    CompetitorsModel(NameBook &names, const Theme &theme, PriceOf price, QObject *parent = nullptr);
};

} // namespace dvmdash::ui
