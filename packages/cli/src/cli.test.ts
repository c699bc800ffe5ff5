import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, runBin, runCommand, type RunOptions } from './test/run-command.ts';
import { startServerProcess, type ServerProcess } from './test/server-process.ts';

const EMAIL = 'patient@example.test';
const PASSWORD = 'correct horse battery staple';
const SYNTHEA = path.resolve(import.meta.dirname, '../../../../shared/data/fhir/synthea-r4');

let directory: string;
let server: ServerProcess;
let passwordFile: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'wardkeep-cli-test-'));
  chmodSync(directory, 0o711);
  server = await startServerProcess(directory, path.join(directory, 'config'));
  await post('/api/set-up', { setUpToken: server.setUpToken, email: 'admin@example.test' });
  await post('/api/accounts', { email: EMAIL });
  passwordFile = file('password', `${PASSWORD}\n`);
}, 90_000);
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
}, 30_000);

async function post(address: string, body: object): Promise<void> {
  const response = await fetch(server.url + address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: PASSWORD, displayName: 'Somebody Generated', ...body }),
  });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
}

function file(name: string, content: string | Uint8Array): string {
  const where = path.join(directory, name);
  writeFileSync(where, content);
  return where;
}

/** A person's configuration directory of its own for each test that signs in. */
function home(name: string): RunOptions['environment'] & object {
  return {
    XDG_CONFIG_HOME: path.join(directory, `home-${name}`),
    WARDKEEP_DATA_DIR: path.join(directory, 'data'),
  };
}

const sessionOf = (name: string) => path.join(directory, `home-${name}/wardkeep/session.json`);

function signIn(name: string, password = passwordFile) {
  const where = ['--server', server.url, '--email', EMAIL, '--password-file', password];
  return runCommand(['sign-in', ...where, '--json'], { environment: home(name) });
}

const bundle = (family: string) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:20000000-0000-4000-8000-000000000001',
      resource: { resourceType: 'Patient', identifier: [{ value: 'one' }], name: [{ family }] },
      request: { method: 'POST', url: 'Patient' },
    },
  ],
});

