// The session with the daemon: who proves what to whom, which frames are accepted, and when the link
// counts as lost.
//
//   down --connect--> greeting --READY--> hello sent --challenge--> proof sent --welcome--> live
//
// The EA obeys nobody who has not proven to know the link token, and nothing of a malformed frame is
// used: a frame is decoded twice, first to check all of it, then to act on it.
#ifndef BACKSTOP_SESSION_MQH
#define BACKSTOP_SESSION_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Sha256Hmac.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/ToDaemon.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/Link.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Commands.mqh>
#include <Backstop/Updates.mqh>

#define EA_VERSION 0x00010000

#define SESSION_DOWN 0
#define SESSION_GREETING 1
#define SESSION_HELLO 2
#define SESSION_PROOF 3
#define SESSION_LIVE 4

#define HANDSHAKE_MS 2000
#define FRAMES_PER_EVENT 128
#define HEARTBEAT_LEAST_MS 50
#define HEARTBEAT_MOST_MS 1000
#define HELLOS_MAX 3
#define REFUSED_NO_SESSION 8
#define REFUSED_WAIT_MS 1000
#define REFUSED_LONG_WAIT_MS 5000

int    g_session = SESSION_DOWN;
string g_session_text = "";              // the daemon's refusal, until a session stands
string g_token = "";
ulong  g_boot_id = 0;
ulong  g_account = 0;
long   g_session_since = 0;
long   g_heard_at = 0;
ulong  g_in_sequence = 0;
long   g_echo = 0;
long   g_heartbeat_ns = SECOND_NS;
ushort g_told_permissions = 0;
long   g_link_timeout_ns = 3000000000;
long   g_beat_at = 0;
ulong  g_nonce_counter = 0;
int    g_hellos = 0;                     // said again since a session last stood
DaemonHeartbeatMessage g_daemon;
FIXED_ARRAY(uchar, g_nonce_mine, 16);
FIXED_ARRAY(uchar, g_nonce_theirs, 16);

// Sixteen bytes that no other handshake has used. MQL5 has no cryptographic random numbers; what is
// needed here is only that a recorded answer does not fit again.
void SessionMakeNonce()
  {
   ByteWriter seed;
   WriterReset(seed);
   g_nonce_counter++;
   PutU64(seed, g_boot_id);
   PutU64(seed, g_nonce_counter);
   PutU64(seed, GetMicrosecondCount());
   PutU64(seed, GetTickCount64());
   PutI64(seed, (long)TimeLocal());
   PutU32(seed, (uint)MathRand());
   PutU32(seed, (uint)MathRand());
   PutRaw(seed, g_token);
   FIXED_ARRAY(uchar, digest, SHA256_SIZE);
   if(!Sha256(seed, digest))
      Say("session", "the terminal cannot hash");
   for(int i = 0; i < 16; i++)
      g_nonce_mine[i] = digest[i];
  }

// A number that differs at every start of the program, never zero.
ulong MakeBootId()
  {
   ByteWriter seed;
   WriterReset(seed);
   PutI64(seed, (long)TimeLocal());
   PutU64(seed, GetMicrosecondCount());
   PutU64(seed, GetTickCount64());
   PutI64(seed, ChartID());
   PutU32(seed, (uint)MathRand());
   PutI64(seed, AccountInfoInteger(ACCOUNT_LOGIN));
   FIXED_ARRAY(uchar, digest, SHA256_SIZE);
   ulong id = 0;
   if(Sha256(seed, digest))
     {
      Cursor cursor;
      CursorOpen(cursor, 0, 8);
      id = GetU64(digest, cursor);
     }
   if(id == 0)
      id = (ulong)TimeLocal() * 1000 + (GetTickCount64() % 1000);
   return id;
  }

string Hex16(const ulong value)
  {
   return StringFormat("%08x%08x", (uint)(value >> 32), (uint)(value & 0xFFFFFFFF));
  }

uchar MarginMode()
  {
   ENUM_ACCOUNT_MARGIN_MODE mode = (ENUM_ACCOUNT_MARGIN_MODE)AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   if(mode == ACCOUNT_MARGIN_MODE_RETAIL_HEDGING)
      return 2;
   if(mode == ACCOUNT_MARGIN_MODE_EXCHANGE)
      return 1;
   return 0;
  }

uchar AccountTradeMode()
  {
   ENUM_ACCOUNT_TRADE_MODE mode = (ENUM_ACCOUNT_TRADE_MODE)AccountInfoInteger(ACCOUNT_TRADE_MODE);
   if(mode == ACCOUNT_TRADE_MODE_DEMO)
      return 0;
   if(mode == ACCOUNT_TRADE_MODE_CONTEST)
      return 1;
   return 2;
  }

// Ends the session with the link.
void SessionDrop(const string reason)
  {
   g_session = SESSION_DOWN;
   LinkDrop(reason);
  }

// Connects when it is time to.
void SessionConnect(const string host, const int port)
  {
   if(g_link_up)
      return;
   g_session = SESSION_DOWN;
   OutboxReset();
   if(!LinkConnect(host, port, "bs-" + Hex16(g_boot_id)))
      return;
   g_session = SESSION_GREETING;
   g_session_since = ClockNow();
   g_heard_at = g_session_since;
   g_hellos = 0;
   g_in_sequence = 0;
   g_echo = 0;
  }

