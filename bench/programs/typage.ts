/** The same by typage: `node typage.ts seal|open SOURCE TARGET IDENTITY`. */
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { load } from '../peers.ts';

type Bytes = ReadableStream<Uint8Array>;
type Age = {
  identityToRecipient(identity: string): Promise<string>;
  Encrypter: new () => { addRecipient(to: string): void; encrypt(file: Bytes): Promise<Bytes> };
  Decrypter: new () => {
    addIdentity(identity: string): void;
    decrypt(file: Bytes): Promise<Bytes>;
  };
};

const [work, source = '', target = '', identity = ''] = process.argv.slice(2);
const age = await load<Age>('age-encryption');
const input = Readable.toWeb(createReadStream(source, { highWaterMark: 1 << 20 })) as Bytes; // of a file
await pipeline(Readable.fromWeb(await outputOf(input)), createWriteStream(target, { flags: 'wx' }));

async function outputOf(input: Bytes): Promise<Bytes> {
  if (work === 'seal') {
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(await age.identityToRecipient(identity));
    return encrypter.encrypt(input);
  }
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(input);
}
