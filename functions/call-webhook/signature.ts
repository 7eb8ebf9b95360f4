/**
 * What a delivery bears besides its body. The signature covers the second at which it was made, so that a receiver who takes nothing older than
 * five minutes cannot be shown a recorded delivery later; within them the event's id, the same in every delivery, tells a repetition.
 */
import { createHmac } from 'node:crypto';
import type { Instant } from '../../shared/domain/calendar.ts';

export interface Delivery {
  readonly id: string;
  readonly body: string;
}

export function headersOf({ id, body }: Delivery, secret: string, now: Instant): Record<string, string> {
  const timestamp = Math.floor(now / 1000).toString();
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body).toString(),
    'x-event-id': id,
    'x-event-timestamp': timestamp,
    'x-event-signature': `sha256=${mac}`,
  };
}
