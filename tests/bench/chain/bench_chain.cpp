// SPDX-License-Identifier: GPL-3.0-or-later
// How long the graph of a large chain takes to draw itself, as a reader pans over it and zooms: frame after
// frame at several zooms, with and without what a comparison says on the boxes. In milliseconds: median, 99th
// percentile and slowest; 60 frames a second leave 16.7.
//
//     bench_chain [JOBS [FRAMES]]
#include "ui/chain/chain_graph.h"
#include "ui/chain/scratch_chain.h"
#include "ui/pages/page_fixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace dvmdash;

namespace
{

constexpr int kinds = 12;
constexpr int nearest = 40; ///< an input is one of so many jobs before

/// Each job takes one to three of the forty before it; some fail, and what comes after them too.
test::ScratchChain largeChain(int jobs)
{
    std::mt19937 random(7);
    test::ScratchChain chain;
    for (int job = 1; job <= jobs; ++job) {
        std::vector<int> inputs;
        for (unsigned input = 0; job > 1 && input <= random() % 3; ++input)
            inputs.push_back(std::max(1, job - 1 - static_cast<int>(random() % nearest)));
        test::ScratchChain::More more;
        more.kind = 5000 + static_cast<int>(random() % kinds);
        more.dvm = 1 + static_cast<int>(random() % kinds);
        chain.job(job, random() % 20 == 0 ? dvm::State::Failed : dvm::State::Delivered, inputs, more);
    }
    return chain;
}

ui::JobMarks marksFor(int jobs)
{
    ui::JobMarks marks;
    for (int job = 1; job <= jobs; job += 3)
        marks[test::idOf(job)] = {QStringLiteral("slower by 4 s"), ui::Icon::Clock, ui::Tone::Stalled};
    return marks;
}

void wheel(QWidget &widget, QPoint pixels, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPointF middle = QRectF(widget.rect()).center();
    QWheelEvent event(middle, widget.mapToGlobal(middle), pixels, pixels, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

/// Milliseconds of each frame, sorted: the view is moved and draws itself.
std::vector<double> pan(ui::GraphView &view, int frames)
{
    QImage screen(view.size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> times;
    for (int frame = 0; frame < frames; ++frame) {
        const int turn = frame / 20 % 4;
        const QPoint step = turn == 0   ? QPoint(-24, 0)
                            : turn == 1 ? QPoint(0, -24)
                            : turn == 2 ? QPoint(24, 0)
                                        : QPoint(0, 24);
        QElapsedTimer timer;
        timer.start();
        wheel(view, step);
        view.render(&screen);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return times;
}

void print(const char *what, double zoom, const std::vector<double> &times)
{
    std::printf("%-34s %5.2f %8.2f %8.2f %8.2f\n", what, zoom, times[times.size() / 2],
                times[times.size() * 99 / 100], times.back());
    std::fflush(stdout);
}

void measure(ui::ChainGraph &graph, const char *what, int frames)
{
    ui::GraphView &view = graph.view();
    view.fit();
    print(what, view.zoom(), pan(view, frames));
    for (const double zoom : {ui::readableZoom * 1.02, 1.0}) {
        while (view.zoom() < zoom)
            view.zoomBy(std::min(zoom / view.zoom(), ui::GraphView::zoomStep));
        print(what, view.zoom(), pan(view, frames));
    }
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const int jobs = argc > 1 ? std::max(std::atoi(argv[1]), 10) : 2'000;
    const int frames = argc > 2 ? std::max(std::atoi(argv[2]), 10) : 300;
    test::PageFixture fixture;
    ui::ChainGraph graph(fixture.context());
    graph.resize(1440, 900);
    graph.show();
    QElapsedTimer timer;
    timer.start();
    graph.setAnswer(largeChain(jobs).ask(jobs));
    if (!QTest::qWaitFor(
            [&] {
                return graph.view().boxAt(QRectF(graph.view().rect()).center()) || graph.view().zoom() != 1;
            },
            20'000))
        return 1;
    std::printf("%d jobs, shown after %lld ms; frames of %d x %d\n", jobs,
                static_cast<long long>(timer.elapsed()), graph.view().width(), graph.view().height());
    std::printf("%-34s %5s %8s %8s %8s\n", "ms a frame", "zoom", "median", "p99", "slowest");
    measure(graph, "panned", frames);
    graph.setMarks(marksFor(jobs));
    QTest::qWait(1'000);
    measure(graph, "with the marks of a comparison", frames);
    graph.showRoot();
    QTest::qWait(100);
    measure(graph, "and the critical path", frames);
    return 0;
}
