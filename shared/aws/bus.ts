/** EventBridge, to announce what has happened. A bus takes ten entries at a time and answers for each. */
import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { announcer } from '../domain/announcement.ts';
import { Fault } from '../fault.ts';
import type { Announcement, Bus } from '../ports.ts';

const mostEntries = 10;

export function openBus(name: string, config: EventBridgeClientConfig = {}): Bus {
  const client = new EventBridgeClient(config);
  return {
    async announce(announcements) {
      for (let from = 0; from < announcements.length; from += mostEntries)
        await put(client, name, announcements.slice(from, from + mostEntries));
    },
  };
}

async function put(client: EventBridgeClient, bus: string, some: readonly Announcement[]): Promise<void> {
  const entries = some.map(({ id, kind, at, detail }) => ({
    EventBusName: bus,
    Source: announcer,
    DetailType: kind,
    Time: new Date(at),
    Detail: JSON.stringify({ id, at: new Date(at).toISOString(), ...detail }),
  }));
  const answer = await client.send(new PutEventsCommand({ Entries: entries })).catch((error: unknown) => {
    throw new Fault('announce', error);
  });
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused !== undefined) throw new Fault('announce', new Error(refused.ErrorCode));
}
