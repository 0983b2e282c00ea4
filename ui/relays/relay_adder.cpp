// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_adder.h"

#include "ui/relays/relay_book.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestWords = 500;

/// What strangers named and may not send us to is not added by one click: whoever wants it types it.
bool mayBeAddedAnyway(const engine::RelayCheckResult &result)
{
    return result.outcome != engine::RelayCheckResult::Outcome::NotPublic;
}

} // namespace

RelayAdder::RelayAdder(RelayBook &book, QWidget *parent)
    : Banner(parent)
    , m_book(book)
{
    setObjectName(QStringLiteral("relays.adding"));
    connect(this, &Banner::actionTriggered, this, &RelayAdder::act);
    connect(this, &Banner::dismissed, this, &RelayAdder::stop);
}

bool RelayAdder::add(const QString &typed, QString *error)
{
    const auto url = m_book.readyToAdd(typed, error);
    if (!url)
        return false;
    begin({*url}, Purpose::Add);
    return true;
}

void RelayAdder::addNamed(const QStringList &urls)
{
    begin(urls, Purpose::AddNamed);
}

void RelayAdder::look(const QStringList &urls)
{
    begin(urls, Purpose::Look);
}

void RelayAdder::begin(const QStringList &urls, Purpose purpose)
{
    stop();
    m_good.clear();
    m_bad.clear();
    m_purpose = purpose;
    m_settings.proxies = m_book.proxies();
    m_settings.from_strangers = purpose == Purpose::AddNamed;
    m_waiting = urls;
    setDismissible(true);
    checkNext();
}

void RelayAdder::checkNext()
{
    if (m_waiting.isEmpty()) {
        tell();
        return;
    }
    const QString url = m_waiting.takeFirst();
    const auto done = m_good.size() + m_bad.size();
    const QString which = m_waiting.isEmpty() && done == 0
                              ? QString()
                              : tr(" (%1 of %2)").arg(done + 1).arg(done + 1 + m_waiting.size());
    const QString text =
        m_purpose == Purpose::Look ? tr("Looking at %1%2.") : tr("Looking at %1%2 before it is added.");
    showMessage(Tone::Running, text.arg(url, which), tr("Stop"));
    m_check = std::make_unique<engine::RelayCheck>(url, m_settings);
    connect(m_check.get(), &engine::RelayCheck::finished, this, &RelayAdder::take);
}

void RelayAdder::take(const engine::RelayCheckResult &result)
{
    m_check.release()->deleteLater(); // it is its signal
    if (result.isGood() && (m_purpose == Purpose::Look || put(result.url)))
        m_good.append(result);
    else
        m_bad.append(result);
    checkNext();
}

/// The button: whatever is under way ends, or what did not serve is wanted nevertheless.
void RelayAdder::act()
{
    if (m_check) {
        stop();
        tell();
        return;
    }
    hide();
    for (const auto &result : std::exchange(m_bad, {}))
        if (m_purpose != Purpose::Look && mayBeAddedAnyway(result))
            put(result.url);
}

void RelayAdder::stop()
{
    m_waiting.clear();
    m_check.reset();
}

bool RelayAdder::put(const QString &url)
{
    QString error;
    if (!m_book.add(url, &error))
        return m_book.has(url);
    Q_EMIT added(url);
    return true;
}

void RelayAdder::tell()
{
    if (m_good.isEmpty() && m_bad.isEmpty()) {
        hide();
        return;
    }
    const bool isAnyLeft =
        m_purpose != Purpose::Look && std::any_of(m_bad.begin(), m_bad.end(), mayBeAddedAnyway);
    const QString again = isAnyLeft ? tr("Add anyway") : QString();
    if (m_good.size() + m_bad.size() == 1) {
        tellOne(m_good.isEmpty() ? m_bad.front() : m_good.front(), again);
        return;
    }
    QStringList bad;
    for (const auto &result : std::as_const(m_bad))
        bad.append(result.url);
    const QString counts = m_purpose == Purpose::Look ? tr("%1 of %2 relays serve jobs now.")
                                                      : tr("%1 of %2 relays were added.");
    QString text = counts.arg(format::count(m_good.size()), format::count(m_good.size() + m_bad.size()));
    if (!bad.isEmpty())
        text += QLatin1Char(' ') +
                tr("These do not serve jobs now: %1.")
                    .arg(safeText(bad.join(QStringLiteral(", ")), LineBreaks::Inline, longestWords));
    showMessage(bad.isEmpty() ? Tone::Delivered : Tone::Suspect, text, again);
}

void RelayAdder::tellOne(const engine::RelayCheckResult &result, const QString &again)
{
    const QString words = safeText(result.words(), LineBreaks::Inline, longestWords);
    const bool isLimited = result.outcome == engine::RelayCheckResult::Outcome::Limited;
    const Tone tone = !result.isGood() ? Tone::Failed : isLimited ? Tone::Suspect : Tone::Delivered;
    const QString text = m_purpose == Purpose::Look ? words
                         : m_good.isEmpty()         ? tr("Not added. %1").arg(words)
                                                    : tr("Added. %1").arg(words);
    showMessage(tone, text, again);
}

} // namespace dvmdash::ui
