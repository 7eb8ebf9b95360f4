/** 分 in the ledger: as text where it is sealed or kept, as a number of DynamoDB (38 digits) where counters add to it. */
import * as z from 'zod/mini';

export const fen = z.codec(z.string().check(z.regex(/^-?\d+$/)), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (amount) => amount.toString(),
});

export const fenNumber = z.codec(z.union([z.int(), z.bigint()]), z.bigint(), {
  decode: (amount) => BigInt(amount),
  encode: (amount) => amount,
});
