// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtTest/QTest>

#include <functional>

namespace dvmdash::test
{

/// Puts a test class on the program's list. Use DVMDASH_TEST.
bool registerTest(const char *name, std::function<QObject *()> make);

} // namespace dvmdash::test

/// Registers a QObject test class; ctest runs each class as a test of its own. Stands at the start of a line.
#define DVMDASH_TEST(Class)                                                                                  \
    static const bool registered##Class =                                                                    \
        dvmdash::test::registerTest(#Class, []() -> QObject * { return new Class; });
