// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/raw_relay.h"

#include "common/measure.h"
#include "nostr/filter.h"
#include "nostr/parser.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QTcpSocket>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <thread>
#include <variant>

namespace dvmdash::bench
{
namespace
{

constexpr int announcementKind = 31990;
constexpr int text = 0x1;
constexpr int closing = 0x8;
constexpr int ping = 0x9;
constexpr int pong = 0xA;
constexpr qint64 chunkBytes = 64 * 1024;
constexpr qint64 mostUnwritten = 1024 * 1024;
constexpr int paceEveryMs = 2;

void tell(const std::string &line)
{
    std::fputs((line + '\n').c_str(), stdout);
    std::fflush(stdout);
}

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// A WebSocket frame of a server (RFC 6455): whole and not masked.
std::string framed(int opcode, const std::string &payload)
{
    std::string frame(1, static_cast<char>(0x80 | opcode));
    const auto appendLength = [&](int bytes) {
        for (int at = bytes - 1; at >= 0; --at)
            frame.push_back(static_cast<char>(payload.size() >> (8 * at) & 0xff));
    };
    if (payload.size() < 126) {
        frame.push_back(static_cast<char>(payload.size()));
    } else if (payload.size() <= 0xffff) {
        frame.push_back(126);
        appendLength(2);
    } else {
        frame.push_back(127);
        appendLength(8);
    }
    return frame + payload;
}

} // namespace

RawRelay::RawRelay(const std::string &path)
{
    std::ifstream file(path);
    nostr::EventParser parser;
    for (std::string line; std::getline(file, line);) {
        auto parsed = parser.parse(line);
        require(parsed.index() == 0, "a line of the relay's file is no event");
        m_lines.push_back({line, std::get<nostr::ParsedEvent>(std::move(parsed)).event});
    }
    connect(&m_server, &QTcpServer::newConnection, this, &RawRelay::takeClient);
    require(m_server.listen(QHostAddress::LocalHost), "no port on loopback");
    m_paceTimer.setTimerType(Qt::PreciseTimer);
    m_paceTimer.setInterval(paceEveryMs);
    connect(&m_paceTimer, &QTimer::timeout, this, &RawRelay::pace);
    tell("port " + std::to_string(m_server.serverPort()));
}

void RawRelay::order(const QString &line)
{
    const QStringList words = line.split(QLatin1Char(' '));
    if (words.first() == QLatin1String("prepare")) {
        prepare();
    } else if (words.first() == QLatin1String("flood")) {
        m_cpuBefore = cpuSeconds();
        m_next = 0;
        m_end = m_frames.size();
        m_flooding = true;
        flood();
    } else if (words.first() == QLatin1String("pace") && words.size() == 4) {
        m_cpuBefore = cpuSeconds();
        m_perSecond = words[1].toInt();
        m_next = m_paceFrom = static_cast<std::size_t>(words[2].toInt());
        m_end = std::min(m_frames.size(), m_next + static_cast<std::size_t>(words[3].toInt()));
        m_paceClock.start();
        m_paceTimer.start();
    }
}

// --- the client --------------------------------------------------------------------------------------------

void RawRelay::takeClient()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        if (m_client && m_open) { // asks for the relay's information: there is none
            socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            continue;
        }
        m_client = socket;
        connect(socket, &QTcpSocket::readyRead, this, &RawRelay::readClient);
        connect(socket, &QTcpSocket::bytesWritten, this, &RawRelay::flood);
    }
}

void RawRelay::readClient()
{
    m_unread += m_client->readAll();
    if (!m_open && !openClient())
        return;
    while (readFrame()) {
    }
}

bool RawRelay::openClient()
{
    const auto end = m_unread.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const QByteArray name = "sec-websocket-key:";
    const auto at = m_unread.toLower().indexOf(name);
    require(at >= 0 && at < end, "the client speaks no WebSocket");
    const auto from = at + name.size();
    const QByteArray key = m_unread.mid(from, m_unread.indexOf('\r', from) - from).trimmed();
    const QByteArray proof =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1);
    m_unread.remove(0, end + 4);
    m_client->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: " +
                    proof.toBase64() + "\r\n\r\n");
    m_open = true;
    return true;
}

