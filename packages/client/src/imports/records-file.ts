import type { IMPORT_MEDIA_TYPES } from '@wardkeep/contract';

/** A file of records: one that somebody chose in a browser, or one that Node opened as a Blob. */
export interface RecordsFile {
  readonly name: string;
  readonly blob: Blob;
}

export type RecordsFormat = keyof typeof IMPORT_MEDIA_TYPES;

/** A file as it is sent: unpacked, and known by what is in it. */
export interface KnownFile extends RecordsFile {
  readonly format: RecordsFormat;
}

/** Why a file can't be sent. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: 'damaged' | 'empty' | 'too_large' | 'unknown';

  constructor(code: UnreadableFile['code'], options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const HEAD_BYTES = 64 * 1024;

/**
 * Unpacks what is packed, in memory, and tells by its beginning what it is: names and declared types are not believed.
 * @param bytesMost - Of what is unpacked, and of everything but NDJSON, which is sent in parts.
 * @throws {@link UnreadableFile}
 */
export async function knownFile(file: RecordsFile, bytesMost: number): Promise<KnownFile> {
  const [first, second] = await headOf(file.blob, 2);
  const isPacked = first === 0x1f && second === 0x8b;
  const blob = isPacked ? await unpacked(file.blob, bytesMost) : file.blob;
  const format = formatOf(new TextDecoder().decode(await headOf(blob, HEAD_BYTES)));
  if (format !== 'ndjson' && blob.size > bytesMost) throw new UnreadableFile('too_large');
  return { name: file.name, blob, format };
}

async function headOf(blob: Blob, bytes: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
}

async function unpacked(blob: Blob, bytesMost: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.length;
      // A small file that unpacks to something huge.
      if (bytes > bytesMost) throw new UnreadableFile('too_large');
      parts.push(part.value);
    }
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause;
    throw new UnreadableFile('damaged', { cause });
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return new Blob(parts);
}

function formatOf(head: string): RecordsFormat {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') throw new UnreadableFile('empty');
  if (text.startsWith('<')) return 'ccda';
  if (!text.startsWith('{')) throw new UnreadableFile('unknown');
  const [line = '', ...others] = text.split('\n');
  const type = /^\{\s*"resourceType"\s*:\s*"(?<type>[A-Za-z]+)"/.exec(text)?.groups?.['type'];
  // A Bundle may stand on one line as well.
  if (type === 'Bundle' || (type === undefined && line.includes('"Bundle"'))) return 'bundle';
  const isLonger = others.length === 0 && head.length >= HEAD_BYTES / 4;
  return isLonger || isWhole(line) ? 'ndjson' : 'bundle';
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    // Only whether it is one matters: whoever takes it says what is wrong.
    return false;
  }
}