void SessionHello()
  {
   SessionMakeNonce();
   HelloMessage hello;
   ZeroMemory(hello);
   hello.ea_version = EA_VERSION;
   hello.terminal_build = (uint)TerminalInfoInteger(TERMINAL_BUILD);
   hello.boot_id = g_boot_id;
   hello.account = g_account;
   hello.margin_mode = MarginMode();
   hello.trade_mode = AccountTradeMode();
   hello.permissions = Permissions();
   hello.last_epoch = g_highest_epoch;
   for(int i = 0; i < 16; i++)
      hello.nonce[i] = g_nonce_mine[i];
   hello.currency = AccountInfoString(ACCOUNT_CURRENCY);
   hello.server = AccountInfoString(ACCOUNT_SERVER);
   hello.company = AccountInfoString(ACCOUNT_COMPANY);
   EncodeHello(g_body, hello);
   Post(MSG_HELLO);
   g_session = SESSION_HELLO;
  }

// Checks the daemon's proof and answers with the EA's own.
void SessionProve(const ChallengeMessage &challenge)
  {
   ByteWriter text;
   FIXED_ARRAY(uchar, mac, SHA256_SIZE);
   WriterReset(text);
   PutRaw(text, "backstop-daemon");
   PutBytes(text, g_nonce_mine, 0, 16);
   PutBytes(text, challenge.nonce, 0, 16);
   if(!HmacSha256(g_token, text, mac) || !SameBytes(mac, challenge.mac, SHA256_SIZE))
     {
      g_session_text = "the daemon does not know this EA's link token (InpToken)";
      SessionDrop(g_session_text);
      return;
     }
   WriterReset(text);
   PutRaw(text, "backstop-ea");
   PutBytes(text, challenge.nonce, 0, 16);
   PutBytes(text, g_nonce_mine, 0, 16);
   PutU64(text, g_account);
   PutU64(text, g_boot_id);
   if(!HmacSha256(g_token, text, mac))
     {
      SessionDrop("the terminal cannot hash");
      return;
     }
   PutBytes(g_body, mac, 0, SHA256_SIZE);
   Post(MSG_PROOF);
   g_session = SESSION_PROOF;
  }

// Takes a higher epoch for good, before anything it covers is carried out. A lower one never counts.
bool SessionTakeEpoch(const ulong epoch)
  {
   if(epoch <= g_highest_epoch)
      return epoch == g_highest_epoch;
   g_highest_epoch = epoch;
   g_out_epoch = epoch;
   if(!MemorySave())
      Say("memory", "the epoch could not be written");
   return true;
  }

void SessionWelcome(const WelcomeMessage &welcome)
  {
   if(!SessionTakeEpoch(welcome.epoch))
     {
      g_session_text = StringFormat("the daemon's epoch %I64u is older than %I64u: its state was lost or set back", welcome.epoch, g_highest_epoch);
      SessionDrop(g_session_text);
      return;
     }
   OutboxClose();
   g_out_epoch = welcome.epoch;
   long beat_ms = (long)welcome.heartbeat_ms;
   if(beat_ms < HEARTBEAT_LEAST_MS)
      beat_ms = HEARTBEAT_LEAST_MS;
   if(beat_ms > HEARTBEAT_MOST_MS)
      beat_ms = HEARTBEAT_MOST_MS;
   g_heartbeat_ns = beat_ms * MS_NS;
   g_link_timeout_ns = (long)welcome.link_timeout_ms * MS_NS;
   if(g_link_timeout_ns < 2 * g_heartbeat_ns)
      g_link_timeout_ns = 2 * g_heartbeat_ns;
   g_session = SESSION_LIVE;
   g_session_text = "";
   g_hellos = 0;
   g_link_backoff_ms = LINK_BACKOFF_FIRST_MS;
   g_link_text = "live";
   g_beat_at = 0;
   DealsReset();
   UpdatesReset();
   Say("session", "connected to the daemon");
  }

// The daemon has no session with this EA, which says hello again on the same connection.
void SessionAgain()
  {
   g_hellos++;
   if(g_hellos > HELLOS_MAX)
     {
      SessionDrop("the daemon keeps no session with this EA");
      return;
     }
   OutboxReset();
   g_in_sequence = 0;
   g_session_since = ClockNow();
   SessionHello();
  }

void SessionRefused(const RefusedMessage &refused)
  {
   if(refused.reason == REFUSED_NO_SESSION)
     {
      SessionAgain();
      return;
     }
   g_session_text = StringFormat("refused by the daemon (%d): ", (int)refused.reason) + refused.explanation;
   SessionDrop(g_session_text);
   int wait_ms = REFUSED_WAIT_MS;
   if(refused.reason == 1 || refused.reason == 2 || refused.reason == 4 || refused.reason == 6)
      wait_ms = REFUSED_LONG_WAIT_MS;
   g_link_retry_at = ClockNow() + (long)wait_ms * MS_NS;
  }

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
   EncodeHeartbeat(g_body, beat);
   Post(MSG_HEARTBEAT);
   g_slowest_ns = 0;
   g_slowest_call = 0;
  }

#endif
