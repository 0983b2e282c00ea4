// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_status.h"
#include "store/kept_values.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace dvmdash::engine
{

/// Which relays refuse to be asked for all kinds at once, and what they take instead
/// (relay::RelayStatus::form): remembered with the file for a week, since relays change their minds. A value;
/// times are Unix seconds.
class AcceptedForms
{
public:
    static constexpr const char prefix[] = "relay_form ";

    AcceptedForms() = default;
    /// As kept in the file, by URL.
    explicit AcceptedForms(const std::map<std::string, std::string> &kept);

    /// What to ask of them first.
    std::map<QString, int> at(std::int64_t now_s) const;
    /// What is to be kept of this; nothing when that is known.
    std::optional<store::KeptValue> learn(const relay::RelayStatus &status, std::int64_t now_s);

private:
    struct Form {
        int form = 0;
        std::int64_t since = 0;
    };
    std::map<QString, Form> m_forms;
};

} // namespace dvmdash::engine
