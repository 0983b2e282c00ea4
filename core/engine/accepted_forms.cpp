// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/accepted_forms.h"

#include <sstream>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t believedFor_s = 7 * 86'400;

} // namespace

AcceptedForms::AcceptedForms(const std::map<std::string, std::string> &kept)
{
    for (const auto &[url, text] : kept) {
        std::istringstream in(text);
        Form form;
        if (in >> form.form >> form.since && form.form > 0)
            m_forms[QString::fromStdString(url)] = form;
    }
}

std::map<QString, int> AcceptedForms::at(std::int64_t now_s) const
{
    std::map<QString, int> forms;
    for (const auto &[url, form] : m_forms)
        if (now_s - form.since < believedFor_s)
            forms[url] = form.form;
    return forms;
}

std::optional<store::KeptValue> AcceptedForms::learn(const relay::RelayStatus &status, std::int64_t now_s)
{
    if (status.state != relay::LinkState::Live)
        return std::nullopt;
    const auto known = m_forms.find(status.url);
    const int before = known != m_forms.end() ? known->second.form : 0;
    if (status.form == before)
        return std::nullopt;
    store::KeptValue value{prefix + status.url.toStdString(), {}};
    if (status.form == 0) {
        m_forms.erase(status.url);
        return value;
    }
    m_forms[status.url] = {status.form, now_s};
    value.value = std::to_string(status.form) + ' ' + std::to_string(now_s);
    return value;
}

} // namespace dvmdash::engine
