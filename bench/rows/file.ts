import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { median, medianRatio } from '../measure.ts';
import { load, peer } from '../peers.ts';
import { node, runProcess, type ProcessRun } from '../process-run.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch, writeNoise } from '../scratch.ts';

const works = ['seal', 'open'] as const;
type Work = (typeof works)[number];
const suffixes = ['', '/plain-loop', '/typage', '/durable'];
const mebibytes = 1024;
const rounds = 3;

/** 1 GiB from disk to disk (page cache), each in a process of its own, start-up included. */
export const fileRows: RowGroup = {
  names: works.flatMap((work) => suffixes.map((suffix) => `crypto/file-${work}-1GiB${suffix}`)),
  run: (wanted, log) =>
    withScratch(4 * (mebibytes << 20), async (folder) => {
      const prepared = await prepare(folder, log);
      const rows: Row[] = [];
      for (const work of works) {
        const wantedHere = suffixes.filter((suffix) => wanted(`crypto/file-${work}-1GiB${suffix}`));
        if (wantedHere.length > 0) rows.push(...(await rowsOf(work, prepared, wantedHere, log)));
      }
      return rows;
    }),
};

type Prepared = {
  folder: string;
  identity: string;
  recipient: string;
  age: string;
  typage: string;
};

const ageName = 'age (Go, X25519 recipient)';

async function prepare(folder: string, log: Log): Promise<Prepared> {
  writeNoise(join(folder, 'plain'), mebibytes);
  await runProcess(node('ours', 'seal', join(folder, 'plain'), join(folder, 'ours')), folder);
  const typage = await peer('typage', log, () => load<object>('age-encryption'));
  const age = await peer(ageName, log, async () => {
    const identity = execFileSync('age-keygen', {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    writeFileSync(join(folder, 'identity'), identity);
    const recipient = /public key: (\S+)/.exec(identity)?.[1] ?? '';
    const from = join(folder, 'plain');
    await runProcess(['age', '-r', recipient, '-o', join(folder, 'aged'), from], folder);
    return { identity: /^AGE-SECRET-KEY-\S+$/m.exec(identity)?.[0] ?? '', recipient };
  });
  const names = { age: age.name, typage: age.cases ? typage.name : `${typage.name} (no age key)` };
  return { folder, ...(age.cases ?? { identity: '', recipient: '' }), ...names };
}

/** The commands by what the rows call them; a peer that is missing has none. */
function commandsOf(work: Work, { folder, identity, recipient, age, typage }: Prepared) {
  const to = join(folder, 'target');
  const from = (sealed: string) => join(folder, work === 'seal' ? 'plain' : sealed);
  const ageArgs = work === 'seal' ? ['-r', recipient] : ['-d', '-i', join(folder, 'identity')];
  const isThere = (name: string) => !name.endsWith(')') || name === ageName;
  return {
    ours: node('ours', work, from('ours'), to),
    streams: node('copy', 'streams', from('ours'), to),
    loop: node('copy', 'sync', from('ours'), to),
    durable: node('ours', work, from('ours'), to, 'durable'),
    durableStreams: node('copy', 'streams', from('ours'), to, 'durable'),
    ...(isThere(age) ? { age: ['age', ...ageArgs, '-o', to, from('aged')] } : {}),
    ...(isThere(typage) ? { typage: node('typage', work, from('aged'), to, identity) } : {}),
  };
}

async function rowsOf(
  work: Work,
  prepared: Prepared,
  wanted: readonly string[],
  log: Log,
): Promise<Row[]> {
  const threes = threesOf(prepared).filter(({ suffix }) => wanted.includes(suffix));
  const used = new Set(threes.flatMap(({ ours, limit, peer }) => [ours, limit, peer]));
  const commands = Object.entries(commandsOf(work, prepared)).filter(([name]) => used.has(name));
  const runs = new Map<string, ProcessRun[]>();
  for (let round = 0; round < rounds; round += 1) {
    log(`crypto/file-${work}-1GiB, round ${round + 1} of ${rounds}`);
    for (const [name, command] of round % 2 ? commands.toReversed() : commands) {
      // Ten times slower than all others, and far from any threshold.
      if (name === 'typage' && round > 0) continue;
      rmSync(join(prepared.folder, 'target'), { force: true });
      const run = await runProcess(command, prepared.folder);
      runs.set(name, [...(runs.get(name) ?? []), run]);
    }
  }
  return threes.map((three) => fileRow(`crypto/file-${work}-1GiB${three.suffix}`, runs, three));
}

type Three = { suffix: string; ours: string; limit: string; peer?: string; peerName?: string };

/** Which commands stand beside each other in a row. */
function threesOf({ age, typage }: Prepared): Three[] {
  return [
    { suffix: '', ours: 'ours', limit: 'streams', peer: 'age', peerName: age },
    { suffix: '/plain-loop', ours: 'ours', limit: 'loop', peer: 'age', peerName: age },
    { suffix: '/typage', ours: 'ours', limit: 'streams', peer: 'typage', peerName: typage },
    { suffix: '/durable', ours: 'durable', limit: 'durableStreams' },
  ];
}

function fileRow(name: string, runs: ReadonlyMap<string, ProcessRun[]>, three: Three): Row {
  const of = (what: string | undefined) => runs.get(what ?? '') ?? [];
  const [ours, limit, peer] = [of(three.ours), of(three.limit), of(three.peer)];
  const speed = (of: ProcessRun[]) => of.map(({ seconds }) => mebibytes / seconds);
  const cpu = (of: ProcessRun[]) => of.map(({ cpuSeconds }) => cpuSeconds);
  const ratio = (better: number[], than: number[]) => {
    const both = Math.min(better.length, than.length);
    return medianRatio(better.slice(0, both), than.slice(0, both));
  };
  const peak = (of: ProcessRun[]) => median(of.map(({ peakMiB }) => peakMiB))?.toFixed(0) ?? '-';
  return {
    name,
    unit: 'MiB/s',
    ours: median(speed(ours)),
    limit: median(speed(limit)),
    peer: median(speed(peer)),
    peerName: three.peerName ?? null,
    ratioToLimit: ratio(speed(ours), speed(limit)),
    ratioToPeer: ratio(speed(ours), speed(peer)),
    cpu: {
      unit: 'CPU-s',
      ours: median(cpu(ours)),
      limit: median(cpu(limit)),
      peer: median(cpu(peer)),
      ratioToLimit: ratio(cpu(limit), cpu(ours)),
      ratioToPeer: ratio(cpu(peer), cpu(ours)),
    },
    loadAverage: loadavg()[0] ?? 0,
    note: `limit: ${limits[three.limit] ?? ''}; peak MiB ${peak(ours)}, limit ${peak(limit)}, peer ${peak(peer)}`,
  };
}

const limits: Record<string, string> = {
  streams: 'Node streams that copy, 1 MiB buffers, no fsync',
  loop: 'a loop of readSync and writeSync, 1 MiB buffer, no fsync',
  durableStreams: 'Node streams that copy, 1 MiB buffers, fsync at the end',
};
