/** The sign-in page of the desk: who there is, a token for each, and the clock. Plain HTML, one small script, no framework. */
import type { Member } from './settings.ts';

/** Style and script are served beside the page, because the page's policy allows neither within it. */
export const pageStyle = `body { font: 16px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; margin: 0 auto; max-width: 960px; padding: 24px; color: #1f2937; background: #f8fafc; }
h1 { font-size: 24px; margin: 0 0 4px; }
p { margin: 0 0 16px; color: #475569; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid #e2e8f0; }
th { background: #f1f5f9; position: sticky; top: 0; }
button { font: inherit; padding: 4px 14px; border: 1px solid #1d4ed8; border-radius: 4px; background: #1d4ed8; color: #fff; cursor: pointer; white-space: nowrap; }
button:focus-visible, input:focus-visible { outline: 3px solid #93c5fd; }
button:disabled { opacity: .5; cursor: default; }
input { font: inherit; padding: 3px 8px; border: 1px solid #94a3b8; border-radius: 4px; }
form { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; margin: 0 0 16px; }
output { display: block; font: 13px/1.5 monospace; overflow-wrap: anywhere; background: #0f172a; color: #e2e8f0; padding: 12px; border-radius: 4px; margin: 0 0 16px; }
output:empty { display: none; }
`;

export const pageScript = `const said = document.querySelector('output');
const say = (text) => { said.textContent = text; said.scrollIntoView({ block: 'nearest' }); };
async function post(path, body, button) {
  button.disabled = true;
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const answer = await response.json();
    if (response.ok) return answer;
    say(answer.message);
  } catch {
    say('没有连上本机运行环境，请确认它还在运行。');
  } finally {
    button.disabled = false;
  }
}
document.addEventListener('click', async ({ target }) => {
  const { member } = target.dataset;
  const answer = member && (await post('token', { member }, target));
  if (answer) say(answer.access_token);
});
document.querySelector('form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  say('正在推进时间……');
  const to = new FormData(event.target).get('to') + ':00+08:00';
  if (await post('clock', { to }, event.submitter)) location.reload();
});
`;

export function signInPage(members: readonly Member[], now: number, isVirtual: boolean): string {
  const time = new Date(now + 8 * 3_600_000).toISOString().slice(0, 16);
  const rows = members.map(
    ({ id, name, description }) =>
      `<tr><td>${encodeText(name)}</td><td>${encodeText(description)}</td><td><code>${encodeText(id)}</code></td><td><button type="button" data-member="${encodeText(id)}">取得令牌</button></td></tr>`,
  );
  const clock = isVirtual
    ? `<form><label for="to">虚拟时间（北京时间）</label><input id="to" name="to" type="datetime-local" value="${time}" min="${time}"><button>向前推进</button></form>`
    : `<p>北京时间 ${time.replace('T', ' ')}</p>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>选择人员登录</title><link rel="stylesheet" href="page.css"></head>
<body><h1>选择人员登录</h1><p>这是本机运行环境的登录页，只列示例人员。取得的令牌用于接口的 Authorization: Bearer 请求头，8小时内有效。</p>
${clock}<output aria-live="polite"></output>
<table><thead><tr><th>姓名</th><th>岗位</th><th>编号</th><th></th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
<script src="page.js"></script></body></html>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function encodeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
