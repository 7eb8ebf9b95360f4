/** An embedded S3 in a process of its own, for tests that kill it. Its bus takes nothing, so that every event stays behind. */
import { startEmbedded } from './s3-desk.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Say in which folder.');
const embedded = await startEmbedded(folder);
embedded.busDown = true;
console.log(embedded.url);