/// Takes one whole frame off what was read; false when there is none.
bool RawRelay::readFrame()
{
    const auto byte = [this](qsizetype at) { return static_cast<unsigned char>(m_unread[at]); };
    if (m_unread.size() < 2)
        return false;
    qsizetype head = 2;
    quint64 size = byte(1) & 0x7f;
    const int lengthBytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (m_unread.size() < head + lengthBytes + 4)
        return false;
    if (lengthBytes > 0)
        size = 0;
    for (int i = 0; i < lengthBytes; ++i)
        size = size << 8 | byte(head++);
    const qsizetype mask = head;
    head += 4;
    if (static_cast<quint64>(m_unread.size() - head) < size)
        return false;
    std::string payload(size, '\0');
    for (quint64 i = 0; i < size; ++i)
        payload[i] = static_cast<char>(byte(head + static_cast<qsizetype>(i)) ^ byte(mask + (i & 3)));
    const int opcode = byte(0) & 0x0f;
    m_unread.remove(0, head + static_cast<qsizetype>(size));
    if (opcode == text)
        takeMessage(payload);
    else if (opcode == ping)
        writeFrame(pong, payload);
    else if (opcode == closing)
        writeFrame(closing, payload);
    return true;
}

void RawRelay::writeFrame(int opcode, const std::string &payload)
{
    m_client->write(QByteArray::fromStdString(framed(opcode, payload)));
}

void RawRelay::takeMessage(const std::string &message)
{
    const nostr::ClientMessage read = nostr::parseClientMessage(message);
    const auto *req = std::get_if<nostr::ReqMessage>(&read);
    if (!req)
        return;
    std::erase_if(m_asked, [&](const auto &known) { return known.subscription == req->subscription; });
    m_asked.push_back(*req);
    for (const Line &line : m_lines)
        if (line.event.kind == announcementKind && nostr::matchesAny(req->filters, line.event))
            writeFrame(text, nostr::eventFrame(req->subscription, line.json));
    writeFrame(text, nostr::eoseFrame(req->subscription));
    tell("asked " + req->subscription);
}

// --- what is sent ------------------------------------------------------------------------------------------

void RawRelay::prepare()
{
    m_frames.clear();
    m_indexes.clear();
    for (std::size_t at = 0; at < m_lines.size(); ++at) {
        const Line &line = m_lines[at];
        if (line.event.kind == announcementKind)
            continue;
        const auto asked = std::find_if(m_asked.begin(), m_asked.end(), [&](const auto &req) {
            return nostr::matchesAny(req.filters, line.event);
        });
        if (asked == m_asked.end())
            continue;
        m_frames.push_back(framed(text, nostr::eventFrame(asked->subscription, line.json)));
        m_indexes.push_back(at);
    }
    tell("ready " + std::to_string(m_frames.size()));
}

void RawRelay::flood()
{
    while (m_flooding && m_client->bytesToWrite() < mostUnwritten) {
        QByteArray chunk;
        chunk.reserve(2 * chunkBytes);
        for (; m_next < m_end && chunk.size() < chunkBytes; ++m_next)
            chunk.append(m_frames[m_next].data(), static_cast<qsizetype>(m_frames[m_next].size()));
        if (!chunk.isEmpty())
            m_client->write(chunk);
        else if (m_client->bytesToWrite() == 0)
            finish();
        else
            break;
    }
}

void RawRelay::pace()
{
    const auto due = m_paceFrom + static_cast<std::size_t>(m_paceClock.elapsed() * m_perSecond / 1000);
    std::string told;
    for (; m_next < std::min(due, m_end); ++m_next) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        told += "at " + std::to_string(m_indexes[m_next]) + ' ' +
                std::to_string(std::chrono::nanoseconds(now).count()) + '\n';
        m_client->write(m_frames[m_next].data(), static_cast<qint64>(m_frames[m_next].size()));
        m_client->flush();
    }
    std::fputs(told.c_str(), stdout);
    std::fflush(stdout);
    if (m_next == m_end)
        finish();
}

void RawRelay::finish()
{
    m_flooding = false;
    m_paceTimer.stop();
    tell("sent " + std::to_string(static_cast<std::int64_t>((cpuSeconds() - m_cpuBefore) * 1e6)));
}

int serveFrom(const std::string &path)
{
    RawRelay relay(path);
    // Reading blocks until the one who started this process ends it.
    std::thread reader([&relay] {
        for (std::string line; std::getline(std::cin, line);)
            QMetaObject::invokeMethod(
                &relay, [&relay, order = QString::fromStdString(line)] { relay.order(order); },
                Qt::QueuedConnection);
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    const int code = QCoreApplication::exec();
    reader.join();
    return code;
}

} // namespace dvmdash::bench