describe('the command line', () => {
  test.for([
    [[], 'Say which command'],
    [['nope'], 'unknown command'],
    [['status', '--nope'], 'unknown option'],
    [['import'], 'missing required argument'],
    [['sign-in'], 'required option'],
    [['sign-in', '--email', EMAIL, '--server', ''], '--server must be'],
    [['scan', '/tmp'], 'Say what to search for'],
    [['sign-in', '--email', EMAIL, '--server', 'nowhere'], '--server must be'],
    [['sign-in', '--email', EMAIL, '--server', 'http://example.org'], 'https://'],
    [['import', 'x.json', '--password-file', 'x'], 'goes with --email'],
    [['import', 'x.json', '--mode', 'x'], '--mode is strict'],
    [['import', 'x.json', '--patient', 'x', '--organisation', 'x'], 'Either'],
    [['export', '--format', 'ndjson', '--out', 'x'], 'goes with --organisation'],
  ] as const)('that is wrong is exit code 2 and one sentence: %j', async ([args, sentence]) => {
    const ran = await runCommand(args, { environment: home('usage') });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(sentence);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    const asJson = await runCommand([...args, '--json'], { environment: home('usage') });
    expect(asJson).toMatchObject({ code: 2, json: { ok: false, error: { code: 'usage' } } });
  });

  test('explains itself, with its exit codes', async () => {
    const ran = await runCommand(['scan', '--help']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/--needles[^]*4 {2}a scan found something/);
  });

  test('says its version', async () => {
    const manifest = path.join(import.meta.dirname, '../package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const ran = await runBin(['--version']);
    expect(ran).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  const old = ['/usr/bin/node', '/usr/local/bin/node'].find((node) =>
    /^v2[0-3]\./.test(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
  );
  test.skipIf(old === undefined)(
    'keeps its exit code under an old Node, which has the new one run it (needs a Node 20 to 23)',
    async () => {
      const ran = await runBin(['nope', '--json'], { node: old ?? '' });
      expect(ran).toMatchObject({ code: 2, json: { error: { code: 'usage' } } });
    },
  );
});

describe('status and unlock', () => {
  test('a server that is not there is exit code 3', async () => {
    const nowhere = path.join(directory, 'nowhere');
    for (const command of ['status', 'unlock']) {
      const ran = await runCommand([command, '--data-dir', nowhere, '--json']);
      expect(ran).toMatchObject({ code: 3, json: { ok: false, error: { code: 'unreachable' } } });
      expect(ran.stderr).toContain('--data-dir');
    }
  });

  test('a server that was killed and left its socket is exit code 3', async () => {
    const left = path.join(directory, 'left');
    mkdirSync(left);
    writeFileSync(path.join(left, 'control-socket'), `${left}/control.sock\n`);
    expect(await runCommand(['status', '--data-dir', left])).toMatchObject({ code: 3 });
  });

  test('a ready server is exit code 0, for people and for programs', async () => {
    const environment = home('status');
    expect((await runBin(['status'], { environment })).stdout).toMatch(/^ready\n {2}database: ok/);
    const ran = await runCommand(['status', '--json'], { environment });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.json).toMatchObject({ ok: true, ready: true, checks: { keys: 'ok' } });
  });

  test('a locked server is exit code 1 until it is unlocked; a wrong passphrase opens nothing', async () => {
    const written = readdirSync(path.join(directory, 'config/wardkeep'));
    const name = written.find((each) => each.startsWith('passphrase-')) ?? '';
    const passphrase = readFileSync(path.join(directory, 'config/wardkeep', name), 'utf8');
    await server.stop();
    server = await startServerProcess(directory, path.join(directory, 'config-elsewhere'));
    const environment = home('unlock');
    const locked = await runCommand(['status', '--json'], { environment });
    expect(locked).toMatchObject({ code: 1, json: { ready: false, checks: { keys: 'locked' } } });
    const wrong = file('wrong-passphrase', 'something else\n');
    const refused = await runCommand(['unlock', '--passphrase-file', wrong, '--json'], {
      environment,
    });
    expect(refused).toMatchObject({ code: 1, json: { error: { code: 'refused' } } });
    expect(refused.stdout + refused.stderr).not.toContain('something else');
    expect(await runCommand(['unlock'], { environment, input: '' })).toMatchObject({ code: 1 });
    const unlocked = await runBin(['unlock', '--json'], { environment, input: passphrase });
    expect(unlocked).toMatchObject({ code: 0, json: { ok: true } });
    expect(await runCommand(['status'], { environment })).toMatchObject({ code: 0 });
  }, 90_000);
});

describe('a session', () => {
  test('is refused for a wrong password, and nothing is kept', async () => {
    const ran = await signIn('wrong', file('wrong-password', 'wrong password, long enough'));
    expect(ran).toMatchObject({
      code: 1,
      json: { ok: false, error: { code: 'refused', problemCode: 'wrong_credentials' } },
    });
    expect(existsSync(sessionOf('wrong'))).toBe(false);
  });

  test('is kept where only its owner can read it, and is gone after the sign-out', async () => {
    expect(await signIn('kept')).toMatchObject({ code: 0, json: { ok: true, role: 'patient' } });
    expect(statSync(sessionOf('kept')).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(sessionOf('kept'))).mode & 0o777).toBe(0o700);
    const stolen = readFileSync(sessionOf('kept'), 'utf8');
    expect(stolen).not.toContain(PASSWORD);
    expect(await runCommand(['sign-out'], { environment: home('kept') })).toMatchObject({
      code: 0,
    });
    expect(existsSync(sessionOf('kept'))).toBe(false);
    writeFileSync(sessionOf('kept'), stolen);
    const after = await runCommand(['import', file('b.json', '{}'), '--json'], {
      environment: home('kept'),
    });
    expect(after).toMatchObject({ code: 1, json: { error: { code: 'no_session' } } });
  });

  test('that ran out is refreshed, by two commands at once too, and kept anew', async () => {
    await signIn('refreshed');
    const kept = JSON.parse(readFileSync(sessionOf('refreshed'), 'utf8'));
    kept.cookies['__Host-wardkeep-access'] = 'ran-out';
    writeFileSync(sessionOf('refreshed'), JSON.stringify(kept));
    const good = file('refreshed.json', JSON.stringify(bundle('Generated')));
    const environment = home('refreshed');
    const both = await Promise.all(
      [1, 2].map(() => runBin(['import', good, '--json'], { environment })),
    );
    expect(both.map(({ code, stderr }) => [code, /went wrong|ended/.test(stderr)])).toEqual([
      [0, false],
      [0, false],
    ]);
    const now = JSON.parse(readFileSync(sessionOf('refreshed'), 'utf8'));
    expect(now.cookies['__Host-wardkeep-refresh']).not.toBe(
      kept.cookies['__Host-wardkeep-refresh'],
    );
  });

  test('of another server, or in a file of another kind, is not used', async () => {
    await signIn('other');
    const good = file('other.json', JSON.stringify(bundle('Generated')));
    const elsewhere = ['import', good, '--server', 'http://127.0.0.1:1', '--json'];
    const ran = await runCommand(elsewhere, { environment: home('other') });
    expect(ran.json.error.code).toBe('no_session');
    writeFileSync(sessionOf('other'), '{"version": 2}');
    const damaged = await runCommand(['import', good, '--json'], { environment: home('other') });
    expect(damaged).toMatchObject({ code: 1, json: { error: { code: 'bad_file' } } });
  });

  test('with a server that does not answer is exit code 3', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const away = ['--server', `http://127.0.0.1:${port}`, '--email', EMAIL, '--json'];
    const ran = await runCommand(['sign-in', ...away], {
      environment: home('away'),
      input: `${PASSWORD}\n`,
    });
    expect(ran).toMatchObject({ code: 3, json: { error: { code: 'unreachable' } } });
    expect(ran.stderr).toContain(`http://127.0.0.1:${port} (ECONNREFUSED)`);
    const fromSettings = await runCommand(['import', 'x.json', '--email', EMAIL], {
      environment: { ...home('away'), WARDKEEP_PORT: String(port) },
      input: `${PASSWORD}\n`,
    });
    expect(fromSettings.code).toBe(3);
    expect(fromSettings.stderr).toContain(`http://localhost:${port} (ECONNREFUSED)`);
  });
});

describe('an import', () => {
  test('without a session says how to get one', async () => {
    const ran = await runCommand(['import', 'x.json'], { environment: home('none') });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('wardkeep sign-in');
  });

  test('takes .json and .json.gz, and signs in for itself without keeping anything', async () => {
    const plain = file('plain.json', JSON.stringify(bundle('Generated')));
    const packed = file('packed.json.gz', gzipSync(JSON.stringify(bundle('Generated'))));
    const who = ['--server', server.url, '--email', EMAIL, '--password-file', passwordFile];
    const ran = await runCommand(['import', plain, packed, ...who, '--json'], {
      environment: home('once'),
    });
    expect(ran.code).toBe(0);
    const reports = [plain, packed].map((file) => ({ file, byType: { Patient: 1 }, notTaken: [] }));
    expect(ran.json).toMatchObject({ ok: true, files: reports });
    // The second is the same.
    expect(ran.json.files[1]).toMatchObject({ imported: 0, unchanged: 1 });
    expect(existsSync(sessionOf('once'))).toBe(false);
  });

  test('without --server goes to the server of the same settings', async () => {
    const good = file('settings.json', JSON.stringify(bundle('Generated')));
    const who = ['--email', EMAIL, '--password-file', passwordFile, '--json'];
    const settings = [
      { WARDKEEP_PORT: new URL(server.url).port },
      { WARDKEEP_PUBLIC_URL: `${server.url}/`, WARDKEEP_PORT: '1' },
    ];
    for (const setting of settings) {
      const environment = { ...home('settings'), ...setting };
      const ran = await runCommand(['import', good, ...who], { environment });
      expect(ran, Object.keys(setting)[0]).toMatchObject({ code: 0, json: { ok: true } });
    }
  });

  test('of a wrong file fails with its reason, and the other files are imported', async () => {
    await signIn('wrong-files');
    const wrong = {
      good: file('good.json', JSON.stringify(bundle('Generated'))),
      notJson: file('not.json', '{"resourceType": "Bundle", oops Secretname'),
      notBundle: file('none.json', '{"resourceType": "Patient"}'),
      damaged: file('damaged.json.gz', gzipSync('x'.repeat(1000)).subarray(0, 20)),
      bomb: file('bomb.json.gz', gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20))),
      large: file('large.json', Buffer.alloc(65 * 1024 * 1024, 0x20)),
      empty: file('empty.json', ''),
      absent: path.join(directory, 'absent.json'),
    };
    const ran = await runCommand(['import', ...Object.values(wrong), '--json'], {
      environment: home('wrong-files'),
    });
    expect(ran.code).toBe(1);
    const files: { error?: { code: string } }[] = ran.json.files;
    expect(files.map(({ error }) => error?.code)).toEqual([
      undefined,
      'not_json',
      ...Array.from({ length: 6 }, () => 'bad_file'),
    ]);
    expect(ran.stdout + ran.stderr).not.toContain('Secretname');
    expect(ran.stdout).toMatch(/larger than 64 MiB/);
  });

  const generated = existsSync(SYNTHEA)
    ? readdirSync(path.join(SYNTHEA, 'plain')).find((name) => name.startsWith('Mao_'))
    : undefined;
  test.skipIf(generated === undefined)(
    'of a generated record shows its progress and its counts (needs shared/data)',
    async () => {
      await post('/api/accounts', { email: 'other@example.test' });
      const source = path.join(SYNTHEA, 'plain', generated ?? '');
      const who = ['--server', server.url, '--email', 'other@example.test'];
      const ran = await runCommand(['import', source, ...who], {
        environment: home('generated'),
        input: `${PASSWORD}\n`,
      });
      expect(ran.code).toBe(0);
      expect(ran.stdout).toMatch(/: 131 resources \(63 Observation, /);
      expect(ran.stderr).toMatch(/sealing 131 of 131/);
      expect(ran.stderr).not.toContain('\u001B');
    },
  );

  test('of many patients is refused to who treats nobody, once for all of them', async () => {
    const many = path.join(directory, 'many');
    mkdirSync(many);
    for (const name of ['a', 'b', 'c', 'd'])
      writeFileSync(path.join(many, `${name}.json`), JSON.stringify(bundle('Generated')));
    const who = ['--server', server.url, '--email', EMAIL, '--password-file', passwordFile];
    const organisation = ['--organisation', '40000000-0000-4000-8000-000000000000'];
    const ran = await runCommand(['import', many, ...organisation, ...who, '--json'], {
      environment: home('many'),
    });
    expect([ran.code, ran.json.error.problemCode]).toEqual([1, 'forbidden']);
    expect(ran.json.error.message).toContain('0 of 4 are imported');
  }, 60_000);

  test('that is interrupted ends with the signal', async () => {
    const child = spawn(process.execPath, [BIN, 'sign-in', '--email', EMAIL], { stdio: 'pipe' });
    setTimeout(() => child.kill('SIGTERM'), 500);
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([null, 'SIGTERM']);
  });
});

