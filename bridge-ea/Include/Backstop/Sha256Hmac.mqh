// HMAC-SHA256 (RFC 2104) over the terminal's own SHA-256: MQL5 has the hash, but not the code
// that proves knowledge of a secret with it.
#ifndef BACKSTOP_SHA256HMAC_MQH
#define BACKSTOP_SHA256HMAC_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>

#define SHA256_SIZE 32
#define SHA256_BLOCK 64

// False if the terminal could not hash; `digest` then has no meaning.
bool Sha256(const ByteWriter &message, ARRAY_REF(uchar, digest))
  {
   ARRAY(uchar, exact);
   ARRAY(uchar, no_key);
   ARRAY(uchar, hashed);
   if(message.failed || ArrayResize(exact, message.length) != message.length)
      return false;
   for(int i = 0; i < message.length; i++)
      exact[i] = message.data[i];
   if(CryptEncode(CRYPT_HASH_SHA256, exact, no_key, hashed) != SHA256_SIZE)
      return false;
   for(int i = 0; i < SHA256_SIZE; i++)
      digest[i] = hashed[i];
   return true;
  }

// The key is the text's UTF-8 bytes. `mac` gets 32 bytes.
bool HmacSha256(const string key, const ByteWriter &message, ARRAY_REF(uchar, mac))
  {
   FIXED_ARRAY(uchar, block, SHA256_BLOCK);
   FIXED_ARRAY(uchar, digest, SHA256_SIZE);
   ByteWriter work;
   WriterReset(work);
   PutRaw(work, key);
   int key_length = work.length;
   for(int i = 0; i < SHA256_BLOCK; i++)
      block[i] = 0;
   if(key_length > SHA256_BLOCK)
     {
      if(!Sha256(work, digest))
         return false;
      for(int i = 0; i < SHA256_SIZE; i++)
         block[i] = digest[i];
     }
   else
     {
      for(int i = 0; i < key_length; i++)
         block[i] = work.data[i];
     }
   WriterReset(work);
   for(int i = 0; i < SHA256_BLOCK; i++)
      PutU8(work, (uchar)(block[i] ^ 0x36));
   PutBytes(work, message.data, 0, message.length);
   if(!Sha256(work, digest))
      return false;
   WriterReset(work);
   for(int i = 0; i < SHA256_BLOCK; i++)
      PutU8(work, (uchar)(block[i] ^ 0x5C));
   PutBytes(work, digest, 0, SHA256_SIZE);
   return Sha256(work, mac);
  }

// Compares all bytes whatever they are, so that the time taken tells nothing about the first
// difference.
bool SameBytes(CONST_ARRAY_REF(uchar, left), CONST_ARRAY_REF(uchar, right), const int count)
  {
   uint difference = 0;
   for(int i = 0; i < count; i++)
      difference |= (uint)(left[i] ^ right[i]);
   return difference == 0;
  }

#endif
