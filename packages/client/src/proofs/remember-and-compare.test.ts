import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CheckpointMemory, RememberedCheckpoint } from './checkpoint-memory.ts';
import { rememberAndCompare } from './remember-and-compare.ts';
import type { LogFetchers, ServedLog } from './served-log.ts';

/** RFC 6962 §2.1, as it is written there, slow and plain: neither ours nor the server's. */
const sha = (...parts: (Buffer | string)[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const splitOf = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);
function mth(leaves: readonly string[]): Buffer {
  if (leaves.length === 1) return sha(Buffer.of(0), leaves[0] ?? '');
  const k = splitOf(leaves.length);
  return sha(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
function subproof(m: number, leaves: readonly string[], isWhole: boolean): Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [mth(leaves)];
  const k = splitOf(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isWhole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const deployment = 'clinic.example/audit';
const leavesOf = (count: number, text = 'leaf'): string[] =>
  Array.from({ length: count }, (_, at) => `${text} ${at}`);

interface Held {
  readonly leaves: readonly string[];
  readonly beginsWith?: string;
  readonly signer?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

function noteOf(log: string, { leaves, signer = { privateKey, publicKey } }: Held) {
  const name = `${deployment}/${log}`;
  const raw = signer.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const id = sha(`${name}\n`, Buffer.of(1), raw).subarray(0, 4);
  const text = `${name}\n${leaves.length}\n${mth(leaves).toString('base64')}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), signer.privateKey)]);
  return {
    checkpoint: `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`,
    verifierKey: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`,
  };
}

function serving(logs: Readonly<Record<string, Held>>): LogFetchers {
  const served = Object.entries(logs).map(([log, held]): ServedLog => {
    const { leaves, beginsWith = null } = held;
    return { log, size: leaves.length, beginsWith, ...noteOf(log, held) };
  });
  return {
    checkpoints: () => Promise.resolve(served),
    consistency: (log, from, to) => {
      const leaves = logs[log]?.leaves ?? [];
      if (to > leaves.length) return Promise.reject(new Error('no such size'));
      const proof = subproof(from, leaves.slice(0, to), true);
      return Promise.resolve(proof.map((hash) => hash.toString('base64')));
    },
  };
}

function newMemory() {
  const kept = new Map<string, RememberedCheckpoint>();
  const memory: CheckpointMemory = {
    get: (origin) => kept.get(origin),
    put: (origin, remembered) => void kept.set(origin, remembered),
    origins: () => [...kept.keys()],
  };
  const visit = (logs: Readonly<Record<string, Held>>) => rememberAndCompare(serving(logs), memory);
  return { kept, visit };
}

const begun = (note: string, more: readonly string[] = []): Held => ({
  leaves: [`wardkeep-audit-begin/1\n${note}`, ...more],
  beginsWith: note,
});

describe('a log that is remembered', () => {
  test('is first seen, the same, grown; and grown from every size to every other', async () => {
    const { visit } = newMemory();
    const verdicts = [];
    for (const count of [1, 1, 2, 3, 7, 8, 8, 100, 257])
      verdicts.push((await visit({ 2026: { leaves: leavesOf(count) } }))[0]?.verdict);
    expect(verdicts).toEqual('first-seen same grown grown grown grown same grown grown'.split(' '));
  });

  test('that was rewritten is forked, and what was seen stays remembered', async () => {
    const { visit, kept } = newMemory();
    await visit({ 2026: { leaves: leavesOf(5) } });
    const before = new Map(kept);
    const other = ['other', ...leavesOf(7).slice(1)];
    expect(await visit({ 2026: { leaves: other } })).toMatchObject([
      { verdict: 'forked', why: 'not-consistent', size: 7, rememberedSize: 5 },
    ]);
    expect(await visit({ 2026: { leaves: other.slice(0, 5) } })).toMatchObject([
      { verdict: 'forked', why: 'not-consistent' },
    ]);
    expect(kept).toEqual(before);
    expect(await visit({ 2026: { leaves: leavesOf(6) } })).toMatchObject([{ verdict: 'grown' }]);
  });

  test('that is shorter went back, and so did one that is not told of any more', async () => {
    const { visit, kept } = newMemory();
    await visit({ 2026: { leaves: leavesOf(5) } });
    const before = new Map(kept);
    const shorter = await visit({ 2026: { leaves: leavesOf(4) } });
    expect(shorter).toMatchObject([{ verdict: 'went-back', size: 4, restoredInto: null }]);
    expect(await visit({})).toMatchObject([
      { log: '2026', verdict: 'went-back', size: null, rememberedSize: 5 },
    ]);
    expect(kept).toEqual(before);
  });

  test('under another key has changed its key, though all else fits', async () => {
    const { visit, kept } = newMemory();
    await visit({ 2026: { leaves: leavesOf(5) } });
    const before = new Map(kept);
    const signer = generateKeyPairSync('ed25519');
    expect(await visit({ 2026: { leaves: leavesOf(6), signer } })).toMatchObject([
      { verdict: 'key-changed' },
    ]);
    expect(kept).toEqual(before);
  });

  test('whose checkpoint is not signed is forked', async () => {
    const fetchers = serving({ 2026: { leaves: leavesOf(3) } });
    const unsigned: LogFetchers = {
      ...fetchers,
      checkpoints: async () =>
        (await fetchers.checkpoints()).map((each) => ({
          ...each,
          checkpoint: each.checkpoint.replace('\n3\n', '\n4\n'),
        })),
    };
    const memory = { get: () => undefined, put: () => undefined, origins: () => [] };
    expect(await rememberAndCompare(unsigned, memory)).toMatchObject([
      { verdict: 'forked', why: 'not-authentic', size: null },
    ]);
  });
});

describe('a log that begins after another', () => {
  const old: Held = { leaves: leavesOf(5) };
  const note = noteOf('2026', old).checkpoint;

  test('carries the last checkpoint of the one before as its first leaf', async () => {
    const { visit } = newMemory();
    await visit({ 2026: old });
    for (const more of [[], ['an event']])
      expect(await newMemory().visit({ 2026: old, 2027: begun(note, more) })).toMatchObject([
        { log: '2026', verdict: 'first-seen' },
        { log: '2027', verdict: 'first-seen' },
      ]);
    expect(await visit({ 2026: old, 2027: begun(note, ['an event']) })).toMatchObject([
      { verdict: 'same' },
      { verdict: 'first-seen' },
    ]);
  });

  test('owns up to a restore: the old one went back, and says into which', async () => {
    const { visit } = newMemory();
    await visit({ 2026: old });
    const restored = { 2026: { leaves: leavesOf(3) }, '2026-2': begun(note) };
    expect(await visit(restored)).toMatchObject([
      { log: '2026', verdict: 'went-back', restoredInto: '2026-2' },
      { log: '2026-2', verdict: 'first-seen' },
    ]);
    expect(await visit({ '2026-2': begun(note) }), 'of the old one nothing is left').toMatchObject([
      { log: '2026', verdict: 'went-back', size: null, restoredInto: '2026-2' },
      { log: '2026-2', verdict: 'same' },
    ]);
  });

  test.each([
    ['nothing', { leaves: ['an event'] }],
    ['what is not in its tree', { leaves: ['an event', 'another'], beginsWith: note }],
    ['a note that nobody signed', begun(note.replace('\n5\n', '\n6\n'))],
    ['its own checkpoint', begun(noteOf('2027', old).checkpoint)],
    [
      'another tree of the same size',
      begun(noteOf('2026', { leaves: leavesOf(5, 'x') }).checkpoint),
    ],
    ['another, shorter tree', begun(noteOf('2026', { leaves: leavesOf(3, 'x') }).checkpoint)],
  ] as const)('with %s is forked', async (_what, next) => {
    const { visit, kept } = newMemory();
    await visit({ 2026: old });
    expect(await visit({ 2026: old, 2027: next })).toMatchObject([
      { log: '2026', verdict: 'same' },
      { log: '2027', verdict: 'forked', why: 'begins-otherwise' },
    ]);
    expect([...kept.keys()]).toEqual([`${deployment}/2026`]);
  });
});
