import { open } from 'node:fs/promises';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { CliError } from './cli-error.ts';

/**
 * The JSON text of a `.json` or `.json.gz` file, as bytes; told apart by the first bytes, not by the name.
 * @param limitBytes - Of the text, unpacked: a small file that unpacks to something huge is refused unread.
 * @throws {@link CliError} `bad_file`
 */
export async function readBundleFile(
  file: string,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readLimited(file, limitBytes);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked ? await unpack(file, bytes, limitBytes) : bytes;
  if (text.length === 0) throw new CliError('bad_file', `${file} is empty.`);
  return text;
}

async function readLimited(file: string, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new CliError('bad_file', `${file} can’t be opened. Is the name right?`, { cause });
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new CliError('bad_file', `${file} is not a file.`);
    if (stats.size > limitBytes) throw tooLarge(file, limitBytes);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

async function unpack(
  file: string,
  bytes: Uint8Array,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await promisify(gunzip)(bytes, { maxOutputLength: limitBytes }));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file, limitBytes);
    throw new CliError('bad_file', `${file} is damaged: it does not unpack.`, { cause });
  }
}

function tooLarge(file: string, limitBytes: number): CliError {
  const mebibytes = Math.floor(limitBytes / 1024 / 1024);
  return new CliError(
    'bad_file',
    `${file} is larger than ${mebibytes} MiB, the most that one import takes. Split the Bundle.`,
  );
}
