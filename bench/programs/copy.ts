/** The limit of a file: `node copy.ts streams|sync SOURCE TARGET [durable]` copies it, in pieces of 1 MiB as ours are. */
import {
  createReadStream,
  createWriteStream,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';

const size = 1 << 20;
const [way, source = '', target = '', durable] = process.argv.slice(2);
const output = openSync(target, 'wx');
if (way === 'streams') {
  const read = createReadStream(source, { highWaterMark: size });
  const write = createWriteStream(target, { fd: output, autoClose: false, highWaterMark: size });
  await pipeline(read, write);
} else {
  const input = openSync(source, 'r');
  const buffer = Buffer.allocUnsafeSlow(size);
  for (let length = readSync(input, buffer); length > 0; length = readSync(input, buffer)) {
    writeSync(output, buffer, 0, length);
  }
}
if (durable === 'durable') fsyncSync(output);
