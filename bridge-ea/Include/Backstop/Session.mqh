// The session with the daemon: which frames are accepted, what each message does, and when the link counts
// as lost.
//
// Nothing of a malformed frame is used: a frame is decoded twice, first to check all of it, then to act
// on it.
#ifndef BACKSTOP_SESSION_MQH
#define BACKSTOP_SESSION_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/ToDaemon.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/Policy.mqh>
#include <Backstop/Link.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Events.mqh>
#include <Backstop/DealHistory.mqh>
#include <Backstop/MinuteBars.mqh>
#include <Backstop/Commands.mqh>
#include <Backstop/Updates.mqh>
#include <Backstop/Handshake.mqh>

#define HANDSHAKE_MS 2000
#define FRAMES_PER_EVENT 128

ushort g_told_permissions = 0;            // in the last heartbeat
DaemonHeartbeatMessage g_daemon;

// Stores the policy that was just decoded, with its bytes; lifts the local latch if it says so.
void SessionPolicy(const ulong epoch, CONST_ARRAY_REF(uchar, bytes), const int from, const int count, const PolicyMessage &policy)
  {
   if(epoch < g_highest_epoch)
      return;
   g_policy = policy;
   g_has_policy = true;
   WriterReset(g_policy_body);
   PutBytes(g_policy_body, bytes, from, count);
   if(policy.lift_local_latch && g_local_latch != LATCH_NONE)
     {
      g_local_latch = LATCH_NONE;
      g_panel_due = LATCH_NONE;
      Say("latch", "the latch set on the chart was lifted by the daemon");
     }
   if(!MemorySave())
      Say("memory", "the policy could not be written");
  }

void SessionReadBack(const ReadBackRequestMessage &request)
  {
   ReadBackMessage answer;
   CommandReadBack(request, answer);
   EncodeReadBack(g_body, answer);
   Post(MSG_READ_BACK);
  }

// Whether a message of this type may come in this state.
bool SessionExpects(const int type)
  {
   switch(type)
     {
      case MSG_CHALLENGE:
         return g_session == SESSION_HELLO;
      case MSG_WELCOME:
         return g_session == SESSION_PROOF;
      case MSG_REFUSED:
         return g_session >= SESSION_HELLO;
     }
   return g_session == SESSION_LIVE;
  }

// Decodes one message; carries it out if `act`. False if it is malformed.
bool SessionMessage(const int type, const ulong epoch, CONST_ARRAY_REF(uchar, bytes), Cursor &body, const bool act)
  {
   int from = body.position;
   int count = body.end - body.position;
   switch(type)
     {
      case MSG_CHALLENGE:
        {
         ChallengeMessage challenge;
         if(!DecodeChallenge(bytes, body, challenge))
            return false;
         if(act)
            SessionProve(challenge);
         return true;
        }
      case MSG_WELCOME:
        {
         WelcomeMessage welcome;
         if(!DecodeWelcome(bytes, body, welcome))
            return false;
         if(act)
            SessionWelcome(welcome);
         return true;
        }
      case MSG_REFUSED:
        {
         RefusedMessage refused;
         if(!DecodeRefused(bytes, body, refused))
            return false;
         if(act)
            SessionRefused(refused);
         return true;
        }
      case MSG_SNAPSHOT_REQUEST:
        {
         uint snapshot = 0;
         if(!DecodeSnapshotRequest(bytes, body, snapshot))
            return false;
         if(act)
           {
            g_snapshot_due = true;
            g_snapshot_id = snapshot;
           }
         return true;
        }
      case MSG_GUARD_POLICY:
        {
         PolicyMessage policy;
         if(!DecodePolicy(bytes, body, policy))
            return false;
         if(act)
            SessionPolicy(epoch, bytes, from, count, policy);
         return true;
        }
      case MSG_MODIFY_STOP:
        {
         ModifyStopMessage modify;
         if(!DecodeModifyStop(bytes, body, modify))
            return false;
         if(act)
            CommandModify(epoch, modify);
         return true;
        }
      case MSG_CLOSE_POSITION:
        {
         ClosePositionMessage close;
         if(!DecodeClosePosition(bytes, body, close))
            return false;
         if(act)
            CommandClose(epoch, close);
         return true;
        }
      case MSG_READ_BACK_REQUEST:
        {
         ReadBackRequestMessage request;
         if(!DecodeReadBackRequest(bytes, body, request))
            return false;
         if(act)
            SessionReadBack(request);
         return true;
        }
      case MSG_DAEMON_HEARTBEAT:
        {
         DaemonHeartbeatMessage beat;
         if(!DecodeDaemonHeartbeat(bytes, body, beat))
            return false;
         if(act)
            g_daemon = beat;
         return true;
        }
      case MSG_DEAL_HISTORY_REQUEST:
        {
         DealHistoryRequestMessage question;
         if(!DecodeDealHistoryRequest(bytes, body, question))
            return false;
         if(act)
            HistoryAsk(question);
         return true;
        }
      case MSG_MINUTE_BARS_REQUEST:
        {
         MinuteBarsRequestMessage question;
         if(!DecodeMinuteBarsRequest(bytes, body, question))
            return false;
         if(act)
            MinutesAsk(question);
         return true;
        }
      case MSG_ACKNOWLEDGED:
        {
         AcknowledgedMessage kept;
         if(!DecodeAcknowledged(bytes, body, kept))
            return false;
         if(act)
            EventsAcknowledge(kept.boot_id, kept.number);
         return true;
        }
     }
   return false;
  }

