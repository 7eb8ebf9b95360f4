/** Boots the small application in a process of its own, which a test can kill: assembly and data folder are its arguments. */
import { bootDesk } from './desk.ts';

const [assembly = '', data = ''] = process.argv.slice(2);
const { apiUrl } = await bootDesk(assembly, data);
process.stdout.write(`${apiUrl}\n`);
