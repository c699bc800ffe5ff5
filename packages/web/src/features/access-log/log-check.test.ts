import type { ComparedLog } from '@wardkeep/client';
import { expect, test } from 'vitest';
import { checkLog, stateOf } from './log-check.ts';
import { logMemory } from './log-memory.ts';

const log = (change: Partial<ComparedLog>): ComparedLog => ({
  log: '2026',
  origin: 'clinic.example/audit/2026',
  verdict: 'same',
  why: null,
  size: 5,
  rememberedSize: 5,
  restoredInto: null,
  ...change,
});

test.each([
  ['nothing is signed yet', [], { is: 'none' }],
  ['the first visit', [{ verdict: 'first-seen' }], { is: 'first-seen', count: 5 }],
  ['nothing is new', [{}], { is: 'fine', count: 5 }],
  [
    'a year begins',
    [{ verdict: 'grown' }, { verdict: 'first-seen', size: 2 }],
    { is: 'fine', count: 7 },
  ],
  ['rewritten', [{ verdict: 'forked', why: 'not-consistent' }], { is: 'alarm', alarm: 'forked' }],
  [
    'another leaf 0',
    [{ verdict: 'forked', why: 'begins-otherwise' }],
    { is: 'alarm', alarm: 'forked' },
  ],
  [
    'no signature',
    [{ verdict: 'forked', why: 'not-authentic' }],
    { is: 'alarm', alarm: 'signature' },
  ],
  ['cut off', [{ verdict: 'went-back' }], { is: 'alarm', alarm: 'went-back' }],
  ['another key', [{ verdict: 'key-changed' }], { is: 'alarm', alarm: 'key-changed' }],
  [
    'a restore',
    [{ verdict: 'went-back', restoredInto: '2026-2' }, { verdict: 'first-seen' }],
    { is: 'restored' },
  ],
  [
    'one bad log among good ones',
    [{}, { verdict: 'forked' }, {}],
    { is: 'alarm', alarm: 'forked' },
  ],
  [
    'a restore beside a fork',
    [{ verdict: 'went-back', restoredInto: '2026-2' }, { verdict: 'forked' }],
    { is: 'alarm', alarm: 'forked' },
  ],
] as const)('%s', (_, logs, state) => {
  expect(stateOf(logs.map(log))).toEqual(state);
});

function storage(entries: Record<string, string> = {}): Storage {
  const held: Record<string, string> = { ...entries };
  Object.defineProperties(held, {
    getItem: { value: (key: string) => held[key] ?? null },
    setItem: { value: (key: string, value: string) => (held[key] = value) },
  });
  return held as unknown as Storage; // like a browser's: its entries are its own keys
}

test('memory keeps what it was given by origin, and names no other entry of the storage', async () => {
  const memory = logMemory(storage({ 'wardkeep-language': 'de' }));
  const seen = { checkpoint: 'note', verifierKey: 'key' };
  await memory.put('clinic.example/audit/2026', seen);
  expect(await memory.origins()).toEqual(['clinic.example/audit/2026']);
  expect(await memory.get('clinic.example/audit/2026')).toEqual(seen);
  expect(await memory.get('clinic.example/audit/2027')).toBeUndefined();
});

test.each(['', 'null', '{"checkpoint":1}', '[]'])('%j in the memory is nothing', async (text) => {
  const memory = logMemory(storage({ 'wardkeep-log:a': text }));
  expect(await memory.get('a')).toBeUndefined();
});

test('a log that was seen and is not told of any more is an alarm, and the evidence holds what was seen', async () => {
  const memory = logMemory(storage());
  const [note, key] = await signedNote();
  await memory.put('clinic.example/audit/2026', { checkpoint: note, verifierKey: key });
  const { state, evidence } = await checkLog(
    { checkpoints: async () => [], consistency: async () => [] },
    memory,
  );
  expect(state).toEqual({ is: 'alarm', alarm: 'went-back' });
  expect(evidence.seenBefore).toEqual([{ checkpoint: note, verifierKey: key }]);
});

/** C2SP signed-note, of a checkpoint with an empty tree of 3. */
async function signedNote(): Promise<readonly [string, string]> {
  const name = 'clinic.example/audit/2026';
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(1), raw]);
  const id = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 4);
  const text = `${name}\n3\n${Buffer.alloc(32).toString('base64')}\n`;
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, Buffer.from(text));
  const line = Buffer.concat([id, Buffer.from(signature)]).toString('base64');
  const key = `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`;
  return [`${text}\n\u2014 ${name} ${line}\n`, key];
}
