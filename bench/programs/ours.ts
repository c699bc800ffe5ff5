/** Seals or opens one file: `node ours.ts seal|open SOURCE TARGET [durable]`. A program of its own, so that its memory can be measured. */
import { asKeyId, openFileAt, sealFileAt, SecretKey } from '../../packages/crypto/src/index.ts';

const [work, source = '', target = '', durable] = process.argv.slice(2);
const key = SecretKey.fromBytes(asKeyId('00'.repeat(16)), Buffer.alloc(32, 1));
const run = work === 'seal' ? sealFileAt : openFileAt;
await run(key, Buffer.from('bench'), { source, target }, { durable: durable === 'durable' });
