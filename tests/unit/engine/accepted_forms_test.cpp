// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/accepted_forms.h"
#include "support/test_main.h"

using namespace dvmdash;
using engine::AcceptedForms;

namespace
{

using Kept = std::map<std::string, std::string>;

constexpr std::int64_t day = 86'400;
constexpr std::int64_t now = 1'700'000'000;

relay::RelayStatus status(int form, relay::LinkState state = relay::LinkState::Live)
{
    relay::RelayStatus status;
    status.url = QStringLiteral("wss://relay.example");
    status.state = state;
    status.form = form;
    return status;
}

} // namespace

class AcceptedFormsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatARelayTakesIsRememberedForAWeek()
    {
        AcceptedForms forms;
        QVERIFY(!forms.learn(status(0), now)); // as it should be: nothing to remember
        QVERIFY(!forms.learn(status(2, relay::LinkState::Subscribing), now)); // not answered yet
        const auto kept = forms.learn(status(2), now);
        QVERIFY(kept);
        QCOMPARE(kept->key, std::string("relay_form wss://relay.example"));
        QVERIFY(!forms.learn(status(2), now + 5)); // known
        QCOMPARE(forms.at(now).at(status(2).url), 2);

        const AcceptedForms later(Kept{{"wss://relay.example", kept->value}});
        QCOMPARE(later.at(now + 6 * day).at(status(2).url), 2);
        QVERIFY(later.at(now + 7 * day).empty());
    }

    void aRelayThatThoughtBetterOfItIsForgotten()
    {
        AcceptedForms forms(Kept{{"wss://relay.example", "1 1700000000"}});
        const auto kept = forms.learn(status(0), now);
        QVERIFY(kept);
        QVERIFY(kept->value.empty());
        QVERIFY(forms.at(now).empty());
    }

    void nonsenseInTheFileIsNoForm()
    {
        for (const char *text : {"", "x", "1", "0 1700000000", "-3 1700000000", "1 x"})
            QVERIFY2(AcceptedForms(Kept{{"wss://relay.example", text}}).at(now).empty(), text);
    }
};
DVMDASH_TEST(AcceptedFormsTest)

#include "accepted_forms_test.moc"