describe('an export', () => {
  const who = () => ['--server', server.url, '--email', EMAIL, '--password-file', passwordFile];

  test('is a new file that only its owner reads, in each format', async () => {
    const own = file('own.json', JSON.stringify(bundle('Generated')));
    await runCommand(['import', own, ...who()], { environment: home('export') });
    for (const [format, begins] of [
      ['fhir', '{"resourceType":"Bundle"'],
      ['zip', 'PK'],
      ['pdf', '%PDF-'],
      ['ips', '{"resourceType":"Bundle"'],
    ] as const) {
      const out = path.join(directory, `chart.${format}`);
      const args = ['export', '--format', format, '--out', out, ...who(), '--json'];
      const ran = await runCommand(args, { environment: home('export') });
      expect(ran, ran.stderr).toMatchObject({ code: 0, json: { ok: true, file: out } });
      expect(readFileSync(out).toString('latin1').startsWith(begins), format).toBe(true);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      const again = await runCommand(args, { environment: home('export') });
      expect(again).toMatchObject({ code: 1, json: { error: { code: 'bad_file' } } });
    }
  }, 120_000);

  test('of somebody else’s chart, or in a format that there is not, leaves no file', async () => {
    const out = path.join(directory, 'none');
    const other = ['--patient', '40000000-0000-4000-8000-000000000000'];
    for (const [args, code] of [
      [['--format', 'fhir', ...other], 'not_found'],
      [['--format', 'docx'], 'usage'],
    ] as const) {
      const ran = await runCommand(['export', ...args, '--out', out, ...who(), '--json'], {
        environment: home('export'),
      });
      expect(ran.json.error.problemCode ?? ran.json.error.code).toBe(code);
      expect(existsSync(out)).toBe(false);
    }
  }, 60_000);
});