// Goes through the messages of a frame. False if one is malformed or the frame does not end where its
// last message ends.
bool SessionMessages(CONST_ARRAY_REF(uchar, bytes), const int from, const int end, const FrameHeader &header, const bool act)
  {
   int at = from + FRAME_HEADER;
   for(int i = 0; i < (int)header.count; i++)
     {
      Cursor body;
      int type = ReadMessageHeader(bytes, at, end, body);
      if(type == 0)
         return false;
      int next = body.end;
      if(act && !SessionExpects(type))
         return false;
      if(!SessionMessage(type, header.epoch, bytes, body, act))
         return false;
      if(act && !g_link_up)
         return true;
      at = next;
     }
   return at == end;
  }

// One frame from the daemon, the range [from, end) of the parser's buffer.
void SessionFrame(const int from, const int end)
  {
   FrameHeader header;
   bool is_good = ReadFrameHeader(g_zmtp.data, from, end - from, header);
   is_good = is_good && SessionMessages(g_zmtp.data, from, end, header, false);
   if(!is_good)
     {
      g_link_malformed++;
      SessionDrop("the daemon sent a malformed frame");
      return;
     }
   bool is_refusal = header.count == 1 && g_zmtp.data[from + FRAME_HEADER] == MSG_REFUSED;
   if(header.sequence != g_in_sequence + 1 && !is_refusal)
     {
      SessionDrop("a frame from the daemon is missing");
      return;
     }
   g_in_sequence = header.sequence;
   g_echo = header.clock;
   g_heard_at = ClockNow();
   if(g_session == SESSION_LIVE && header.epoch > g_highest_epoch)
      SessionTakeEpoch(header.epoch);
   if(!SessionMessages(g_zmtp.data, from, end, header, true))
      SessionDrop("the daemon sent a message out of turn");
  }

// Reads what has arrived and acts on it, a bounded number of frames per event.
void SessionRead()
  {
   if(!g_link_up)
      return;
   LinkRead();
   if(!g_link_up)
      g_session = SESSION_DOWN;
   for(int i = 0; i < FRAMES_PER_EVENT && g_link_up; i++)
     {
      int event = ZmtpNext(g_zmtp);
      if(event == ZMTP_NONE)
         return;
      switch(event)
        {
         case ZMTP_READY:
            SessionHello();
            break;
         case ZMTP_MESSAGE:
            SessionFrame(g_zmtp.from, g_zmtp.end);
            break;
         case ZMTP_PING:
            ZmtpPutPong(g_link_out, g_zmtp);
            break;
         case ZMTP_BROKEN:
            g_link_malformed++;
            SessionDrop(ZmtpReason(g_zmtp.broken));
            return;
        }
     }
  }

// Drops a handshake that takes too long and a daemon that has fallen silent.
void SessionWatch()
  {
   if(!g_link_up)
     {
      g_session = SESSION_DOWN;
      return;
     }
   long now = ClockNow();
   if(g_session != SESSION_LIVE && now - g_session_since > (long)HANDSHAKE_MS * MS_NS)
      SessionDrop("the daemon does not answer the handshake");
   else if(g_session == SESSION_LIVE && now - g_heard_at > g_link_timeout_ns)
      SessionDrop("the daemon is silent");
  }

// The EA's heartbeat, when it is due or when what it may do has changed: the daemon sends nothing until
// it hears that the broker is back.
void SessionBeat()
  {
   long now = ClockNow();
   ushort permissions = Permissions();
   if(now < g_beat_at && permissions == g_told_permissions)
      return;
   g_told_permissions = permissions;
   g_beat_at = now + g_heartbeat_ns;
   HeartbeatMessage beat;
   ZeroMemory(beat);
   beat.permissions = permissions;
   beat.latch = g_local_latch;
   beat.slowest_call = (uchar)g_slowest_call;
   beat.slowest_call_us = (uint)(g_slowest_ns / 1000);
   beat.positions = (uint)g_positions_count;
   beat.checksum = PositionsChecksum();
   beat.ping_us = (uint)TerminalInfoInteger(TERMINAL_PING_LAST);
   beat.queued_bytes = (uint)LinkQueued();
   beat.in_flight = (uint)g_in_flight;
   beat.ticks_merged = g_ticks_merged;
   beat.received = g_in_sequence;
   beat.server_time = ServerTimeMs();
   beat.echo = g_echo;
   beat.events_waiting = (uint)g_events_count;
   beat.events_dropped = g_events_dropped;
   EncodeHeartbeat(g_body, beat);
   Post(MSG_HEARTBEAT);
   g_slowest_ns = 0;
   g_slowest_call = 0;
  }

#endif
