import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import { run as runProgram } from './run.ts';
import { startControlServer, type Answer, type ControlServer } from './test/control-server.ts';
import { runCommand } from './test/run-command.ts';

const PERSON = '11111111-2222-4333-8444-555555555555';

let base: string;
let server: ControlServer;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-person-'));
});
afterEach(() => {
  server.close();
  rmSync(base, { recursive: true, force: true });
});

async function start(answers: Readonly<Record<string, Answer>>): Promise<void> {
  server = await startControlServer(path.join(base, 'data'), {
    'GET /keys': { running: [] },
    ...answers,
  });
}

const run = (...args: string[]) =>
  runCommand(['person', ...args, '--data-dir', server.dataDirectory]);
const bodies = () =>
  server.asked.filter(({ route }) => route.startsWith('POST')).map(({ body }) => body);

/** Somebody at a terminal, who types this. */
async function runAtTerminal(typed: string, args: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const both = Promise.all([text(stdout), text(stderr)]);
  stdin.write(typed);
  const around = {
    stdin: Object.assign(stdin, { isTTY: true }),
    stderr,
    environment: {},
    progress: createProgress(stderr),
    now: () => new Date(),
  };
  const code = await runProgram(
    ['person', ...args, '--data-dir', server.dataDirectory],
    around,
    stdout,
  );
  stdout.end();
  stderr.end();
  const [out, errors] = await both;
  return { code, stdout: out, stderr: errors };
}

describe('person erase', () => {
  const PREVIEW = { rows: { resource_current: 12 }, blobs: 3 };
  const answers = {
    'POST /persons/erase': [{ result: PREVIEW }],
  };
  const [preview, erase] = [
    { personId: PERSON, dryRun: true },
    { personId: PERSON, dryRun: false },
  ];

  test('with --dry-run says what would go, and does nothing', async () => {
    await start(answers);
    const ran = await run('erase', PERSON, '--dry-run');
    expect(ran.stdout).toContain('nothing was done');
    expect(ran.stdout).toMatch(/rows:\n +resource_current: 12\n +blobs: 3/);
    expect(bodies()).toEqual([preview]);
  });

  test('without a terminal and without --yes does nothing', async () => {
    await start(answers);
    const ran = await run('erase', PERSON);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--yes');
    expect(bodies()).toEqual([preview]);
  });

  test('with --yes erases', async () => {
    await start(answers);
    expect(await run('erase', PERSON.toUpperCase(), '--yes')).toMatchObject({ code: 0 });
    expect(bodies()).toEqual([preview, erase]);
  });

  test('at a terminal shows what would go and wants the id again', async () => {
    await start(answers);
    const ran = await runAtTerminal(`${PERSON}\n`, ['erase', PERSON]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/This would go:[^]*blobs: 3[^]*Type the id again/);
    expect(bodies()).toEqual([preview, erase]);
  });

  test.each(['yes\n', '\n', '\u0004', `${PERSON.replace('5', '6')}\n`])(
    'at a terminal is not done for anything else that is typed: %j',
    async (typed) => {
      await start(answers);
      expect(await runAtTerminal(typed, ['erase', PERSON])).toMatchObject({ code: 1, stdout: '' });
      expect(bodies()).toEqual([preview]);
    },
  );

  test('of somebody under a legal hold is refused before anybody is asked', async () => {
    const error = { code: 'legal_hold', message: 'This person is under a legal hold.' };
    await start({ 'POST /persons/erase': [{ error }] });
    const ran = await runAtTerminal(`${PERSON}\n`, ['erase', PERSON]);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toBe('This person is under a legal hold.\n');
    expect(bodies()).toEqual([preview]);
  });
});

test.each(['erase', 'hold', 'release', 'suspend', 'resume', 'recover'])(
  'person %s of what is no id is refused before the server is asked',
  async (verb) => {
    await start({});
    expect(await run(verb, 'somebody@example.test')).toMatchObject({ code: 2, stdout: '' });
    expect(server.asked).toEqual([]);
  },
);

test.each(['hold', 'release', 'suspend', 'resume', 'recover'])(
  'person %s names one person',
  async (verb) => {
    await start({ [`POST /persons/${verb}`]: { ok: true } });
    expect(await run(verb, PERSON)).toMatchObject({ code: 0 });
    expect(bodies()).toEqual([{ personId: PERSON }]);
  },
);

test('person recoveries shows who waits, until when, and what is approved', async () => {
  const at = (day: number) => `2020-01-0${day}T00:00:00.000Z`;
  const asked = { personId: PERSON, requestedAt: at(1), waitsUntil: at(4) };
  const recoveries = [
    { ...asked, approvedAt: null },
    { ...asked, approvedAt: at(2) },
  ];
  await start({ 'GET /persons/recoveries': { recoveries } });
  const ran = await run('recoveries');
  const times = '2020-01-01 00:00 UTC  2020-01-04 00:00 UTC';
  expect(ran.stdout).toContain(`${PERSON}  ${times}  no`);
  expect(ran.stdout).toContain(`${PERSON}  ${times}  2020-01-02 00:00 UTC`);
});

test('person erasures shows where each stands', async () => {
  const at = (day: number) => `2020-01-0${day}T00:00:00.000Z`;
  const asked = { personId: PERSON, requestedBy: 'self', requestedAt: at(1), notBefore: at(8) };
  await start({
    'GET /persons/erasures': {
      erasures: [
        { ...asked, cancelledAt: null, begunAt: null, finishedAt: null },
        { ...asked, cancelledAt: at(2), begunAt: null, finishedAt: null },
        { ...asked, cancelledAt: null, begunAt: at(8), finishedAt: null },
        { ...asked, cancelledAt: null, begunAt: at(8), finishedAt: at(9) },
      ],
    },
  });
  const ran = await run('erasures');
  const states = ran.stdout.match(/waiting|taken back|running|erased/g);
  expect(states).toEqual(['waiting', 'taken back', 'running', 'erased']);
  expect(ran.stdout).toContain(`${PERSON}  self      2020-01-01 00:00 UTC  2020-01-08 00:00 UTC`);
});