describe('the recovery kit', () => {
  test('that is wrong is refused with exit code 1, and a passphrase is asked by file only', async () => {
    const kit = file('kit', 'AAAA-BBBB\n');
    const tested = await runCommand(['keys', 'recovery', 'test', '--kit-file', kit, '--json'], {
      environment: home('kit'),
    });
    expect(tested).toMatchObject({ code: 1, json: { ok: false } });
    expect(tested.stdout + tested.stderr).not.toContain('AAAA');
    const used = await runCommand(['keys', 'recovery', 'use', '--kit-file', kit], {
      environment: home('kit'),
    });
    expect(used.code).toBe(2);
    expect(used.stderr).toContain('--passphrase-file');
  });
});

describe('a recovery kit of the real server', () => {
  const environment = () => home('kits');
  const recovery = (...args: string[]) =>
    runCommand(['keys', 'recovery', ...args], { environment: environment() });
  const opens = async (text: string) =>
    (await recovery('test', '--kit-file', file('a-kit', text))).code === 0;

  test('made twice on one day is two files, and the last one opens', async () => {
    const out = path.join(directory, 'paper');
    mkdirSync(out);
    for (const made of [1, 2]) {
      expect(await recovery('make', '--out', out, '--json')).toMatchObject({ code: 0 });
      expect(readdirSync(out)).toHaveLength(made);
    }
    const texts = readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'));
    const opening = [];
    for (const text of texts) if (await opens(text)) opening.push(text);
    expect(opening).toHaveLength(1);
  });

  test('printed twice is two kits, and the last one opens', async () => {
    const one = (await recovery('make', '--print')).stdout;
    expect(await opens(one)).toBe(true);
    const two = (await recovery('make', '--print')).stdout;
    expect([await opens(one), await opens(two)]).toEqual([false, true]);
  });
});

