// SPDX-License-Identifier: GPL-3.0-or-later
#include "tricks.h"

#include <QtEndian>

#include <algorithm>
#include <memory>
#include <utility>

namespace dvmdash::test
{
namespace
{

enum Opcode : unsigned char { Continuation = 0x0, Text = 0x1, Ping = 0x9 };
constexpr unsigned char last = 0x80;
constexpr int chunkBytes = 64 * 1024;

QByteArray header(unsigned char first, quint64 length)
{
    QByteArray bytes(1, static_cast<char>(first));
    if (length < 126) {
        bytes.append(static_cast<char>(length));
    } else if (length <= 0xffff) {
        const quint16 big = qToBigEndian(static_cast<quint16>(length));
        bytes.append(char(126)).append(reinterpret_cast<const char *>(&big), sizeof big);
    } else {
        const quint64 big = qToBigEndian(length);
        bytes.append(char(127)).append(reinterpret_cast<const char *>(&big), sizeof big);
    }
    return bytes;
}

/// Many of it at once, so that making them is no bottleneck.
QByteArray repeated(const QByteArray &bytes)
{
    return bytes.repeated(std::max<qsizetype>(1, chunkBytes / bytes.size()));
}

/// No other message may come in between, as EOSE would.
TrickMaker alone(const TrickMaker &maker)
{
    return [=] {
        Trick trick = maker();
        trick.says_eose = false;
        return trick;
    };
}

/// `first` once, then `then` without end.
TrickMaker withoutEnd(const QByteArray &first, const QByteArray &then)
{
    return [=] {
        Trick trick;
        trick.next = [first, then, begun = false]() mutable {
            return std::exchange(begun, true) || first.isEmpty() ? then : first;
        };
        return trick;
    };
}

} // namespace

QByteArray textFrame(const QByteArray &text)
{
    QByteArray frame = header(last | Text, static_cast<quint64>(text.size()));
    frame.append(text);
    return frame;
}

QByteArray eventText(const QByteArray &event)
{
    QByteArray text = QByteArrayLiteral("[\"EVENT\",\"jobs\",");
    text.append(event).append(']');
    return text;
}

QByteArray eventText(const nostr::Event &event)
{
    return eventText(QByteArray::fromStdString(nostr::toJson(event)));
}

TrickMaker behaves()
{
    return [] { return Trick(); };
}

TrickMaker sendsOnce(std::vector<QByteArray> frames)
{
    const auto shared = std::make_shared<const std::vector<QByteArray>>(std::move(frames));
    return [shared] {
        Trick trick;
        trick.next = [shared, at = std::size_t(0)]() mutable {
            return at < shared->size() ? textFrame((*shared)[at++]) : QByteArray();
        };
        return trick;
    };
}

TrickMaker floodsWith(const std::vector<QByteArray> &frames)
{
    QByteArray all;
    for (const QByteArray &frame : frames)
        all.append(textFrame(frame));
    return withoutEnd({}, repeated(all));
}

TrickMaker hugeFrame(quint64 bytes)
{
    return alone(withoutEnd(header(last | Text, bytes), QByteArray(chunkBytes, 'x')));
}

TrickMaker endlessMessage(int bytesOfFragment)
{
    const QByteArray part(bytesOfFragment, 'x');
    const auto length = static_cast<quint64>(bytesOfFragment);
    QByteArray first = header(Text, length);
    QByteArray then = header(Continuation, length);
    return alone(withoutEnd(first.append(part), repeated(then.append(part))));
}

TrickMaker pingFlood()
{
    return withoutEnd({}, repeated(header(last | Ping, 0)));
}

TrickMaker invalidUtf8()
{
    return sendsOnce({QByteArray("[\"NOTICE\",\"\xc3\x28\"]")});
}

TrickMaker slowDrip(int pause_ms)
{
    return [=] {
        Trick trick;
        trick.says_eose = false;
        trick.pause_ms = pause_ms;
        trick.next = [bytes = textFrame(QByteArray(100'000, 'x')), at = qsizetype(0)]() mutable {
            return bytes.mid(at++, 1);
        };
        return trick;
    };
}

TrickMaker breaksMidFrame()
{
    return [] {
        Trick trick;
        trick.says_eose = false;
        trick.breaks_off = true;
        trick.next = [bytes = textFrame(QByteArray(10'000, 'x')).left(5'000)]() mutable {
            return std::exchange(bytes, QByteArray());
        };
        return trick;
    };
}

TrickMaker reconnectStorm()
{
    return [] {
        Trick trick;
        trick.closes_at_once = true;
        return trick;
    };
}

TrickMaker saysNoEose(std::vector<QByteArray> frames)
{
    return alone(sendsOnce(std::move(frames)));
}

std::vector<QByteArray> withForgedContent(const std::vector<nostr::Event> &events)
{
    std::vector<QByteArray> frames;
    for (nostr::Event event : events) {
        event.content += " forged";
        frames.push_back(eventText(event));
    }
    return frames;
}

std::vector<QByteArray> withForgedSignature(const std::vector<nostr::Event> &events)
{
    std::vector<QByteArray> frames;
    for (nostr::Event event : events) {
        event.sig.data[40] ^= 1;
        frames.push_back(eventText(event));
    }
    return frames;
}

QByteArray deepEvent(const nostr::Event &event, int depth)
{
    QByteArray text = QByteArray::fromStdString(nostr::toJson(event));
    text.chop(1);
    text.append(",\"deep\":").append(QByteArray(depth, '[') + QByteArray(depth, ']')).append('}');
    return eventText(text);
}

QByteArray deepMessage(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

} // namespace dvmdash::test
