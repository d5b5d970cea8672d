// Gathers messages into frames: several messages of one event share a frame, as long as they fit.
//
// A message is written into g_body and then posted; a frame leaves for the link when it is full or
// when the event ends.
#ifndef BACKSTOP_OUTBOX_MQH
#define BACKSTOP_OUTBOX_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/Link.mqh>

ByteWriter g_body;
ByteWriter g_frame;
int        g_frame_messages = 0;
ulong      g_out_sequence = 0;
ulong      g_out_epoch = 0;

void OutboxReset()
  {
   g_frame_messages = 0;
   g_out_sequence = 0;
   g_out_epoch = 0;
   WriterReset(g_body);
   WriterReset(g_frame);
  }

void OutboxClose()
  {
   if(g_frame_messages == 0)
      return;
   g_out_sequence++;
   FrameFinish(g_frame, g_frame_messages, g_out_epoch, g_out_sequence, ClockNow());
   LinkPutMessage(g_frame);
   g_frame_messages = 0;
  }

// Posts g_body as a message of this type and empties it.
void Post(const int type)
  {
   bool is_full = g_frame_messages == FRAME_MESSAGES_MAX || g_frame.length + MESSAGE_HEADER + g_body.length > FRAME_MAX;
   if(g_frame_messages > 0 && is_full)
      OutboxClose();
   if(g_frame_messages == 0)
      FrameOpen(g_frame);
   FrameAppend(g_frame, type, g_body);
   g_frame_messages++;
   WriterReset(g_body);
  }

#endif