describe('a scan', () => {
  const NAME = 'Quixano-1605';
  let haystack: string;
  beforeAll(() => {
    haystack = path.join(directory, 'haystack');
    mkdirSync(haystack);
  });

  test('that finds nothing is exit code 0, with its control found', async () => {
    writeFileSync(path.join(haystack, 'clean'), 'nobody is here');
    const needles = file('needles.txt', `${NAME}\n`);
    const ran = await runCommand(['scan', haystack, '--needles', needles, '--control', '--json']);
    expect(ran).toMatchObject({
      code: 0,
      json: { ok: true, files: 1, needles: 1, findings: [], control: { found: true, missed: [] } },
    });
    expect(ran.stderr).toBe('');
    expect(readdirSync(haystack)).toEqual(['clean']);
  });

  test('that finds something is exit code 4, and never shows what', async () => {
    const base64 = Buffer.from(`x${NAME}`).toString('base64');
    writeFileSync(path.join(haystack, `log of ${NAME}`), `0123456789 ${base64}`);
    const people = file('people.json', JSON.stringify(bundle(NAME)));
    const ran = await runCommand(['scan', haystack, '--bundle', people]);
    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain(
      `FOUND log of ${'*'.repeat(NAME.length)}: people.json: family name 1, as base64, at byte 13`,
    );
    expect(ran.stdout + ran.stderr).not.toContain(NAME);
  });

  test('for what can’t be searched for is refused', async () => {
    const short = file('short.txt', 'Quixano\nabc\n');
    const refused = await runCommand(['scan', haystack, '--needles', short, '--json']);
    expect(refused).toMatchObject({ code: 1, json: { error: { code: 'bad_needles' } } });
    expect(refused.json.error.message).toContain('line 2');
    const inside = path.join(haystack, 'needles.txt');
    writeFileSync(inside, NAME);
    expect(await runCommand(['scan', haystack, '--needles', inside])).toMatchObject({ code: 2 });
    const absent = ['scan', path.join(directory, 'absent'), '--needles', short];
    expect(await runCommand(absent)).toMatchObject({ code: 1 });
  });

  test.skipIf(process.getuid?.() === 0)(
    'that could not read everything is not a success (needs a user who is not root)',
    async () => {
      const sealed = path.join(directory, 'sealed');
      mkdirSync(sealed);
      writeFileSync(path.join(sealed, 'file'), 'x', { mode: 0o000 });
      const needles = file('needles.txt', `${NAME}\n`);
      const ran = await runCommand(['scan', sealed, '--needles', needles, '--json']);
      expect(ran).toMatchObject({ code: 1, json: { ok: false, unreadable: [{ file: 'file' }] } });
    },
  );
});
