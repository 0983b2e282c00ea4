// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/profile_card.h"

#include "ui/boards/board_columns.h"
#include "ui/relays/fact_grid.h"
#include "ui/relays/lookup_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

/// A profile changes seldom.
constexpr int profileGapMs = 5'000;
constexpr int tickMs = 1'000;
constexpr qsizetype longestAbout = 300;
constexpr qsizetype longestFact = 80;

Fact textFact(const QString &name, const std::string &text)
{
    const QString whole = QString::fromStdString(text);
    return {name, safeText(whole, LineBreaks::Inline, longestFact), safeToolTip(whole)};
}

Fact timeFact(const QString &name, std::int64_t seconds, qint64 nowMs)
{
    if (seconds <= 0)
        return {name, ProfileCard::tr("never seen")};
    return {name, format::relativeTime(seconds * 1000, nowMs), momentToolTip(seconds * 1000)};
}

QString yesOrNo(const std::optional<bool> &said)
{
    return !said ? QString() : *said ? ProfileCard::tr("says yes") : ProfileCard::tr("says no");
}

} // namespace

ProfileCard::ProfileCard(const PageContext &context, QWidget *parent)
    : Card(tr("Profile"), parent)
    , m_engine(context.engine)
    , m_feed(
          context.engine, context.window,
          [this](const engine::TimeWindow &) {
              return m_dvm ? std::optional(engine::ProfileQuestion{*m_dvm}) : std::nullopt;
          },
          nullptr, profileGapMs)
    , m_about(new QLabel)
    , m_facts(new FactGrid(tr("What it says of itself")))
    , m_times(new FactGrid(tr("Last heard of")))
{
    const Theme &theme = Theme::of(this);
    setNote(tr("as claimed; marked where it was checked"));
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addWidget(m_about);
    layout->addWidget(m_times);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setContent(content);
    connect(&m_feed, &FeedBase::answered, this, &ProfileCard::showFacts);
    m_tick.setInterval(tickMs);
    m_tick.setTimerType(Qt::CoarseTimer);
    connect(&m_tick, &QTimer::timeout, this, &ProfileCard::showTimes);
    showFacts();
}

void ProfileCard::setDvm(const nostr::PublicKey &dvm)
{
    m_dvm = dvm;
    m_row = {};
    m_feed.beginAnew();
    showFacts();
}

void ProfileCard::setRow(const metrics::DvmRow &row)
{
    m_row = row;
    showTimes();
}

/// An address, marked by what its domain answered.
Fact ProfileCard::addressFact(const QString &name, const std::string &address, lookup::What what)
{
    Fact fact = textFact(name, address);
    const bool isAllowed = m_engine.lookups().allows(what);
    const auto mark = m_feed.latest()
                          ? lookupMark(m_feed.latest()->findings, what, address, isAllowed, format::nowMs())
                          : std::nullopt;
    if (mark)
        fact.mark = Fact::Mark{mark->tone, mark->word, mark->toolTip};
    return fact;
}

void ProfileCard::showFacts()
{
    const dvm::Profile profile = m_feed.latest() ? m_feed.latest()->profile : dvm::Profile();
    const QString about = QString::fromStdString(profile.about);
    const QString shown = safeText(about, LineBreaks::Inline, longestAbout);
    m_about->setText(!shown.isEmpty()  ? shown
                     : m_feed.latest() ? tr("It says nothing of itself.")
                                       : QString());
    m_about->setToolTip(about.size() > longestAbout ? safeToolTip(about) : QString());
    QVector<Fact> facts{
        textFact(tr("Price"), profile.price),
        addressFact(tr("NIP-05"), profile.nip05, lookup::What::Nip05),
        addressFact(tr("Lightning"), profile.lud16.empty() ? profile.lud06 : profile.lud16,
                    lookup::What::Lnurl),
    };
    if (!profile.kinds.empty())
        facts.append({tr("Offers"), kindListCell(profile.kinds, RawValueRole).toString(),
                      safeToolTip(kindLines(profile.kinds))});
    facts.append({tr("Encryption"), yesOrNo(profile.encryption)});
    facts.append({tr("Nutzaps"), yesOrNo(profile.nutzaps)});
    if (!profile.picture.empty())
        facts.append(
            {tr("Picture"), tr("not fetched"), safeToolTip(QString::fromStdString(profile.picture))});
    m_facts->setFacts(facts);
    bool hasFacts = false;
    for (const Fact &fact : std::as_const(facts))
        hasFacts = hasFacts || !fact.value.isEmpty();
    m_facts->setVisible(hasFacts);
    showTimes();
}

void ProfileCard::showTimes()
{
    const qint64 now = format::nowMs();
    QVector<Fact> facts;
    // Until the answer is there it is not known that there is none.
    if (m_feed.latest()) {
        facts.append(timeFact(tr("Announcement"), m_feed.latest()->profile.announced_at, now));
        facts.append(timeFact(tr("Heartbeat"), m_feed.latest()->last_heartbeat_at, now));
    }
    facts.append(timeFact(tr("Response"), m_row.last_seen_at, now));
    facts.append(timeFact(tr("Finished job"), m_row.last_completed_at, now));
    facts.append(timeFact(tr("First response"), m_row.first_seen_at, now));
    m_times->setFacts(facts);
}

void ProfileCard::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    m_tick.start();
    showTimes();
}

void ProfileCard::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    Card::hideEvent(event);
}

} // namespace dvmdash::ui
