#include "mql5_runtime.h"
#include <cstring>

void mql_text_set(char* field, size_t capacity, const char* text) {
  if (capacity == 0) return;
  size_t length = text ? strlen(text) : 0;
  if (length >= capacity) {
    length = capacity - 1;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) length--;
  }
  if (length > 0) memcpy(field, text, length);
  field[length] = 0;
}
