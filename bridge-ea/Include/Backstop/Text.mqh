// What the EA says in the terminal's log, without flooding it.
//
// A topic's text is printed when it changes, and again only after a minute: a link that fails
// every second is one line a minute.
#ifndef BACKSTOP_TEXT_MQH
#define BACKSTOP_TEXT_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>

#define SAY_TOPICS 16
#define SAY_REPEAT_S 60

struct SaidText
  {
   string            topic;
   string            text;
   long              at;
  };

FIXED_ARRAY(SaidText, g_said, SAY_TOPICS);
int g_said_next = 0;

void Say(const string topic, const string text)
  {
   long now = ClockNow();
   int slot = -1;
   for(int i = 0; i < SAY_TOPICS; i++)
     {
      if(g_said[i].at != 0 && g_said[i].topic == topic)
         slot = i;
     }
   if(slot < 0)
     {
      slot = g_said_next;
      g_said_next = (g_said_next + 1) % SAY_TOPICS;
      g_said[slot].topic = topic;
      g_said[slot].text = "";
      g_said[slot].at = 0;
     }
   bool is_repeat = g_said[slot].at != 0 && g_said[slot].text == text;
   if(is_repeat && now - g_said[slot].at < (long)SAY_REPEAT_S * SECOND_NS)
      return;
   g_said[slot].text = text;
   g_said[slot].at = now;
   Print("Backstop: ", text);
  }

// Points, volume and money units as text for people.
string PointsText(const long points, const int digits)
  {
   return DoubleToString((double)points / MathPow(10.0, (double)digits), digits);
  }

string MoneyText(const long money)
  {
   return DoubleToString((double)money / 100000000.0, 2);
  }

#endif
