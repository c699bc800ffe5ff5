import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startControlServer, type Answer, type ControlServer } from './test/control-server.ts';
import { runCommand } from './test/run-command.ts';

let base: string;
let server: ControlServer | undefined;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-escrow-'));
});
afterEach(() => {
  server?.close();
  rmSync(base, { recursive: true, force: true });
});

async function run(args: readonly string[], answers: Readonly<Record<string, Answer>>) {
  server = await startControlServer(path.join(base, 'data'), answers);
  return runCommand([...args, '--data-dir', server.dataDirectory]);
}

const compared = (verdict: string) => [
  { progress: { phase: 'checkpoints', done: 7, total: 0 } },
  {
    result: {
      verdict,
      compared: [
        {
          sink: 's3',
          place: 's3://kept/',
          log: '2026',
          verdict,
          size: 600,
          looked: 33,
          failure: null,
          lacking: verdict === 'missing' ? 2 : 0,
        },
      ],
      unsettled: [],
    },
  },
];

test.each([
  ['consistent', 0],
  ['behind', 0],
  ['forked', 4],
  ['missing', 4],
  ['unreadable', 4],
])('escrow compare that says %s ends with %i', async (verdict, exitCode) => {
  const ran = await run(['escrow', 'compare'], { 'POST /escrow/compare': compared(verdict) });
  expect(ran.code).toBe(exitCode);
  expect(ran.stdout).toMatch(new RegExp(`s3://kept/ +log 2026 +${verdict} +600 +33`));
  expect(server?.asked.at(-1)?.body).toEqual({ all: false });
});

test('escrow compare --all --json is one document, and asks for every checkpoint', async () => {
  const answers = { 'POST /escrow/compare': compared('forked') };
  const ran = await run(['escrow', 'compare', '--all', '--json'], answers);
  expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, verdict: 'forked' });
  expect(server?.asked.at(-1)?.body).toEqual({ all: true });
});

test('escrow status shows each place, and says what a notice means', async () => {
  const place = {
    sink: 'directory',
    place: '/mnt/elsewhere',
    size: 600,
    deliveredAt: '2026-11-22T12:00:00.000Z',
    failedAt: null,
    failure: null,
    comparedAt: null,
    verdict: null,
  };
  const reply = { places: [place], notices: ['escrow-stuck'] };
  const ran = await run(['escrow', 'status'], { 'GET /escrow': reply });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/directory +\/mnt\/elsewhere +600 +2026-11-22 12:00 UTC/);
  expect(ran.stdout).toContain('notice: escrow-stuck: a place has taken nothing for an hour');
});

test('escrow compare --note sends what somebody has kept, and nothing else', async () => {
  const file = path.join(base, 'kept.note');
  writeFileSync(file, 'three lines\n\n\u2014 and a signature\n');
  const answers = { 'POST /escrow/compare': compared('forked') };
  const ran = await run(['escrow', 'compare', '--note', file], answers);
  expect(ran.code).toBe(4);
  expect(server?.asked.at(-1)?.body).toEqual({
    all: false,
    note: 'three lines\n\n\u2014 and a signature\n',
  });
});

test('escrow compare says what was found before and is not settled, and what to do', async () => {
  const [progress, { result } = { result: undefined }] = compared('missing');
  const unsettled = [{ sink: 's3', kind: 'checkpoint', verdict: 'missing' }];
  const reply = [progress ?? {}, { result: { ...result, unsettled } }];
  const ran = await run(['escrow', 'compare'], { 'POST /escrow/compare': reply });
  expect(ran.code).toBe(4);
  expect(ran.stdout).toContain('2 taken away');
  expect(ran.stdout).toContain('s3: MISSING: checkpoints that were brought there were taken away');
  expect(ran.stdout).toContain('docs/escrow.md');
});

test.each([
  [true, [], 0, 'Settled'],
  [true, [{ sink: 's3', kind: 'checkpoint', verdict: 'forked' }], 4, 'FORKED'],
  [true, [{ sink: 'directory', kind: 'checkpoint', verdict: 'forked' }], 0, 'Settled'],
  [false, [], 0, 'Nothing of s3 was to be settled'],
] as const)(
  'escrow settle that changed something: %s, and found again: %j, ends with %i',
  async (changed, unsettled, exitCode, words) => {
    const ran = await run(['escrow', 'settle', 's3', '--reason', ' the bucket was moved '], {
      'POST /escrow/settle': [{ result: { place: 's3', changed, unsettled } }],
    });
    expect(server?.asked.at(-1)?.body).toEqual({ place: 's3', reason: 'the bucket was moved' });
    expect([ran.code, ran.stdout]).toEqual([exitCode, expect.stringContaining(words)]);
  },
);

test('escrow settle asks for a reason of three characters, and a place that is one', async () => {
  const short = await runCommand(['escrow', 'settle', 's3', '--reason', 'ok']);
  expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('3 to 2000')]);
  expect((await runCommand(['escrow', 'settle', 'mail', '--reason', 'because'])).code).toBe(2);
});
