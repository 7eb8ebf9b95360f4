/** The small application of `desk-assembly.ts`, booted, and what a person does with it over HTTP. */
import { boot, type Runtime } from '../../infra/embedded/runtime.ts';

/** Where a note stands, as the application tells it. */
export interface NoteState {
  readonly note: boolean;
  readonly token: boolean;
  readonly done: boolean;
  readonly ended: boolean;
  readonly by?: string;
}

export const START = '2022-07-01T09:00:00+08:00';

export function bootDesk(assembly: string, data: string): Promise<Runtime> {
  return boot({
    assembly,
    data,
    clock: { virtualStart: START },
    members: [{ id: 'anna', name: '安娜', description: '审核人' }],
    log: () => undefined,
  });
}

export async function write(apiUrl: string, id: string): Promise<number> {
  return (await fetch(`${apiUrl}/notes/${id}`, { method: 'PUT', body: 'a note' })).status;
}

export async function look(apiUrl: string, id: string): Promise<NoteState> {
  const state: NoteState = JSON.parse(await (await fetch(`${apiUrl}/notes/${id}`)).text());
  return state;
}

export async function tokenOf(apiUrl: string, member: string): Promise<string> {
  const response = await fetch(`${apiUrl}/local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ member }),
  });
  const { access_token: token }: { access_token: string } = JSON.parse(await response.text());
  return token;
}

export async function approve(apiUrl: string, id: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(`${apiUrl}/notes/${id}/approve`, { method: 'POST', headers })).status;
}
