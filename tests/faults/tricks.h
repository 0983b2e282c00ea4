// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hostile_relay.h"
#include "nostr/event.h"

#include <QByteArray>

#include <vector>

/// What hostile relays do.
namespace dvmdash::test
{

/// A text message as the server writes it (RFC 6455, section 5.2).
QByteArray textFrame(const QByteArray &text);
/// An EVENT message of subscription "jobs".
QByteArray eventText(const nostr::Event &event);
/// The same of an event that may be none.
QByteArray eventText(const QByteArray &event);

/// Sends nothing of its own.
TrickMaker behaves();
/// Each of these once, then nothing.
TrickMaker sendsOnce(std::vector<QByteArray> frames);
/// These over and over, without end.
TrickMaker floodsWith(const std::vector<QByteArray> &frames);

/// Its length is said, and its bytes follow, as many as are taken.
TrickMaker hugeFrame(quint64 bytes);
/// One message in fragments of so many bytes that is never whole.
TrickMaker endlessMessage(int bytesOfFragment);
TrickMaker pingFlood();
TrickMaker invalidUtf8();
/// A message, a byte at a time.
TrickMaker slowDrip(int pause_ms);
TrickMaker breaksMidFrame();
/// Accepts connections and ends them.
TrickMaker reconnectStorm();
TrickMaker saysNoEose(std::vector<QByteArray> frames);

/// Events with the id of these, and other words in them.
std::vector<QByteArray> withForgedContent(const std::vector<nostr::Event> &events);
/// These events, signed wrongly.
std::vector<QByteArray> withForgedSignature(const std::vector<nostr::Event> &events);
/// The event with a member that NIP-01 does not know: nested arrays.
QByteArray deepEvent(const nostr::Event &event, int depth);
/// Nested arrays where a message should be.
QByteArray deepMessage(int depth);

} // namespace dvmdash::test
