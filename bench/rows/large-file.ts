import { truncateSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { asKeyId, openFileRange, SecretKey } from '../../packages/crypto/src/index.ts';
import { measure, median, type Sample } from '../measure.ts';
import { node, runProcess } from '../process-run.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';

const names = ['crypto/file-memory', 'crypto/file-memory-open', 'crypto/range-4KiB'];
const sizes = { range: 1 << 20, small: 64 << 20, large: 8 * 2 ** 30 } as const;

/** What does not grow with the file: the memory, and the time for 4 KiB of it. */
export const largeFileRows: RowGroup = {
  names,
  run: (wanted, log) =>
    // The plaintext is a hole in the file system; what is opened again is not.
    withScratch(2 * sizes.large + 4 * sizes.small, async (folder) => {
      const rows = [await memoryRow('seal', folder, log)];
      if (wanted('crypto/range-4KiB')) rows.push(await rangeRow(folder, log));
      if (wanted('crypto/file-memory-open')) rows.push(await memoryRow('open', folder, log));
      return rows.filter(({ name }) => wanted(name));
    }),
};

async function memoryRow(work: 'seal' | 'open', folder: string, log: Log): Promise<Row> {
  const peaks: Record<'small' | 'large', number[]> = { small: [], large: [] };
  for (const [size, times] of [
    ['small', 3],
    ['large', 1],
  ] as const) {
    const [plain, sealed] = [join(folder, size), join(folder, `${size}.sealed`)];
    if (work === 'seal') makeHole(plain, sizes[size]);
    const [from, to] = work === 'seal' ? [plain, sealed] : [sealed, `${plain}.opened`];
    for (let i = 0; i < times; i += 1) {
      log(`crypto/file-memory: ${work} ${sizes[size] >> 20 || sizes[size] / 2 ** 20} MiB`);
      peaks[size].push((await runProcess(node('ours', work, from, to), folder)).peakMiB);
    }
  }
  if (work === 'seal') {
    makeHole(join(folder, 'range'), sizes.range);
    await runProcess(
      node('ours', 'seal', join(folder, 'range'), join(folder, 'range.sealed')),
      folder,
    );
  }
  const [large, small] = [median(peaks.large) ?? 0, median(peaks.small) ?? 0];
  return {
    ...nobody,
    name: work === 'seal' ? 'crypto/file-memory' : 'crypto/file-memory-open',
    unit: 'MiB',
    ours: large,
    limit: small,
    ratioToLimit: small / large,
    loadAverage: loadavg()[0] ?? 0,
    note: `peak memory of the process with 8 GiB (limit: with 64 MiB), difference ${(large - small).toFixed(1)} MiB`,
  };
}

async function rangeRow(folder: string, log: Log): Promise<Row> {
  log('crypto/range-4KiB');
  const large = await open(join(folder, 'large.sealed'), 'r');
  const small = await open(join(folder, 'range.sealed'), 'r');
  try {
    const cases = {
      ours: await rangeCase(large, sizes.large),
      limit: await rangeCase(small, sizes.range),
    };
    const samples = await measure(cases, { rounds: 11, milliseconds: 200 });
    const perRange = (sample: Sample) => sample.perSecond.map((perSecond) => 1000 / perSecond);
    const [ours, limit] = [
      median(perRange(samples.ours)) ?? 0,
      median(perRange(samples.limit)) ?? 0,
    ];
    return {
      ...nobody,
      name: 'crypto/range-4KiB',
      unit: 'ms',
      ours,
      limit,
      ratioToLimit: limit / ours,
      loadAverage: loadavg()[0] ?? 0,
      note: `from 8 GiB (limit: from 1 MiB), difference ${(ours - limit).toFixed(3)} ms`,
    };
  } finally {
    await large.close();
    await small.close();
  }
}

/** 4 KiB from anywhere, with the header read and the keys derived anew each time. */
async function rangeCase(file: FileHandle, plaintextLength: number): Promise<() => Promise<void>> {
  const key = SecretKey.fromBytes(asKeyId('00'.repeat(16)), Buffer.alloc(32, 1));
  const { size } = await file.stat();
  const source = {
    length: size,
    async read(start: number, length: number): Promise<Buffer> {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    },
  };
  return async () => {
    const start = Math.floor(Math.random() * (plaintextLength - 4096));
    const range = openFileRange(key, Buffer.from('bench'), source, { start, end: start + 4096 });
    let length = 0;
    for await (const bytes of range) length += bytes.length;
    if (length !== 4096) throw new Error('A range came out short.');
  };
}

function makeHole(path: string, length: number): void {
  writeFileSync(path, '');
  truncateSync(path, length);
}

const nobody = { peer: null, peerName: null, ratioToPeer: null };
