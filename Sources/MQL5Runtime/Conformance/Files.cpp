#include "Case.h"

PROMISE(aMissingFileCannotBeOpenedForReading) {
  check.equal(FileOpen("missing.bin", FILE_READ | FILE_BIN), INVALID_HANDLE);
  check.error(ERR_CANNOT_OPEN_FILE);
  check.is_false(FileIsExist("missing.bin"));
  check.error(ERR_FILE_NOT_EXIST);
}

PROMISE(openingWithoutReadOrWriteFails) {
  check.equal(FileOpen("a.bin", FILE_BIN), INVALID_HANDLE);
  check.error(ERR_INVALID_PARAMETER);
}

PROMISE(writingCreatesSubfoldersAndTruncates) {
  int file = FileOpen("one\\two.bin", FILE_WRITE | FILE_BIN);
  check.is_true(file != INVALID_HANDLE);
  check.equal(FileWriteLong(file, 1), 8u);
  FileClose(file);
  file = FileOpen("one\\two.bin", FILE_WRITE | FILE_BIN);
  check.equal(FileSize(file), 0ul);
  FileClose(file);
  check.is_false(FileIsExist("one"));
  check.error(ERR_FILE_IS_DIRECTORY);
}

PROMISE(readAndWriteTogetherKeepsTheContent) {
  int file = FileOpen("both.bin", FILE_READ | FILE_WRITE | FILE_BIN);
  check.equal(FileWriteInteger(file, 7), 4u);
  FileClose(file);
  file = FileOpen("both.bin", FILE_READ | FILE_WRITE | FILE_BIN);
  check.equal(FileSize(file), 4ul);
  check.equal(FileReadInteger(file), 7);
  check.equal(FileWriteInteger(file, 8), 4u);
  check.is_true(FileSeek(file, 0, SEEK_SET));
  check.equal(FileReadInteger(file), 7);
  check.equal(FileReadInteger(file), 8);
  check.is_true(FileIsEnding(file));
  FileClose(file);
}

PROMISE(numbersComeBackAsWritten) {
  int file = FileOpen("numbers.bin", FILE_READ | FILE_WRITE | FILE_BIN);
  check.equal(FileWriteLong(file, LONG_MIN), 8u);
  check.equal(FileWriteDouble(file, -1.25), 8u);
  check.equal(FileWriteInteger(file, -1, 2), 2u);
  check.equal(FileTell(file), 18ul);
  FileSeek(file, 0, SEEK_SET);
  check.equal(FileReadLong(file), LONG_MIN);
  check.equal(FileReadDouble(file), -1.25);
  check.equal(FileReadInteger(file, 2), 65535);
  FileClose(file);
}

PROMISE(arraysAndStructuresComeBackAsWritten) {
  FIXED_ARRAY(ushort, numbers, 3) = {1, 2, 60000};
  ARRAY(ushort, back);
  MqlTick tick = {};
  tick.ask = 1.5;
  int file = FileOpen("arrays.bin", FILE_READ | FILE_WRITE | FILE_BIN);
  check.equal(FileWriteArray(file, numbers), 3u);
  FileSeek(file, 0, SEEK_SET);
  check.equal(FileReadArray(file, back), 3u);
  check.equal((int)back[2], 60000);
  check.equal(FileWriteStruct(file, tick), (uint)sizeof(MqlTick));
  FileSeek(file, 6, SEEK_SET);
  MqlTick other = {};
  check.equal(FileReadStruct(file, other), (uint)sizeof(MqlTick));
  check.equal(other.ask, 1.5);
  FileClose(file);
}

PROMISE(aBinaryStringNeedsItsLength) {
  int file = FileOpen("text.bin", FILE_READ | FILE_WRITE | FILE_BIN | FILE_ANSI);
  check.equal(FileWriteString(file, "EURUSD"), 6u);
  FileSeek(file, 0, SEEK_SET);
  check.equal(FileReadString(file), "");
  check.error(ERR_FILE_BINSTRINGSIZE);
  check.equal(FileReadString(file, 3), "EUR");
  FileClose(file);
}

PROMISE(textIsReadByLineAndUnicodeByDefault) {
  int file = FileOpen("lines.txt", FILE_WRITE | FILE_TXT);
  check.equal(FileWriteString(file, "ab\r\ncd\r\n"), 16u);
  FileClose(file);
  file = FileOpen("lines.txt", FILE_READ | FILE_TXT | FILE_ANSI);
  check.equal(FileReadString(file), "ab");
  check.equal(FileReadString(file), "cd");
  check.is_true(FileIsEnding(file));
  FileClose(file);
}

