// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/price_book.h"

#include "ui/widgets/safe_text.h"

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestPrice = 40;

} // namespace

PriceBook::PriceBook(engine::Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
}

QString PriceBook::price(const nostr::PublicKey &dvm) const
{
    const auto at = m_prices.find(dvm);
    return at == m_prices.end() ? QString() : at->second;
}

void PriceBook::want(const std::vector<nostr::PublicKey> &dvms)
{
    for (const nostr::PublicKey &dvm : dvms)
        if (m_prices.emplace(dvm, QString()).second)
            m_waiting.push_back(dvm);
    if (!m_ask.pending())
        askNext();
}

void PriceBook::askNext()
{
    if (m_waiting.empty() || m_engine.state() != engine::EngineState::Running)
        return;
    const nostr::PublicKey dvm = m_waiting.front();
    m_waiting.pop_front();
    m_ask = m_engine.ask(
        engine::ProfileQuestion{dvm}, this, [this, dvm](const engine::Result<engine::ProfileAnswer> &result) {
            if (result && !result->profile.price.empty()) {
                m_prices[dvm] =
                    safeText(QString::fromStdString(result->profile.price), LineBreaks::Inline, longestPrice);
                Q_EMIT changed();
            }
            askNext();
        });
}

} // namespace dvmdash::ui
