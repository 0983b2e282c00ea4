// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/history_banner.h"

#include "engine/engine.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t daySeconds = 86'400;

using State = relay::HistoryStatus::State;

} // namespace

HistoryBanner::HistoryBanner(engine::Engine &engine, QWidget *parent)
    : Banner(parent)
    , m_engine(engine)
{
    setObjectName(QStringLiteral("relays.history"));
    connect(&engine, &engine::Engine::historyChanged, this, &HistoryBanner::note);
    connect(this, &Banner::actionTriggered, this, &HistoryBanner::stop);
    connect(this, &Banner::dismissed, this, [this] { m_histories.clear(); });
}

void HistoryBanner::fetch(const QStringList &relays, int days)
{
    if (isOver())
        m_histories.clear();
    const std::int64_t now = format::nowS();
    for (const QString &url : relays) {
        const engine::HistoryRequest request{url, now - days * daySeconds, now + 1, false};
        if (m_engine.fetchHistory(request))
            m_histories[url].request = request;
    }
    tell();
}

void HistoryBanner::note(const engine::HistoryProgress &progress)
{
    if (!m_histories.contains(progress.request.relay))
        return;
    m_histories[progress.request.relay] = progress;
    tell();
}

void HistoryBanner::stop()
{
    const QStringList relays = m_histories.keys();
    for (const QString &url : relays)
        if (!m_histories.value(url).isOver())
            m_engine.stopHistory(url);
}

bool HistoryBanner::isOver() const
{
    return std::all_of(m_histories.begin(), m_histories.end(),
                       [](const engine::HistoryProgress &one) { return one.isOver(); });
}

void HistoryBanner::tell()
{
    if (m_histories.isEmpty())
        hide();
    else if (isOver())
        tellEnd();
    else
        tellProgress();
}

void HistoryBanner::tellProgress()
{
    double share = 0;
    std::int64_t events = 0;
    for (const engine::HistoryProgress &one : std::as_const(m_histories)) {
        share += one.isOver() ? 1 : one.share;
        events += one.events;
    }
    const auto count = static_cast<int>(m_histories.size());
    const QString who = count == 1 ? m_histories.firstKey() : tr("%1 relays").arg(format::count(count));
    setDismissible(false);
    showMessage(Tone::Waiting,
                tr("Fetching the past of %1: %2 %, %3 events so far. What happens now goes on coming in.")
                    .arg(who)
                    .arg(static_cast<int>(100 * share / count))
                    .arg(format::count(events)),
                tr("Stop"));
}

void HistoryBanner::tellEnd()
{
    std::int64_t events = 0;
    std::int64_t unproven = 0;
    QStringList failed;
    QString words;
    for (const engine::HistoryProgress &one : std::as_const(m_histories)) {
        events += one.events;
        unproven += one.unproven;
        if (one.state == State::Failed)
            failed.append(one.request.relay);
        if (!one.words.isEmpty())
            words = one.words;
    }
    constexpr qsizetype longest = 200;
    words = safeText(words, LineBreaks::Inline, longest);
    setDismissible(true);
    if (!failed.isEmpty()) {
        showMessage(Tone::Failed, tr("The past of %1 did not come: %2. %3 events came until then.")
                                      .arg(failed.join(QStringLiteral(", ")), words, format::count(events)));
        return;
    }
    const QString text = tr("The past is here: %1 events came.").arg(format::count(events));
    if (!words.isEmpty())
        showMessage(Tone::Suspect,
                    text + QLatin1Char(' ') +
                        tr("It may have gaps, so silence in it proves nothing: %1").arg(words));
    else if (unproven > 0)
        showMessage(Tone::Suspect,
                    text + QLatin1Char(' ') +
                        tr("%1 seconds of it may have gaps: no relay proved that all came.").arg(unproven));
    else
        showMessage(Tone::Delivered, text);
}

} // namespace dvmdash::ui
