// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dvmdash::ui
{

class DataTable;

/// Keeps the table as high as its rows: at least `least` of them (what an empty table needs to say why it
/// is), at most `most`, from where it scrolls. After setModel().
void fitRows(DataTable &table, int least, int most);

} // namespace dvmdash::ui
