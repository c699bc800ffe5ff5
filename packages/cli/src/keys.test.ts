import { spawn } from 'node:child_process';
import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startControlServer, type Answer, type ControlServer } from './test/control-server.ts';
import { BIN, runBin, runCommand, type Ran } from './test/run-command.ts';

const EPOCH = '0123456789abcdef0123456789abcdef';
const PERSON = '11111111-2222-4333-8444-555555555555';

let base: string;
let server: ControlServer | undefined;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-keys-'));
});
afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(base, { recursive: true, force: true });
});

/** Starts the server with these answers and runs one command against it. */
async function run(
  args: readonly string[],
  answers: Readonly<Record<string, Answer>>,
  input = '',
): Promise<Ran> {
  server ??= await startControlServer(path.join(base, 'data'), {
    'GET /keys': { running: [] },
    ...answers,
  });
  return runCommand([...args, '--data-dir', server.dataDirectory], { input });
}

function file(name: string, text: string): string {
  const where = path.join(base, name);
  writeFileSync(where, text);
  return where;
}

const changes = () => server?.asked.filter(({ route }) => route.startsWith('POST')) ?? [];

describe('keys status', () => {
  const KEYS = {
    provider: 'aws-kms',
    reference: 'alias/records',
    epochs: [
      {
        epochId: EPOCH,
        state: 'held',
        createdAt: '2020-01-01T00:00:00.000Z',
        stateSince: '2020-01-02T00:00:00.000Z',
        heldUntil: '2020-02-03T00:00:00.000Z',
        personKeys: 7,
      },
    ],
    nextRotationAt: '2030-01-02T03:04:05.000Z',
    lastReport: { reportId: PERSON, kind: 'rotation', createdAt: '2020-01-02T00:00:00.000Z' },
    running: [
      { work: 'keys.rotate', state: 'running', progress: { phase: 'rewrap', done: 3, total: 9 } },
      { work: 'persons.erase', state: 'waiting', progress: null },
    ],
    state: 'ok',
    keyStore: ['/mnt/one', '/mnt/two'],
    notices: ['backup-root-here', 'a-later-one'],
  };

  test('shows provider, epochs, what is due, what runs, and what to do about each notice', async () => {
    const ran = await run(['keys', 'status'], { 'GET /keys': KEYS });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('root key: aws-kms alias/records');
    expect(ran.stdout).toMatch(
      new RegExp(`${EPOCH} +held +\\d+ days +2020-01-02 00:00 UTC +7 +2020-02-03 00:00 UTC\n`),
    );
    expect(ran.stdout).toContain('next rotation: 2030-01-02 03:04 UTC');
    expect(ran.stdout).toContain(`last report: rotation, 2020-01-02 00:00 UTC, ${PERSON}`);
    expect(ran.stdout).toContain(
      'work: keys.rotate running rewrap 3 of 9\nwork: persons.erase waiting\n',
    );
    expect(ran.stdout).toContain('key store: /mnt/one\nkey store: /mnt/two\n');
    expect(ran.stdout).toMatch(/notice: backup-root-here: .*move it away/);
    expect(ran.stdout).toContain('notice: a-later-one\n');
  });

  test('of a locked server says so, and what is known', async () => {
    const ran = await run(['keys', 'status'], {
      'GET /keys': { state: 'needs-backup-root', notices: ['same-disk'], running: [] },
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^keys: needs-backup-root\nnotice: same-disk: /);
  });

  test('gives programs what the server said', async () => {
    const ran = await run(['keys', 'status', '--json'], { 'GET /keys': KEYS });
    expect(ran.json).toEqual({ ok: true, ...KEYS });
  });
});

describe('keys rotate', () => {
  const LINES = [
    ...Array.from({ length: 101 }, (_, done) => ({
      progress: { phase: 'rewrap', done, total: 100 },
    })),
    { result: { reportId: PERSON, personKeys: 100, held: [EPOCH] } },
  ];

  test('shows its progress in tenths where there is no terminal, and its result alone on standard output', async () => {
    const ran = await run(['keys', 'rotate'], { 'POST /keys/rotate': LINES });
    expect(ran.code).toBe(0);
    expect(ran.stderr.trim().split('\n')).toEqual(
      Array.from({ length: 11 }, (_, tenth) => `rewrap ${tenth * 10} of 100`),
    );
    expect(ran.stdout).toBe(
      `Rotated.\n  report id: ${PERSON}\n  person keys: 100\n  held: ${EPOCH}\n`,
    );
    expect(changes()).toEqual([{ route: 'POST /keys/rotate', body: { dryRun: false } }]);
  });

  test('says when it follows work that runs already', async () => {
    const ran = await run(['keys', 'rotate'], {
      'GET /keys': { running: [{ work: 'keys.rotate', state: 'running', progress: null }] },
      'POST /keys/rotate': [{ result: {} }],
    });
    expect(ran.stderr).toBe('Running already: keys.rotate. This follows it, or waits for it.\n');
  });

  test('with --dry-run asks for a dry run and for nothing else', async () => {
    const ran = await run(['keys', 'rotate', '--dry-run'], {
      'POST /keys/rotate': { personKeys: 4 },
    });
    expect(ran.stdout).toContain('nothing was done');
    expect(server?.asked).toEqual([{ route: 'POST /keys/rotate', body: { dryRun: true } }]);
  });

  test('that fails says why, by the server’s code', async () => {
    const error = { code: 'key_store_copy_unwritable', message: '/mnt/copy can’t be written.' };
    const ran = await run(['keys', 'rotate', '--json'], {
      'POST /keys/rotate': [{ progress: { phase: 'new-epoch', done: 0, total: 1 } }, { error }],
    });
    expect(ran).toMatchObject({
      code: 1,
      json: { ok: false, error: { code: 'refused', problemCode: error.code } },
    });
    expect(ran.stderr).toContain(error.message);
  });

  test.each([
    ['before the first line', ''],
    ['after a line', '{"progress":{"phase":"rewrap","done":1,"total":9}}\n'],
    ['within a line', '{"progress":{"phase":"rew'],
  ])('that is cut off %s is exit code 5: the server goes on', async (_when, sent) => {
    const ran = await run(['keys', 'rotate', '--json'], {
      'POST /keys/rotate': (response) => {
        if (sent === '') {
          response.destroy();
          return;
        }
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        response.write(sent, () => response.destroy());
      },
    });
    expect(ran).toMatchObject({ code: 5, json: { error: { code: 'cut_off' } } });
    expect(ran.stderr).toContain('wardkeep keys status');
  });

  test('that ends without a result and without a word is no success', async () => {
    const ran = await run(['keys', 'rotate'], { 'POST /keys/rotate': [] });
    expect(ran).toMatchObject({ code: 5, stdout: '' });
  });
});

describe('keys revoke', () => {
  test.each([[[]], [['--person', PERSON, '--epoch', EPOCH]]])(
    'wants a person or an epoch, and not both: %j',
    async (options) => {
      expect(await run(['keys', 'revoke', ...options], {})).toMatchObject({ code: 2 });
      expect(server?.asked).toEqual([]);
    },
  );

  test.each([
    ['--person', PERSON, { personId: PERSON }],
    ['--epoch', EPOCH, { epochId: EPOCH }],
  ])('%s names whose', async (option, id, body) => {
    await run(['keys', 'revoke', option, id], { 'POST /keys/revoke': [{ result: {} }] });
    expect(changes()).toEqual([{ route: 'POST /keys/revoke', body: { ...body, dryRun: false } }]);
  });
});

describe('keys generate', () => {
  test.each([
    ['root', /^[\w+/]{43}=\n$/],
    ['passphrase', /^[\w-]{43}\n$/],
  ])(
    '%s: 256 random bits, in a file of one’s own, and not on the terminal',
    async (what, shape) => {
      const out = path.join(base, what);
      const ran = await runCommand(['keys', 'generate', what, '--out', out, '--json']);
      expect(ran.json).toEqual({ ok: true, kind: what, file: out });
      const written = readFileSync(out, 'utf8');
      expect(written).toMatch(shape);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      const again = await runCommand(['keys', 'generate', what, '--out', out]);
      expect(again).toMatchObject({ code: 1 });
      expect(readFileSync(out, 'utf8')).toBe(written);
      const printed = await runCommand(['keys', 'generate', what, '--print']);
      expect(printed.stdout).toMatch(shape);
      expect(printed.stdout).not.toBe(written);
    },
  );

  test.each([[['root']], [['root', '--print', '--out', 'x']], [['backup-root', '--print']]])(
    'is refused without one place to go, or for what only the server makes: %j',
    async (args) => {
      expect(await runCommand(['keys', 'generate', ...args])).toMatchObject({
        code: 2,
        stdout: '',
      });
    },
  );
});

describe('keys provider migrate', () => {
  test('sends the settings as they are; the server reads them', async () => {
    const settings = 'WARDKEEP_KMS_KEY=alias/records\n';
    const args = ['--to', 'aws-kms', '--settings', file('next.env', settings)];
    const ran = await run(['keys', 'provider', 'migrate', ...args], {
      'POST /keys/migrate': [{ result: { epochs: 3 } }],
    });
    expect(ran.stdout).toMatch(/^Moved\. Give the server the new settings[^]*epochs: 3\n$/);
    expect(changes()).toEqual([
      { route: 'POST /keys/migrate', body: { to: 'aws-kms', settings, dryRun: false } },
    ]);
  });

  test('explains itself, three words deep, with its exit codes', async () => {
    const ran = await runBin(['keys', 'provider', 'migrate', '--help']);
    expect(ran.stdout).toMatch(/--settings[^]*--json[^]*Exit codes/);
    expect(await runCommand(['keys', 'provider', 'nope'])).toMatchObject({ code: 2 });
    expect(await runCommand(['keys'])).toMatchObject({ code: 2 });
  });
});

describe('keys restore', () => {
  test('sends what opens the keys, and the list where there is one', async () => {
    const root = file('backup-root.txt', '# printed\nABCD-EFGH\nIJKL\n');
    const list = file('list', 'signed\n');
    const args = [
      '--backup-root-file',
      root,
      '--restrictions',
      list,
      '--passphrase-file',
      file('p', 'x y\n'),
    ];
    const shares = ['--share-file', file('1', '# one\nAB\n'), file('2', 'CD\n')];
    const answers = { 'POST /keys/restore': [{ result: {} }] };
    await run(['keys', 'restore', ...args], answers);
    await run(['keys', 'restore', ...shares], answers);
    expect(changes()).toEqual([
      {
        route: 'POST /keys/restore',
        body: { backupRoot: 'ABCD-EFGH IJKL', restrictions: 'signed\n', passphrase: 'x y' },
      },
      { route: 'POST /keys/restore', body: { shares: ['AB', 'CD'] } },
    ]);
  });

  test.each([
    [[]],
    [['--kit-file', 'x', '--share-file', 'y', 'z']],
    [['--backup-root-file', 'x', '--share-file', 'y', 'z']],
  ])('wants one of the three: %j', async (options) => {
    expect(await run(['keys', 'restore', ...options], {})).toMatchObject({ code: 2 });
    expect(server?.asked).toEqual([]);
  });
});

describe('the recovery kit', () => {
  const GROUPS = Array.from({ length: 14 }, (_, i) => `AB${String(i).padStart(2, '0')}`);
  const LINES = `\n  ${GROUPS.join('\r\n')}\n\n`;
  const MADE = {
    'POST /recovery/make': { kit: 'KIT-KIT', fingerprint: 'a_Kit-03' },
    'POST /recovery/confirm': { ok: true },
  };
  const OK = { 'POST /recovery/test': { ok: true }, 'POST /recovery/use': { ok: true } };

  test('copied with a group on each line reaches the server whole, from a file or piped', async () => {
    const next = file('next-passphrase', 'a b  c\nsecond line\n');
    await run(['keys', 'recovery', 'test', '--kit-file', file('kit', LINES)], OK);
    await run(['keys', 'recovery', 'test'], OK, LINES);
    await run(['keys', 'recovery', 'use', '--passphrase-file', next], OK, LINES);
    const kit = GROUPS.join(' ');
    expect(changes().map(({ body }) => body)).toEqual([
      { kit },
      { kit },
      { kit, passphrase: 'a b  c' },
    ]);
  });

  test('that the server refuses is exit code 1, and is not repeated', async () => {
    const ran = await run(['keys', 'recovery', 'test', '--kit-file', file('kit', LINES)], {
      'POST /recovery/test': { ok: false, message: 'This kit does not open the keys.' },
    });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toBe('This kit does not open the keys.\n');
  });

  test('that is empty is refused before the server is asked', async () => {
    const empty = file('kit-empty', ' \n\n');
    const ran = await run(['keys', 'recovery', 'test', '--kit-file', empty], OK);
    expect(ran).toMatchObject({ code: 1, stderr: 'No recovery kit was given.\n' });
    expect(server?.asked).toEqual([]);
  });

  test('made in shares is a printable file for each, which can be given back as it is', async () => {
    const shares = ['SHARE-ONE', 'SHARE-TWO', 'SHARE-THREE'];
    const split = ['--shares', '3', '--threshold', '2'];
    const answers = { ...OK, ...MADE, 'POST /recovery/make': { shares, fingerprint: 'a_Kit-03' } };
    const ran = await run(['keys', 'recovery', 'make', ...split, '--out', base, '--json'], answers);
    expect(ran.stdout + ran.stderr).not.toContain('SHARE');
    const files: string[] = ran.json.files;
    expect(files).toHaveLength(3);
    for (const each of files) expect(statSync(each).mode & 0o777).toBe(0o600);
    expect(readFileSync(files[1] ?? '', 'utf8')).toMatch(/^# .*share 2 of 3.*takes 2 of them/);
    await run(['keys', 'recovery', 'test', '--share-file', ...files.slice(0, 2)], answers);
    expect(changes().map(({ body }) => body)).toEqual([
      { shares: 3, threshold: 2 },
      { fingerprint: 'a_Kit-03' },
      { shares: ['SHARE-ONE', 'SHARE-TWO'] },
    ]);
  });

  describe('that is made is put into force', () => {
    const confirmed = () => changes().some(({ route }) => route === 'POST /recovery/confirm');
    const kits = () => readdirSync(base).filter((name) => name.startsWith('recovery-kit-'));

    test('once its file is on the disk: under a name that no other kit of the day has', async () => {
      let onDisk: readonly string[] = [];
      const ran = await run(['keys', 'recovery', 'make', '--out', base, '--json'], {
        ...MADE,
        'POST /recovery/confirm': (response) => {
          onDisk = kits().map((name) => readFileSync(path.join(base, name), 'utf8'));
          response.end('{"ok":true}');
        },
      });
      expect(ran).toMatchObject({ code: 0, json: { ok: true, fingerprint: 'a_Kit-03' } });
      expect(onDisk).toEqual([expect.stringMatching(/^# [^]*a_Kit-03[^]*KIT-KIT\n$/)]);
      expect(kits()[0]).toMatch(/^recovery-kit-\d{4}-\d\d-\d\d-a_Kit-03\.txt$/);
    });

    test('not when its file exists already, which stays as it is', async () => {
      const day = new Date().toISOString().slice(0, 10);
      const taken = file(`recovery-kit-${day}-a_Kit-03.txt`, 'mine');
      const ran = await run(['keys', 'recovery', 'make', '--out', base], MADE);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toContain('stays in force');
      expect(readFileSync(taken, 'utf8')).toBe('mine');
      expect(confirmed()).toBe(false);
    });

    test('not when only some of its shares can be written, and those are taken away again', async () => {
      const day = new Date().toISOString().slice(0, 10);
      file(`recovery-share-${day}-a_Kit-03-2-of-2.txt`, 'mine');
      const split = ['--shares', '2', '--threshold', '2', '--out', base];
      const answers = { 'POST /recovery/make': { shares: ['S1', 'S2'], fingerprint: 'a_Kit-03' } };
      await run(['keys', 'recovery', 'make', ...split], answers);
      expect(readdirSync(base)).not.toContain(`recovery-share-${day}-a_Kit-03-1-of-2.txt`);
      expect(confirmed()).toBe(false);
    });

    test('not when the answer is cut off or its name leads elsewhere: nothing is written', async () => {
      const cut = await run(['keys', 'recovery', 'make', '--out', base], {
        'POST /recovery/make': (response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"kit":"KI', () => response.destroy());
        },
      });
      expect(cut.code).not.toBe(0);
      server?.close();
      server = undefined;
      rmSync(path.join(base, 'data'), { recursive: true });
      const led = await run(['keys', 'recovery', 'make', '--out', base], {
        'POST /recovery/make': { kit: 'KIT-KIT', fingerprint: '../../etc' },
      });
      expect(led).toMatchObject({ code: 1 });
      expect(readdirSync(base)).toEqual(['data']);
      expect(confirmed()).toBe(false);
    });

    test('once it was printed, and not when standard output is full', async () => {
      server = await startControlServer(path.join(base, 'data'), MADE);
      const make = ['keys', 'recovery', 'make', '--print', '--data-dir', server.dataDirectory];
      const full = spawn('sh', [
        '-c',
        'exec "$0" "$@" > /dev/full',
        process.execPath,
        BIN,
        ...make,
      ]);
      expect(await once(full, 'exit')).not.toContain(0);
      expect(changes()).toHaveLength(1);
      expect(confirmed()).toBe(false);
      const ran = await runCommand(make);
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('KIT-KIT') });
      expect(confirmed()).toBe(true);
    });

    test('not when the server refuses it: its files go, and nothing says that it is a kit', async () => {
      const ran = await run(['keys', 'recovery', 'make', '--out', base, '--json'], {
        ...MADE,
        'POST /recovery/confirm': { error: { code: 'not_found', message: 'Not the newest.' } },
      });
      expect(ran).toMatchObject({ code: 1, json: { error: { problemCode: 'not_found' } } });
      expect(kits()).toEqual([]);
    });

    test('perhaps, when the connection ends meanwhile: its file stays, and nobody is told to trust it', async () => {
      const ran = await run(['keys', 'recovery', 'make', '--out', base], {
        ...MADE,
        'POST /recovery/confirm': (response) => void response.destroy(),
      });
      expect(ran).toMatchObject({ code: 5, stdout: '' });
      expect(ran.stderr).toContain('not known');
      expect(kits()).toHaveLength(1);
    });
  });

  test.each([
    [[]],
    [['--print', '--out', 'x']],
    [['--print', '--shares', '3']],
    [['--print', '--shares', '3', '--threshold', '4']],
    [['--print', '--shares', 'many', '--threshold', '2']],
  ])('is not made before it is clear where it goes and how: %j', async (options) => {
    expect(await run(['keys', 'recovery', 'make', ...options], {})).toMatchObject({ code: 2 });
    expect(server?.asked).toEqual([]);
  });

  test('is not made for a directory that is not there', async () => {
    const out = path.join(base, 'absent');
    expect(await run(['keys', 'recovery', 'make', '--out', out], {})).toMatchObject({ code: 1 });
    expect(server?.asked).toEqual([]);
    expect(readdirSync(base)).toEqual(['data']);
  });
});

describe('a report', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const NAME = 'wardkeep-test/reports';
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const typed = Buffer.concat([Buffer.of(1), raw]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${NAME}\n`), typed]), 'buffer').subarray(
    0,
    4,
  );
  const KEY = `${NAME}+${id.toString('hex')}+${typed.toString('base64')}`;
  const TEXT = 'wardkeep-key-report/1\nrotation\nleft 0\n';
  const NOTE = `${TEXT}\n\u2014 ${NAME} ${Buffer.concat([id, sign(null, Buffer.from(TEXT), privateKey)]).toString('base64')}\n`;

  test('is listed with the key that verifies it, and shown as it was signed', async () => {
    const head = { reportId: PERSON, kind: 'rotation', createdAt: '2020-01-02T00:00:00.000Z' };
    const answers = {
      'GET /keys/reports': { reports: [head] },
      [`GET /keys/reports/${PERSON}`]: { ...head, note: NOTE, verifierKey: KEY },
    };
    const list = await run(['keys', 'report', 'list'], answers);
    expect(list.stdout).toContain(`${PERSON}  rotation  2020-01-02 00:00 UTC\n\nkey: ${KEY}\n`);
    const shown = await run(['keys', 'report', 'show', PERSON.toUpperCase()], answers);
    expect(shown.stdout).toBe(NOTE);
    expect(await run(['keys', 'report', 'show', '../keys'], answers)).toMatchObject({ code: 2 });
  });

  test('is verified without a server', async () => {
    const ran = await runCommand(['keys', 'report', 'verify', file('note', NOTE), '--key', KEY]);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain(`Signed by ${NAME}`);
    expect(ran.stdout).toContain('left 0');
  });

  test.each([
    ['one letter is another', NOTE.replace('left 0', 'left 1')],
    ['the signature is cut', NOTE.replace(/.{8}\n$/, '\n')],
    ['it has no signature', TEXT],
    [
      'a second signature of the key does not hold',
      `${NOTE}${NOTE.split('\n\n')[1]?.replace(/.{10}\n$/, 'AAAAAAAAA=\n') ?? ''}`,
    ],
    ['it is signed under another name', NOTE.replace(`\u2014 ${NAME}`, '\u2014 another')],
  ])('is refused when %s', async (_what, note) => {
    const args = ['keys', 'report', 'verify', file('note', note), '--key', KEY, '--json'];
    const ran = await runCommand(args);
    expect(ran).toMatchObject({ code: 1, json: { error: { code: 'bad_signature' } } });
  });

  test.each([KEY.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), 'nonsense'])(
    'is not verified by a key with a mistake in it: %s',
    async (key) => {
      const args = ['keys', 'report', 'verify', file('note', NOTE), '--key', key];
      expect(await runCommand(args)).toMatchObject({ code: 2 });
    },
  );
});
