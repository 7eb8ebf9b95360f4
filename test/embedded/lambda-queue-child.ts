/** Accepts invocations and is killed before it has carried them out: the test starts it, and goes on with its folder. */
import { realClock } from '../../infra/embedded/clock.ts';
import { startLambdaDesk } from './lambda-desk.ts';

const [folder = ''] = process.argv.slice(2);
const desk = await startLambdaDesk({ functions: {}, clock: realClock(), folder });
await desk.queue.enqueue(
  ['a', 'b', 'c'].map((text) => ({ functionName: 'writes', payload: { text }, source: 'the child' })),
);
process.kill(process.pid, 'SIGKILL');
