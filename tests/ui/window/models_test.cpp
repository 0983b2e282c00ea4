// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/row_model.h"
#include "ui/overview/failures_model.h"
#include "ui/relays/relay_words.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <algorithm>
#include <numeric>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

struct Pair {
    int id = 0;
    int value = 0;
    int key() const { return id; }
    bool operator==(const Pair &) const = default;
};

class PairModel : public RowModel<Pair>
{
public:
    PairModel()
        : RowModel({{QStringLiteral("id"), QStringLiteral("Id"), CellKind::Number},
                    {QStringLiteral("value"), QStringLiteral("Value"), CellKind::Number}})
    {
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || role != Qt::DisplayRole)
            return {};
        return index.column() == 0 ? row(index.row()).id : row(index.row()).value;
    }
    QString print() const
    {
        QString text;
        for (const Pair &pair : rows())
            text += QStringLiteral("%1:%2 ").arg(pair.id).arg(pair.value);
        return text.trimmed();
    }
};

} // namespace

class WindowModelsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsAreReplacedStepByStep();
    void unchangedRowsAreLeftAlone();
    void selectionFollowsItsRow();
    void randomLists();
    void failuresSayWhatHappened();
    void softwareWords_data();
    void softwareWords();
};

void WindowModelsTest::rowsAreReplacedStepByStep()
{
    PairModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{1, 10}, {2, 20}, {3, 30}});
    QCOMPARE(model.print(), QStringLiteral("1:10 2:20 3:30"));
    model.setRows({{4, 40}, {1, 10}, {3, 31}});
    QCOMPARE(model.print(), QStringLiteral("4:40 1:10 3:31"));
    model.setRows({{3, 31}, {4, 40}, {1, 10}});
    QCOMPARE(model.print(), QStringLiteral("3:31 4:40 1:10"));
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void WindowModelsTest::unchangedRowsAreLeftAlone()
{
    PairModel model;
    model.setRows({{1, 10}, {2, 20}, {3, 30}});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setRows({{1, 10}, {2, 21}, {3, 30}});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.front().at(0).toModelIndex().row(), 1);
    QCOMPARE(reset.count() + inserted.count(), 0);
    model.setRows({{0, 1}, {1, 10}, {2, 21}, {3, 30}});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(inserted.count(), 1);
}

void WindowModelsTest::selectionFollowsItsRow()
{
    PairModel model;
    model.setRows({{1, 10}, {2, 20}});
    const QPersistentModelIndex second(model.index(1, 0));
    model.setRows({{9, 90}, {8, 80}, {1, 10}, {2, 22}});
    QCOMPARE(second.row(), 3);
}

void WindowModelsTest::randomLists()
{
    PairModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QRandomGenerator random(4711);
    for (int round = 0; round < 200; ++round) {
        std::vector<Pair> wanted;
        std::vector<int> ids(12);
        std::iota(ids.begin(), ids.end(), 0);
        std::shuffle(ids.begin(), ids.end(), random);
        ids.resize(random.bounded(12u));
        for (const int id : ids)
            wanted.push_back({id, random.bounded(3)});
        model.setRows(wanted);
        QVERIFY(model.rows() == wanted);
    }
}

void WindowModelsTest::failuresSayWhatHappened()
{
    test::WindowFixture fixture;
    fixture.open();
    NameBook names(fixture.engine());
    FailuresModel model(names, fixture.theme());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    engine::JobRow silent;
    silent.request.data[0] = 1;
    silent.kind = 5001;
    silent.state = dvm::State::Ignored;
    silent.targeted = 1;
    silent.created_at = 1'700'000'000;
    engine::JobRow failed = silent;
    failed.request.data[0] = 2;
    failed.state = dvm::State::Failed;
    nostr::PublicKey first;
    first.data[5] = 7;
    nostr::PublicKey second;
    second.data[5] = 8;
    failed.dvms = {first, second};
    model.setJobs({failed, silent});

    QCOMPARE(model.data(model.index(0, FailuresModel::State), Qt::DisplayRole).toString(),
             QStringLiteral("failed"));
    QCOMPARE(model.data(model.index(0, FailuresModel::State), ToneRole).toInt(),
             static_cast<int>(Tone::Failed));
    QCOMPARE(model.data(model.index(1, FailuresModel::State), RawValueRole).toString(),
             QStringLiteral("IGNORED"));
    QVERIFY(model.data(model.index(0, FailuresModel::Dvm), Qt::DisplayRole)
                .toString()
                .contains(names.name(first)));
    QCOMPARE(model.data(model.index(0, FailuresModel::Dvm), RawValueRole).toString(),
             QString::fromStdString(first.hex()));
    QVERIFY(!model.data(model.index(1, FailuresModel::Dvm), Qt::DisplayRole).toString().isEmpty());
    QCOMPARE(model.data(model.index(1, FailuresModel::Kind), RawValueRole).toInt(), 5001);
    QCOMPARE(model.data(model.index(1, FailuresModel::Request), RawValueRole).toString(),
             QString::fromStdString(silent.request.hex()));
}

void WindowModelsTest::softwareWords_data()
{
    QTest::addColumn<QString>("software");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *software, const char *version, const char *words) {
        QTest::newRow(software) << QString::fromLatin1(software) << QString::fromLatin1(version)
                                << QString::fromLatin1(words);
    };
    row("git+https://github.com/hoytech/strfry.git", "1.0.4", "strfry 1.0.4");
    row("https://git.example/nostr-rs-relay", "0.9.0", "nostr-rs-relay 0.9.0");
    row("plain", "", "plain");
    row("", "2", "2");
    row("https://example.org/", "", "https://example.org/");
}

void WindowModelsTest::softwareWords()
{
    QFETCH(const QString, software);
    QFETCH(const QString, version);
    relay::RelayInformation information;
    information.software = software;
    information.version = version;
    QTEST(ui::softwareWords(information), "words");
}

DVMDASH_TEST(WindowModelsTest)
#include "models_test.moc"
