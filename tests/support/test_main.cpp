// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"

#include <QApplication>
#include <QStandardPaths>
#include <QStringList>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace
{

struct Registration {
    std::string name;
    std::function<QObject *()> make;
};

std::vector<Registration> &registrations()
{
    static std::vector<Registration> list;
    return list;
}

} // namespace

namespace dvmdash::test
{

bool registerTest(const char *name, std::function<QObject *()> make)
{
    registrations().push_back({name, std::move(make)});
    return true;
}

} // namespace dvmdash::test

/// Runs all registered classes, or with `--class NAME` that one. Further arguments go to Qt Test.
int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);

    QStringList arguments = app.arguments();
    std::string only;
    if (const auto at = arguments.indexOf(QStringLiteral("--class")); at > 0 && at + 1 < arguments.size()) {
        only = arguments.at(at + 1).toStdString();
        arguments.remove(at, 2);
    }
    int failures = 0;
    int ran = 0;
    for (const auto &[name, make] : registrations()) {
        if (!only.empty() && name != only)
            continue;
        ++ran;
        const std::unique_ptr<QObject> test(make());
        failures += QTest::qExec(test.get(), arguments);
    }
    if (ran == 0) {
        std::fprintf(stderr, "no test class '%s' in this program\n", only.c_str());
        return 1;
    }
    return failures == 0 ? 0 : 1;
}
