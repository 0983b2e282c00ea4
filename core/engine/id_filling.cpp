// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/id_filling.h"

#include "ingest/this_thread.h"
#include "store/store_file.h"

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t mostEvents = 2'000'000;
constexpr std::size_t leastExpected = 500'000;

} // namespace

std::unique_ptr<IdFilling> IdFilling::forFile(std::int64_t events)
{
    if (events > mostEvents)
        return nullptr;
    return std::unique_ptr<IdFilling>(
        new IdFilling(std::max(leastExpected, 2 * static_cast<std::size_t>(events))));
}

IdFilling::IdFilling(std::size_t expected)
    : stored(std::make_shared<store::IdFilter>(expected, false))
    , named(std::make_shared<store::IdFilter>(expected, false))
{
}

IdFilling::~IdFilling()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void IdFilling::start(const std::string &database)
{
    m_thread = std::thread([this, database] {
        ingest::nameThisThread("ids");
        try {
            store::Database db = store::openForReading(database);
            db.setStopFlag(&m_stop);
            stored->addStored(db);
            named->addNamed(db);
        } catch (const std::exception &) {
            // The filters stay of no use. What is wrong with the file, those say who need it.
        }
    });
}

} // namespace dvmdash::engine
