import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startControlServer, type Answer, type ControlServer } from './test/control-server.ts';
import { runCommand } from './test/run-command.ts';

let base: string;
let server: ControlServer;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-holds-'));
});
afterEach(() => {
  server.close();
  rmSync(base, { recursive: true, force: true });
});

async function start(answers: Readonly<Record<string, Answer>>): Promise<void> {
  server = await startControlServer(path.join(base, 'data'), answers);
}

const run = (args: readonly string[], input = '') =>
  runCommand(['audit', ...args, '--data-dir', server.dataDirectory], { input });

test('without a reason, or with an empty one, no year is held', async () => {
  await start({ 'POST /audit/hold': { year: 2018, changed: true } });
  expect((await run(['hold', '2018'])).code).toBe(2);
  for (const short of [' \n', 'ok'])
    expect(await run(['hold', '2018', '--reason', '-'], short)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('3 to 2000 characters'),
    });
  expect((await run(['hold', '2018', '--reason', path.join(base, 'nowhere')])).code).toBe(1);
  expect(server.asked).toEqual([]);
});

test.for(['18', '02018', 'all', '2018-2'])('%s is no year', async (year) => {
  await start({ 'POST /audit/release': { year: 2018, changed: true } });
  expect((await run(['release', year])).code).toBe(2);
  expect(server.asked).toEqual([]);
});

test('a reason comes from a file or from standard input', async () => {
  await start({ 'POST /audit/hold': { year: 2018, changed: true } });
  writeFileSync(path.join(base, 'reason'), 'The court wants it.\n');
  const ran = await run(['hold', '2018', '--reason', path.join(base, 'reason')]);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toContain('Held');
  await run(['hold', '2018', '--reason', '-'], 'The same.\n');
  expect(server.asked.map(({ body }) => body)).toEqual([
    { year: 2018, reason: 'The court wants it.' },
    { year: 2018, reason: 'The same.' },
  ]);
});

test('what changes nothing is said, and is no failure', async () => {
  await start({
    'POST /audit/hold': { year: 2018, changed: false },
    'POST /audit/release': { year: 2018, changed: false },
  });
  expect((await run(['hold', '2018', '--reason', '-'], 'why')).stdout).toContain('already');
  const ran = await run(['release', '2018', '--json']);
  expect(ran).toMatchObject({ code: 0, json: { ok: true, year: 2018, changed: false } });
});

test('what is held and what is gone is listed, each on one line', async () => {
  const reason = 'line one\nline two \u001b[2J';
  const holds = [{ year: 2018, placedAt: '2026-01-02T12:00:00.000Z', reason }];
  const retired = [{ year: 2017, retiredAt: '2025-01-01T06:00:00.000Z', events: 12_345 }];
  await start({ 'GET /audit/holds': { holds, retired } });
  const ran = await run(['holds']);
  expect(ran.stdout).toMatch(/2018 +2026-01-02 12:00 UTC +line one line two \[2J\n/);
  expect(ran.stdout).toMatch(/2017 +2025-01-01 06:00 UTC +12345\n/);
  expect((await run(['holds', '--json'])).json).toEqual({ ok: true, holds, retired });
});
