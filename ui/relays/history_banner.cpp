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

using State = relay::HistoryStatus::State;

} // namespace

HistoryBanner::HistoryBanner(engine::Engine &engine, QWidget *parent)
    : Banner(parent)
    , m_engine(engine)
{
    setObjectName(QStringLiteral("relays.history"));
    connect(&engine, &engine::Engine::historyChanged, this, &HistoryBanner::note);
    connect(this, &Banner::actionTriggered, this, &HistoryBanner::pauseOrResume);
    connect(this, &Banner::secondActionTriggered, this, &HistoryBanner::stop);
    connect(this, &Banner::dismissed, this, [this] { m_histories.clear(); });
    for (const engine::HistoryProgress &progress : engine.histories())
        m_histories[progress.request.relay] = progress;
    tell();
}

void HistoryBanner::fetch(const QStringList &relays, std::int64_t seconds, bool oldestFirst)
{
    if (isOver())
        m_histories.clear();
    const std::int64_t now = format::nowS();
    for (const QString &url : relays) {
        const engine::HistoryRequest request{url, now - seconds, now + 1, oldestFirst};
        if (m_engine.fetchHistory(request))
            m_histories[url].request = request;
    }
    tell();
}

void HistoryBanner::note(const engine::HistoryProgress &progress)
{
    const QString &url = progress.request.relay;
    if (!m_histories.contains(url) && isOver())
        m_histories.clear(); // others that came to an end before
    m_histories[url] = progress;
    tell();
}

void HistoryBanner::pauseOrResume()
{
    const bool resumes = isPaused();
    const auto all = m_histories; // the engine tells at once
    for (const engine::HistoryProgress &one : all) {
        if (one.isOver())
            continue;
        if (resumes)
            m_engine.resumeHistory(one.request.relay);
        else
            m_engine.pauseHistory(one.request.relay);
    }
}

/// All that are not over.
bool HistoryBanner::isPaused() const
{
    return std::all_of(m_histories.begin(), m_histories.end(),
                       [](const engine::HistoryProgress &one) { return one.isOver() || one.paused; });
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
    double rate = 0;
    std::int64_t events = 0;
    std::int64_t remaining = -1; // they go on beside each other
    for (const engine::HistoryProgress &one : std::as_const(m_histories)) {
        share += one.isOver() ? 1 : one.share;
        events += one.events;
        if (one.isOver())
            continue;
        rate += one.events_per_second;
        remaining = std::max(remaining, one.remaining_s);
    }
    const auto count = static_cast<int>(m_histories.size());
    const QString who = count == 1 ? m_histories.firstKey() : tr("%1 relays").arg(format::count(count));
    const int percent = static_cast<int>(100 * share / count);
    setDismissible(false);
    if (isPaused()) {
        showMessage(
            Tone::Waiting,
            tr("Fetching the past of %1 is paused at %2 %, %3 events so far. It goes on where it was.")
                .arg(who)
                .arg(percent)
                .arg(format::count(events)),
            tr("Go on"));
        setSecondAction(tr("Stop"));
        return;
    }
    QString text = tr("Fetching the past of %1: %2 %, %3 events so far")
                       .arg(who)
                       .arg(percent)
                       .arg(format::count(events));
    if (rate >= 1)
        text += tr(", %1 a second").arg(format::count(static_cast<std::int64_t>(rate)));
    if (remaining >= 0)
        text += tr(", about %1 left").arg(format::durationMs(1000 * std::max<std::int64_t>(1, remaining)));
    showMessage(Tone::Waiting, text + tr(". What happens now goes on coming in."), tr("Pause"));
    setSecondAction(tr("Stop"));
}

void HistoryBanner::tellEnd()
{
    std::int64_t events = 0;
    std::int64_t unproven = 0;
    std::int64_t uncounted = 0;
    QStringList failed;
    QString words;
    for (const engine::HistoryProgress &one : std::as_const(m_histories)) {
        events += one.events;
        unproven += one.unproven;
        uncounted += one.uncounted;
        if (one.state == State::Failed)
            failed.append(one.request.relay);
        if (!one.words.isEmpty())
            words = one.words;
    }
    setSecondAction({});
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
    else if (uncounted > 0)
        showMessage(Tone::Suspect,
                    text + QLatin1Char(' ') +
                        tr("The relays count %1 more that they did not give.").arg(format::count(uncounted)));
    else if (unproven > 0)
        showMessage(Tone::Suspect,
                    text + QLatin1Char(' ') +
                        tr("%1 seconds of it may have gaps: no relay proved that all came.").arg(unproven));
    else
        showMessage(Tone::Delivered, text);
}

} // namespace dvmdash::ui
