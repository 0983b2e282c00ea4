// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/recorder.h"

#include "store/event_loader.h"
#include "store/store_file.h"

#include <QFile>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace dvmdash::engine
{

namespace
{
constexpr int rowsAtOnce = 1000;
}

struct Recorder::Private {
    Private(const std::string &database, const std::string &path,
            std::function<void(const std::string &)> problem)
        : db(store::openForReading(database))
        , events(db)
        , next(db.prepare("SELECT rid FROM event WHERE rid > ?1 ORDER BY rid LIMIT ?2"))
        , last(db.integer("SELECT coalesce(max(rid), 0) FROM event"))
        , file(QString::fromStdString(path))
        , onProblem(std::move(problem))
    {
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append))
            throw store::Error("Cannot record to " + path + ": " + file.errorString().toStdString() +
                               ". Choose a file in a folder that you may write to");
        thread = std::thread([this] { run(); });
    }

    void run()
    {
        for (;;) {
            bool ending = false;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return woken || finishing; });
                woken = false;
                ending = finishing;
            }
            try {
                while (copySome())
                    ;
            } catch (const std::exception &problem) {
                onProblem(store::unexpected(problem).what());
                return;
            }
            if (ending)
                return;
        }
    }

    /// True when there may be more.
    bool copySome()
    {
        std::vector<store::RowId> rows;
        {
            const store::ResetAtEnd reset(next);
            next.bind(1, last).bind(2, rowsAtOnce);
            while (next.step())
                rows.push_back(next.integer(0));
        }
        QByteArray lines;
        for (const store::RowId rid : rows) {
            const std::string json = nostr::toJson(events.load(rid));
            lines.append(json.data(), static_cast<qsizetype>(json.size())).append('\n');
        }
        if (file.write(lines) != lines.size() || !file.flush())
            throw store::Error("Recording to " + file.fileName().toStdString() + " failed: " +
                               file.errorString().toStdString() + ". What was collected is in the database");
        if (!rows.empty())
            last = rows.back();
        return rows.size() == rowsAtOnce;
    }

    store::Database db;
    store::EventLoader events;
    store::Statement next;
    store::RowId last;
    QFile file;
    std::function<void(const std::string &)> onProblem;
    std::mutex mutex;
    std::condition_variable changed;
    bool woken = false;
    bool finishing = false;
    std::thread thread;
};

Recorder::Recorder(const std::string &database, const std::string &file,
                   std::function<void(const std::string &)> onProblem)
    : d(std::make_unique<Private>(database, file, std::move(onProblem)))
{
}

Recorder::~Recorder()
{
    {
        const std::lock_guard lock(d->mutex);
        d->finishing = true;
    }
    d->changed.notify_one();
    d->thread.join();
}

void Recorder::wake()
{
    {
        const std::lock_guard lock(d->mutex);
        d->woken = true;
    }
    d->changed.notify_one();
}

} // namespace dvmdash::engine