PROMISE(csvIsSplitAtItsDelimiter) {
  int file = FileOpen("table.csv", FILE_READ | FILE_WRITE | FILE_CSV | FILE_ANSI, ';');
  check.equal(FileWrite(file, "EURUSD", 5, 1.5), 14u);
  FileSeek(file, 0, SEEK_SET);
  check.equal(FileReadString(file), "EURUSD");
  check.is_false(FileIsLineEnding(file));
  check.equal(FileReadNumber(file), 5.0);
  check.equal(FileReadNumber(file), 1.5);
  check.is_true(FileIsLineEnding(file));
  FileClose(file);
}

PROMISE(readOnlyFilesRefuseWritesAndTheOtherWayRound) {
  int file = FileOpen("mode.bin", FILE_WRITE | FILE_BIN);
  check.equal(FileReadInteger(file), 0);
  check.error(ERR_FILE_NOTTOREAD);
  FileClose(file);
  file = FileOpen("mode.bin", FILE_READ | FILE_BIN);
  check.equal(FileWriteInteger(file, 1), 0u);
  check.error(ERR_FILE_NOTTOWRITE);
  FileClose(file);
}

PROMISE(aClosedHandleIsInvalid) {
  int file = FileOpen("closed.bin", FILE_WRITE | FILE_BIN);
  FileClose(file);
  check.equal(FileWriteInteger(file, 1), 0u);
  check.error(ERR_INVALID_FILEHANDLE);
}

PROMISE(theSandboxIsNotLeft) {
  check.equal(FileOpen("..\\outside.bin", FILE_WRITE | FILE_BIN), INVALID_HANDLE);
  check.error(ERR_WRONG_FILENAME);
  check.equal(FileOpen("/tmp/outside.bin", FILE_WRITE | FILE_BIN), INVALID_HANDLE);
  check.equal(FileOpen("C:\\outside.bin", FILE_WRITE | FILE_BIN), INVALID_HANDLE);
}

PROMISE(theCommonFolderIsAnotherPlace) {
  int file = FileOpen("shared.bin", FILE_WRITE | FILE_BIN | FILE_COMMON);
  FileClose(file);
  check.is_false(FileIsExist("shared.bin"));
  check.is_true(FileIsExist("shared.bin", FILE_COMMON));
}

PROMISE(moveAndDelete) {
  FileClose(FileOpen("from.bin", FILE_WRITE | FILE_BIN));
  FileClose(FileOpen("to.bin", FILE_WRITE | FILE_BIN));
  check.is_false(FileMove("from.bin", 0, "to.bin", 0));
  check.error(ERR_FILE_CANNOT_REWRITE);
  check.is_true(FileMove("from.bin", 0, "to.bin", FILE_REWRITE));
  check.is_false(FileIsExist("from.bin"));
  check.is_true(FileDelete("to.bin"));
  check.is_false(FileDelete("to.bin"));
}

PROMISE(aFileOpenWithoutSharingIsLocked) {
  int first = FileOpen("locked.bin", FILE_WRITE | FILE_BIN);
  check.equal(FileOpen("locked.bin", FILE_READ | FILE_BIN), INVALID_HANDLE);
  check.error(ERR_CANNOT_OPEN_FILE);
  check.is_false(FileDelete("locked.bin"));
  FileClose(first);
}

PROMISE(atMost64FilesAreOpen) {
  int last = 0;
  for (int i = 0; i < 65; i++) last = FileOpen("many" + IntegerToString(i), FILE_WRITE | FILE_BIN);
  check.equal(last, INVALID_HANDLE);
  check.error(ERR_TOO_MANY_FILES);
}

PROMISE(filesAreFoundByPattern) {
  FileClose(FileOpen("find\\a.bin", FILE_WRITE | FILE_BIN));
  FileClose(FileOpen("find\\b.bin", FILE_WRITE | FILE_BIN));
  FileClose(FileOpen("find\\c.txt", FILE_WRITE | FILE_BIN));
  string name;
  long search = FileFindFirst("find\\*.bin", name);
  check.equal(name, "a.bin");
  check.is_true(FileFindNext(search, name));
  check.equal(name, "b.bin");
  check.is_false(FileFindNext(search, name));
  FileFindClose(search);
  check.equal(FileFindFirst("find\\*.zip", name), (long)INVALID_HANDLE);
}

PROMISE(seekingBeforeTheBeginningGoesToTheBeginning) {
  int file = FileOpen("seek.bin", FILE_WRITE | FILE_BIN);
  FileWriteInteger(file, 1);
  check.is_true(FileSeek(file, -100, SEEK_CUR));
  check.equal(FileTell(file), 0ul);
  FileClose(file);
}
