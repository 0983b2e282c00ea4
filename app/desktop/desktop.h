// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"

#include <QString>

#include <memory>

class QApplication;

namespace dvmdash::desktop
{

/// Everything that one run of the desktop program is made of, in the order in which it is built and taken
/// down.
class Desktop
{
public:
    Desktop(QApplication &application, const Options &options);
    ~Desktop();
    Desktop(const Desktop &) = delete;
    Desktop &operator=(const Desktop &) = delete;

    /// Shows the window and stays until it is closed. The exit code: 0 done, 1 failed.
    int run();
    /// What went wrong, for the terminal; may be empty.
    QString errorText() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::desktop
