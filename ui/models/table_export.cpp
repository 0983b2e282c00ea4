// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_export.h"

#include "ui/models/columns.h"

#include <QAbstractItemModel>
#include <QBuffer>
#include <QDir>
#include <QElapsedTimer>
#include <QSaveFile>

#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 sliceNs = 3'000'000;

/// Empty when the file was written, else what the system said. Runs in the worker.
QString writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    if (file.write(bytes) != bytes.size() || !file.commit())
        return file.errorString();
    return {};
}

} // namespace

/// A model on its way to text.
struct TableExport::Snapshot {
    QPointer<const QAbstractItemModel> model;
    QVector<int> columns;
    QVector<CellKind> kinds;
    CsvOptions options;
    QByteArray header;
    QByteArray body;
    int nextRow = 0;
    int writtenRows = 0;
    int restarts = 0;
    QObject watcher; ///< context of the connections to the model

    QByteArray line(int row) const
    {
        QStringList cells;
        cells.reserve(columns.size());
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const QModelIndex index = model->index(row, columns.at(i));
            const QVariant raw = index.data(RawValueRole);
            cells.append(rawText(raw.isValid() ? raw : index.data(Qt::DisplayRole), kinds.at(i)));
        }
        return csvLine(cells, options);
    }
};

TableExport::TableExport(QObject *parent)
    : QObject(parent)
    , m_chooser(&DialogFileChooser::standard())
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TableExport::readSlice);
}

TableExport::~TableExport()
{
    if (m_worker) {
        m_worker->wait();
        delete m_worker;
    }
}

void TableExport::setFileChooser(FileChooser &chooser)
{
    m_chooser = &chooser;
}

void TableExport::exportModel(QWidget *parent, const QAbstractItemModel &model, const QVector<int> &columns,
                              const QString &suggestedName, const CsvOptions &options)
{
    const QPointer<const QAbstractItemModel> guarded(&model);
    choose(parent, {tr("Export CSV"), suggestedName, tr("Comma-separated values (*.csv)")},
           [this, guarded, columns, options](const QString &) {
               if (guarded)
                   beginModel(*guarded, columns, options);
               else
                   fail(tr("The table was closed before it was written. Nothing was saved."));
           });
}

void TableExport::exportTable(QWidget *parent, const CsvTable &table, const QString &suggestedName,
                              const CsvOptions &options)
{
    choose(parent, {tr("Export CSV"), suggestedName, tr("Comma-separated values (*.csv)")},
           [this, table, options](const QString &) {
               write([table, options] { return csvDocument(table, options); },
                     static_cast<int>(table.rows.size()));
           });
}

void TableExport::exportImage(QWidget *parent, const QImage &image, const QString &suggestedName)
{
    const auto encode = [image] {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return bytes;
    };
    choose(parent, {tr("Save picture"), suggestedName, tr("Picture (*.png)")},
           [this, encode](const QString &) { write(encode, 0); });
}

void TableExport::exportBytes(QWidget *parent, const QByteArray &bytes, const SaveRequest &request)
{
    choose(parent, request, [this, bytes](const QString &) { write([bytes] { return bytes; }, 0); });
}

void TableExport::choose(QWidget *parent, const SaveRequest &request,
                         std::function<void(const QString &)> proceed)
{
    if (m_running) {
        Q_EMIT failed(tr("The export before this one is still being written. Try again when it is done."));
        return;
    }
    m_running = true;
    const QPointer<TableExport> self(this); // the dialog may outlive the table
    m_chooser->chooseSavePath(parent, request, [self, proceed = std::move(proceed)](const QString &path) {
        if (!self)
            return;
        self->m_path = path;
        if (path.isEmpty())
            self->end();
        else
            proceed(path);
    });
}

void TableExport::beginModel(const QAbstractItemModel &model, const QVector<int> &columns,
                             const CsvOptions &options)
{
    m_snapshot = std::make_unique<Snapshot>();
    Snapshot &s = *m_snapshot;
    s.model = &model;
    s.columns = columns;
    s.options = options;
    s.header = csvLine(csvHeader(model, columns), options);
    for (const int column : columns)
        s.kinds.append(cellKind(model, column));

    connect(&model, &QAbstractItemModel::rowsInserted, &s.watcher,
            [&s](const QModelIndex &parent, int first, int last) {
                if (!parent.isValid() && first < s.nextRow)
                    s.nextRow += last - first + 1;
            });
    connect(&model, &QAbstractItemModel::rowsRemoved, &s.watcher,
            [&s](const QModelIndex &parent, int first, int last) {
                if (!parent.isValid() && first < s.nextRow)
                    s.nextRow -= qMin(last + 1, s.nextRow) - first;
            });
    const auto restart = [this] { restartReading(); };
    connect(&model, &QAbstractItemModel::modelReset, &s.watcher, restart);
    connect(&model, &QAbstractItemModel::layoutChanged, &s.watcher, restart);
    connect(&model, &QAbstractItemModel::rowsMoved, &s.watcher, restart);
    m_slices.start();
}

void TableExport::readSlice()
{
    Snapshot &s = *m_snapshot;
    if (!s.model) {
        fail(tr("The table was closed before it was written. Nothing was saved."));
        return;
    }
    QElapsedTimer clock;
    clock.start();
    while (s.nextRow < s.model->rowCount()) {
        s.body += s.line(s.nextRow++);
        ++s.writtenRows;
        if (clock.nsecsElapsed() > sliceNs)
            return;
    }
    m_slices.stop();
    const QByteArray document = s.header + s.body;
    const int rows = s.writtenRows;
    m_snapshot.reset();
    write([document] { return QByteArray(document); }, rows);
}

void TableExport::restartReading()
{
    if (++m_snapshot->restarts > mostRestarts) {
        if (!m_slices.isActive()) // said already
            return;
        // Not from within the model's signal: the connections would be cut under its feet.
        m_slices.stop();
        QMetaObject::invokeMethod(
            this,
            [this] {
                fail(tr("The table was rearranged again and again while it was read. Nothing was saved; "
                        "pause the stream or the sorting, then export again."));
            },
            Qt::QueuedConnection);
        return;
    }
    m_snapshot->nextRow = 0;
    m_snapshot->writtenRows = 0;
    m_snapshot->body.clear();
}

void TableExport::write(std::function<QByteArray()> makeBytes, int rows)
{
    const auto error = std::make_shared<QString>();
    m_worker = QThread::create(
        [error, path = m_path, makeBytes = std::move(makeBytes)] { *error = writeFile(path, makeBytes()); });
    connect(m_worker, &QThread::finished, this, [this, error, rows] {
        m_worker->wait();
        m_worker->deleteLater();
        m_worker = nullptr;
        if (!error->isEmpty()) {
            fail(tr("Could not write %1: %2. Nothing was saved; choose another folder or free some space.")
                     .arg(QDir::toNativeSeparators(m_path), *error));
            return;
        }
        end();
        Q_EMIT finished(m_path, rows);
    });
    m_worker->start();
}

void TableExport::end()
{
    m_slices.stop();
    m_snapshot.reset();
    m_running = false;
}

void TableExport::fail(const QString &message)
{
    end();
    Q_EMIT failed(message);
}

QStringList csvHeader(const QAbstractItemModel &model, const QVector<int> &columns)
{
    QStringList header;
    for (const int column : columns) {
        const QVariant raw = model.headerData(column, Qt::Horizontal, CsvHeaderRole);
        header.append(
            (raw.isValid() ? raw : model.headerData(column, Qt::Horizontal, Qt::DisplayRole)).toString());
    }
    return header;
}

} // namespace dvmdash::ui
