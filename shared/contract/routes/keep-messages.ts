/** A person’s messages and what of them is read. */
import * as z from 'zod/mini';
import * as answer from '../answer.ts';
import { messageId } from '../field.ts';
import { nothing, type Routes, read } from '../route.ts';

export const keepMessages = {
  readMessages: {
    ...read,
    path: '/api/messages',
    summary: '我的消息（最新的在前，每页50条）',
    params: nothing,
    query: z.strictObject({ cursor: z.optional(messageId) }),
    answer: answer.messages,
  },
  markRead: {
    method: 'POST',
    path: '/api/messages/read',
    idempotent: true,
    summary: '消息标为已读',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      messages: z.readonly(z.array(messageId)).check(
        z.refine((ids) => ids.length > 0 && ids.length <= 100, '一次可标记1至100条消息'),
        z.refine((ids) => new Set(ids).size === ids.length, '同一条消息不能标记两次'),
      ),
    }),
    answer: z.strictObject({ read: z.int() }),
  },
} as const satisfies Routes;
