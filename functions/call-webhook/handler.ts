/**
 * Tells another system of the county what the event bus announces, where an operator has named one (WebhookUrl). A delivery that fails is tried
 * again by Lambda, a minute and two minutes later, and then lies among the dead letters.
 */
import type { EventBridgeEvent } from 'aws-lambda';
import { now } from '../../shared/compose.ts';
import { readEnvironment } from '../../shared/contract/environment.ts';
import { log } from '../../shared/edge/log.ts';
import { post } from './call.ts';
import { deliveryOf } from './delivery.ts';
import { readTarget } from './guard.ts';
import { headersOf } from './signature.ts';

const address = readEnvironment('WEBHOOK_URL');
const secret = readEnvironment('WEBHOOK_SECRET');
const limits = { loopback: readEnvironment('WEBHOOK_LOOPBACK') === 'allowed' };

export async function handler(event: EventBridgeEvent<string, unknown>): Promise<{ called: boolean }> {
  if (address === '') {
    log('webhook-off', {});
    return { called: false };
  }
  if (secret === '') throw new Error('a webhook without a secret is not called');
  const url = readTarget(address, limits);
  const delivery = deliveryOf(event);
  await post({ url, body: delivery.body, headers: headersOf(delivery, secret, now()), limits });
  log('called', { event: delivery.id });
  return { called: true };
}
