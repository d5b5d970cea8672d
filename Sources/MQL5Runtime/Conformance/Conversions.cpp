#include "Case.h"

PROMISE(integerToStringPadsOnTheLeftAndNeverCuts) {
  check.equal(IntegerToString(INT_MAX), "2147483647");
  check.equal(IntegerToString(INT_MAX, 5), "2147483647");
  check.equal(IntegerToString(INT_MAX, 16), "      2147483647");
  check.equal(IntegerToString(INT_MAX, 16, '0'), "0000002147483647");
}

PROMISE(doubleToStringTakesDigitsOrScientificForm) {
  double number = 123.45678901234567;
  check.equal(DoubleToString(number), "123.45678901");
  check.equal(DoubleToString(number, 5), "123.45679");
  check.equal(DoubleToString(number, -5), "1.23457e+02");
  check.equal(DoubleToString(76.671, 8), "76.67100000");
}

PROMISE(normalizeDoubleRoundsToDigits) {
  check.equal(DoubleToString(NormalizeDouble(M_PI, 3), 16), "3.1419999999999999");
  check.equal(DoubleToString(NormalizeDouble(M_PI, 8), 16), "3.1415926499999998");
  check.equal(DoubleToString(NormalizeDouble(M_PI, 0), 16), "3.0000000000000000");
  check.equal(DoubleToString(NormalizeDouble(-1.100127, 5), 8), "-1.10013000");
  check.equal(DoubleToString(NormalizeDouble(2400.126, 2), 8), "2400.13000000");
}

PROMISE(timeToStringCombinesItsFlags) {
  datetime time = 1611874815;  // 2021.01.28 23:00:15
  check.equal(TimeToString(time), "2021.01.28 23:00");
  check.equal(TimeToString(time, TIME_DATE | TIME_SECONDS), "2021.01.28 23:00:15");
  check.equal(TimeToString(time, TIME_DATE), "2021.01.28");
  check.equal(TimeToString(time, TIME_MINUTES), "23:00");
  check.equal(TimeToString(time, TIME_SECONDS), "23:00:15");
}

PROMISE(stringToTimeReadsEveryDocumentedForm) {
  datetime time = 1611874815;
  check.equal(StringToTime("2021.01.28 23:00"), (datetime)(time - 15));
  check.equal(StringToTime("2021.01.28 23:00:15"), time);
  check.equal(StringToTime("20210128 23:00:15"), time);
  check.equal(StringToTime("20210128 230015"), time);
  check.equal(StringToTime("2021/01/28   23:00:15"), time);
  check.equal(StringToTime("2021-01-28 23:00:15"), time);
  check.equal(StringToTime("15/01/2012 01:02:03"), StringToTime("2012.01.15 01:02:03"));
  check.equal((long)StringToTime("2000.10.10"), 971136000L);
}

PROMISE(timeToStructAndBack) {
  MqlDateTime parts = {};
  check.is_true(TimeToStruct(1611874815, parts));
  check.equal(parts.year, 2021);
  check.equal(parts.mon, 1);
  check.equal(parts.day, 28);
  check.equal(parts.hour, 23);
  check.equal(parts.sec, 15);
  check.equal(parts.day_of_week, (int)THURSDAY);
  check.equal(parts.day_of_year, 27);
  check.equal((long)StructToTime(parts), 1611874815L);
}

PROMISE(aDateBeyondTheYear3000IsInvalid) {
  MqlDateTime parts = {};
  check.is_false(TimeToStruct(LONG_MAX, parts));
  check.error(ERR_INVALID_DATETIME);
  check.is_true(TimeToStruct(32535215999, parts));
  check.equal(parts.year, 3000);
}

PROMISE(textToNumbers) {
  check.equal(StringToInteger("-42 lots"), -42L);
  check.equal(StringToInteger("lots"), 0L);
  check.equal(StringToDouble("1.25"), 1.25);
}

PROMISE(stringToCharArrayCountsTheTerminatingZero) {
  ARRAY(uchar, bytes);
  check.equal(StringToCharArray("abc", bytes, 0, -1, CP_UTF8), 4);
  check.equal(ArraySize(bytes), 4);
  check.equal((int)bytes[3], 0);
}

PROMISE(stringToCharArrayWithACountOmitsTheZero) {
  ARRAY(uchar, bytes);
  check.equal(StringToCharArray("abc", bytes, 0, 3, CP_UTF8), 3);
  check.equal(ArraySize(bytes), 3);
}

PROMISE(stringToCharArrayNeverShrinksAndStopsAtAFixedArray) {
  ARRAY(uchar, bytes);
  check.equal(ArrayResize(bytes, 10), 10);
  check.equal(StringToCharArray("ab", bytes, 4, -1, CP_UTF8), 3);
  check.equal(ArraySize(bytes), 10);
  check.equal((int)bytes[4], 97);
  FIXED_ARRAY(uchar, fixed, 5);
  check.equal(StringToCharArray("ABCDEFGH", fixed, 0, -1, CP_UTF8), 5);
}

PROMISE(codePagesDiffer) {
  ARRAY(uchar, utf8);
  ARRAY(uchar, ansi);
  string text = "\xC3\xA9\xE2\x82\xAC";  // e acute and the euro sign
  check.equal(StringToCharArray(text, utf8, 0, -1, CP_UTF8), 6);
  check.equal(StringToCharArray(text, ansi), 3);
  check.equal((int)ansi[1], (int)'?');
  check.equal(CharArrayToString(utf8, 0, -1, CP_UTF8), text);
}

PROMISE(charArrayToStringStopsAtZero) {
  FIXED_ARRAY(uchar, bytes, 6) = {'a', 'b', 0, 'c', 'd', 'e'};
  check.equal(CharArrayToString(bytes, 0, -1, CP_UTF8), "ab");
  check.equal(CharArrayToString(bytes, 3, 2, CP_UTF8), "cd");
}

PROMISE(stringToShortArrayCopiesCodes) {
  ARRAY(ushort, whole);
  FIXED_ARRAY(ushort, text, 5);
  string alphabet = "ABCDE\xD0\x90\xD0\x91\xD0\x92\xD0\x93\xD0\x94";
  check.equal(StringToShortArray(alphabet, whole), 11);
  check.equal((int)whole[5], 1040);
  check.equal((int)whole[10], 0);
  check.equal(StringToShortArray(alphabet, text), 5);
  check.equal(ShortArrayToString(text, 0, 5), "ABCDE");
}

PROMISE(structuresBecomeBytesAndBack) {
  MqlTick tick = {};
  tick.bid = 1.25;
  ARRAY(uchar, bytes);
  check.is_true(StructToCharArray(tick, bytes));
  MqlTick other = {};
  check.is_true(CharArrayToStruct(other, bytes));
  check.equal(other.bid, 1.25);
  check.is_false(CharArrayToStruct(other, bytes, 1));
}

PROMISE(colorsAreBlueGreenRed) {
  check.equal((int)clrRed, 255);
  check.equal((int)clrBlue, 0xFF0000);
  check.equal(ColorToString(clrOrange), "255,165,0");
}
