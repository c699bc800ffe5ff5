import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeAuditLog, newLogKeys, type MadeLog } from '@wardkeep/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startControlServer } from '../test/control-server.ts';
import { runCommand, type Ran } from '../test/run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wardkeep-audit-'));
const keys = newLogKeys();
const name = 'test.example/audit';
let small: MadeLog;
let runs = 0;

beforeAll(async () => {
  small = await makeAuditLog({ leaves: 5, keys });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Served {
  readonly made: MadeLog;
  readonly log?: string;
  readonly beginsWith?: string;
}

/** A server that finds nothing wrong with itself, whatever it serves. */
async function verify(
  config: string,
  logs: readonly Served[],
  found: object = {},
  more: readonly string[] = [],
): Promise<Ran> {
  const served = logs.map(({ made, log = '2026', beginsWith = null }) => {
    const { checkpoint, verifierKey } = made;
    return { log, size: Number(checkpoint.split('\n')[1]), checkpoint, verifierKey, beginsWith };
  });
  const checked = served.map(({ log, size }) => ({ log, ok: true, size, ...found }));
  const made = logs[0]?.made;
  const proof = (await made?.consistency(5, 9).catch(() => [])) ?? [];
  const control = await startControlServer(path.join(folder, `data${++runs}`), {
    'GET /audit/logs': { name, logs: served },
    'POST /audit/verify': [{ result: { name, logs: checked } }],
    'POST /audit/consistency': { proof },
  });
  try {
    const args = ['audit', 'verify', '--json', ...more, '--data-dir', control.dataDirectory];
    return await runCommand(args, { environment: { XDG_CONFIG_HOME: config } });
  } finally {
    control.close();
  }
}

const newConfig = (): string => mkdtempSync(path.join(folder, 'config-'));

describe('the logs of a running server', () => {
  test('are remembered, and the next time they must not have become shorter', async () => {
    const config = newConfig();
    const first = await verify(config, [{ made: small }]);
    expect(first).toMatchObject({
      code: 0,
      json: {
        ok: true,
        name,
        logs: [{ log: '2026', ok: true, compared: { verdict: 'first-seen' } }],
      },
    });
    expect(await verify(config, [{ made: small }])).toMatchObject({
      code: 0,
      json: { logs: [{ compared: { verdict: 'same', rememberedSize: 5 } }] },
    });
    const shorter = await makeAuditLog({ leaves: 3, keys });
    expect(await verify(config, [{ made: shorter }])).toMatchObject({
      code: 4,
      json: { ok: false, logs: [{ ok: true, compared: { verdict: 'went-back' } }] },
    });
    expect(await verify(config, [])).toMatchObject({
      code: 4,
      json: { logs: [{ log: '2026', compared: { verdict: 'went-back', rememberedSize: 5 } }] },
    });
  });

  test('made anew with the signing key are found out, though the server finds no fault', async () => {
    const config = newConfig();
    await verify(config, [{ made: small }]);
    const anew = await makeAuditLog({ leaves: 9, keys });
    for (let time = 0; time < 2; time += 1)
      expect(await verify(config, [{ made: anew }])).toMatchObject({
        code: 4,
        json: { ok: false, logs: [{ ok: true, compared: { verdict: 'forked' } }] },
      });
    const text = await runCommand(['audit', 'verify', '--help']);
    expect(text.stdout).toContain('4  a scan found something, or something in the audit log');
  });

  test('under another key are told apart', async () => {
    const config = newConfig();
    await verify(config, [{ made: small }]);
    const other = await makeAuditLog({ leaves: 5 });
    expect(await verify(config, [{ made: other }])).toMatchObject({
      code: 4,
      json: { logs: [{ compared: { verdict: 'key-changed' } }] },
    });
  });

  test('with a fault that the server finds are told with the leaf', async () => {
    const found = { ok: false, at: 3, why: 'commitment_differs' };
    expect(await verify(newConfig(), [{ made: small }], found)).toMatchObject({
      code: 4,
      json: { ok: false, logs: [{ ok: false, at: 3, why: 'commitment_differs' }] },
    });
  });
});

describe('a restore that the operator says was theirs', () => {
  const accept = (config: string, logs: readonly Served[], log = '2026'): Promise<Ran> =>
    verify(config, logs, {}, ['--accept-restore', log]);

  test('sets aside what was seen of the old log, dated, and then all fits', async () => {
    const config = newConfig();
    await verify(config, [{ made: small }]);
    const restored = await restoredFrom(small.checkpoint);
    expect(await verify(config, restored)).toMatchObject({
      code: 4,
      json: { logs: [{ compared: { verdict: 'went-back', restoredInto: '2026-2' } }, {}] },
    });
    const accepted = await accept(config, restored);
    expect(accepted).toMatchObject({ code: 0, json: { ok: true } });
    expect(await verify(config, restored)).toMatchObject({ code: 0, json: { ok: true } });
    const kept = JSON.parse(readFileSync(String(accepted.json.remembered), 'utf8'));
    expect(kept.setAside).toEqual([
      {
        origin: `${name}/2026`,
        checkpoint: small.checkpoint,
        verifierKey: small.verifierKey,
        setAsideAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        restoredInto: '2026-2',
      },
    ]);
    expect(await accept(config, restored), 'once').toMatchObject({ code: 1 });
  });

  test('is not believed of a log that no other begins with', async () => {
    const config = newConfig();
    const { json } = await verify(config, [{ made: small }]);
    const before = readFileSync(String(json.remembered), 'utf8');
    const shorter = await makeAuditLog({ leaves: 3, keys });
    const another = await makeAuditLog({ leaves: 4, keys });
    const cut: readonly (readonly Served[])[] = [
      [{ made: shorter }],
      [],
      // A later log that says so, and has another leaf 0.
      [
        { made: shorter },
        {
          made: await makeAuditLog({ log: '2026-2', leaves: 1, keys }),
          log: '2026-2',
          beginsWith: small.checkpoint,
        },
      ],
      // Fewer leaves than were seen.
      await restoredFrom(another.checkpoint),
      [{ made: small }],
    ];
    for (const logs of cut)
      expect(await accept(config, logs)).toMatchObject({
        code: 1,
        json: { error: { code: 'refused' } },
      });
    expect(await accept(config, [{ made: small }], '1999')).toMatchObject({ code: 1 });
    expect(readFileSync(String(json.remembered), 'utf8')).toBe(before);
  });

  /** The old log is three leaves long, and the new one begins with this note. */
  async function restoredFrom(note: string): Promise<readonly Served[]> {
    const log = '2026-2';
    const begun = await makeAuditLog({ log, leaves: 1, keys, beginsWith: note });
    const shorter = await makeAuditLog({ leaves: 3, keys });
    return [{ made: shorter }, { made: begun, log, beginsWith: note }];
  }
});

test('a key is asked for by log, and none is no empty line', async () => {
  const { checkpoint, verifierKey } = small;
  const served = (log: string) => ({
    log,
    size: 5,
    checkpoint,
    beginsWith: null,
    verifierKey: verifierKey.replace('2026', log),
  });
  const ask = async (logs: readonly object[], more: readonly string[] = []) => {
    const control = await startControlServer(path.join(folder, `data${++runs}`), {
      'GET /audit/logs': { name, logs },
    });
    try {
      return await runCommand(['audit', 'key', ...more, '--data-dir', control.dataDirectory]);
    } finally {
      control.close();
    }
  };
  const two = [served('2027'), served('2026')];
  expect((await ask(two)).stdout.trim().split('\n')).toHaveLength(2);
  expect((await ask(two, ['--log', '2026'])).stdout).toBe(`${verifierKey}\n`);
  for (const ran of [await ask(two, ['--log', '1999']), await ask([])])
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([1, '', expect.stringContaining('no log')]);
});

test('more than one key is refused with the command that prints one', async () => {
  const directory = path.join(folder, 'exported');
  await small.writeTo(directory);
  const both = `${small.verifierKey}\n${small.verifierKey}`;
  for (const key of [both, '']) {
    const ran = await runCommand(['audit', 'verify', directory, '--key', key]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('npx wardkeep audit key')]);
  }
  const ran = await runCommand(['audit', 'verify', directory, '--accept-restore', '2026']);
  expect(ran.code).toBe(2);
});

test('what is remembered is for its owner alone, and is refused when it is damaged', async () => {
  const config = newConfig();
  const { json } = await verify(config, [{ made: small }]);
  const file = String(json.remembered);
  expect(file.startsWith(path.join(config, 'wardkeep'))).toBe(true);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readdirSync(path.dirname(file))).toHaveLength(1);
  for (const text of ['', '{}', readFileSync(file, 'utf8').slice(0, -9)]) {
    writeFileSync(file, text);
    expect(await verify(config, [{ made: small }])).toMatchObject({
      code: 1,
      json: { error: { code: 'bad_file' } },
    });
  }
});

test('--key without an export, and an export without a server, are told apart', async () => {
  expect((await runCommand(['audit', 'verify', '--key', small.verifierKey])).code).toBe(2);
  const nowhere = path.join(folder, 'nowhere');
  expect((await runCommand(['audit', 'verify', '--data-dir', nowhere])).code).toBe(3);
  expect((await runCommand(['audit', 'key', '--data-dir', nowhere])).code).toBe(3);
});
