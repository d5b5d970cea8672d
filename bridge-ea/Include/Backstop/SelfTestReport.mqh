// The self test's report: one line a fact, in the log and in a file.
#ifndef BACKSTOP_SELFTESTREPORT_MQH
#define BACKSTOP_SELFTESTREPORT_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Memory.mqh>

#define REPORT_FILE "Backstop-selftest.txt"

ByteWriter g_report;

void ReportLine(const string text)
  {
   Print(text);
   PutRaw(g_report, text);
   PutRaw(g_report, "\r\n");
  }

void ReportOpen()
  {
   WriterReset(g_report);
   ReportLine("Backstop self test");
  }

// What was found.
void ReportFact(const string topic, const string text)
  {
   ReportLine("FACT  " + topic + ": " + text);
  }

// What the EA relies on, and whether it holds.
void ReportCheck(const string topic, const bool holds, const string text)
  {
   if(holds)
      ReportLine("OK    " + topic + ": " + text);
   else
      ReportLine("WRONG " + topic + ": " + text);
  }

// What could not be tried here.
void ReportOpenQuestion(const string topic, const string text)
  {
   ReportLine("OPEN  " + topic + ": " + text);
  }

bool ReportClose()
  {
   return FileReplace(REPORT_FILE, g_report);
  }

// Nanoseconds as microseconds for people.
string MicrosText(const long ns)
  {
   return StringFormat("%I64d us", ns / 1000);
  }

#endif
