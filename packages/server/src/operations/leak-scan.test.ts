import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { needlesFromBundle, scanDirectory, scanWithControl } from '../../../cli/src/index.ts';
import type { Finding, Needle, ScanReport } from '../../../cli/src/index.ts';
import { confirmTotp } from '@wardkeep/contract';
import { readConfig } from '../config/read-config.ts';
import { CLASSIFICATION } from '../db/classification.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import { administrate, withDatabaseName } from '../testing/administrate.ts';
import { query } from '../testing/embedded.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { plantAccess } from '../testing/plant-access.ts';
import { plantAlerts, plantHold } from '../testing/plant-proof.ts';
import { plantRefusals } from '../testing/plant-refusals.ts';
import { plantSearches } from '../testing/plant-searches.ts';
import { softwareAuthenticator } from '../testing/software-authenticator.ts';
import { TestCaller } from '../testing/test-caller.ts';
import { freePort } from '../testing/test-server.ts';
import { totpCode } from '../testing/totp-code.ts';
import { openLog } from './log.ts';

/**
 * Invariant 2, on the real server with its own PostgreSQL: something distinct is planted in every sensitive column and
 * sent along every path that might log it, and then every byte that the server left on the disk is searched.
 */

const SYNTHEA = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/fhir/synthea-r4/plain',
);
const bundleFile = existsSync(SYNTHEA)
  ? path.join(SYNTHEA, readdirSync(SYNTHEA).find((name) => name.startsWith('Mao_')) ?? '')
  : undefined;

/** Where each sensitive column got its needles from. A new sensitive column needs a line here, and a needle. */
const PLANTED: Readonly<Record<string, readonly string[]>> = {
  'service_key.sealed_private': ['session signing key', 'share key', 'checkpoint key'],
  'account.profile': ['e-mail address', 'display name'],
  'one_time_token.sealed': [
    'e-mail address of somebody invited',
    'e-mail address of a guardian to be',
    'e-mail address of a dependant',
  ],
  'outbox.sealed': [
    'e-mail address of somebody invited',
    'invitation token',
    'token of an offer',
    'e-mail address of a guardian to be',
    'token of a guardianship',
    'e-mail address of a dependant',
    'token of a hand-over',
    'what a patient is called there',
  ],
  'device.sealed': ['name of a device'],
  'session.sealed': ['address of a caller'],
  'totp.sealed': ['TOTP secret'],
  'passkey.sealed': ['name of a passkey'],
  'resource_current.sealed': [
    'family name',
    'address line',
    'note, second version',
    'attachment',
    'for whom a consent is',
    'name of a dependant',
  ],
  'resource_history.sealed': ['note, first version', 'telephone'],
  'document.sealed': ['document title', 'file name'],
  'share.sealed': [
    'share label',
    'share link id',
    'label of a share under a consent',
    'link id of a share under a consent',
  ],
  'organisation.sealed': ['name of an organisation', 'later name of an organisation'],
  'directory_record.sealed': ['name in a directory', 'later name in a directory'],
  'access_grant.sealed': [
    'for whom a consent is',
    'what a patient is called there',
    'for whom an offer is',
    'for whom a care team is',
  ],
  'emergency_review.sealed': ['words of an emergency', 'words of a dispute', 'words of a review'],
  'reidentification.sealed': ['reason of a re-identification', 'pseudonym of a review'],
  'access_question.sealed': ['question about an access', 'answer about an access'],
  'alert.sealed': ['words about an alert'],
  'webhook_outbox.sealed': ['member of every webhook about an alert'],
  'audit_hold.sealed': ['reason of a hold'],
  'audit_event.core': ['member of every audit core', 'address of a caller'],
  'audit_event.detail': ['ciphertext hash', 'member of every audit detail of a write'],
};

/** Only Linux lets a client choose its address on the loopback network; it goes into the audit core. */
const CALLER_ADDRESS = process.platform === 'linux' ? '127.83.42.117' : undefined;

const needles = new Map<string, Needle>();
let directory: TemporaryDirectory;
let wardkeep: Wardkeep;
let isStopped = false;
const output: string[] = [];
/** As Prometheus was told, once everything was planted. */
let metrics = '';
let metricsPort = 0;

/** A text that nothing else holds, which the scan will look for. */
function canary(label: string, make = (random: string) => `${random} Kanárie Öz`): string {
  const value = make(randomBytes(6).toString('hex'));
  remember(label, value);
  return value;
}

function remember(label: string, value: string | Uint8Array): void {
  if (needles.has(label)) throw new Error(`there are two needles called ${label}`);
  needles.set(label, { label, value });
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  });
  try {
    wardkeep = await start();
    rememberKeys();
    await plant();
  } finally {
    vi.mocked(process.stdout.write).mockRestore();
  }
  mkdirSync(path.join(directory.path, 'output'));
  writeFileSync(path.join(directory.path, 'output/stdout.log'), output.join(''));
  writeFileSync(path.join(directory.path, 'output/metrics.txt'), metrics);
}, 180_000);
afterAll(async () => {
  await stop();
  const home = wardkeep.state.opened.cluster?.home;
  await directory.remove();
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
}, 60_000);

async function stop(): Promise<void> {
  if (isStopped) return;
  isStopped = true;
  await wardkeep.stop();
}

async function start(): Promise<Wardkeep> {
  metricsPort = await freePort();
  const { WARDKEEP_TEST_POSTGRES_BIN: binaries } = process.env;
  const config = readConfig({
    WARDKEEP_PORT: '0',
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
    XDG_CONFIG_HOME: path.join(directory.path, 'config'),
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
    WARDKEEP_LOG_LEVEL: 'debug',
    // Nothing listens there: what is to be sent stays in the outbox.
    WARDKEEP_SMTP_URL: 'smtp://127.0.0.1:1',
    WARDKEEP_MAIL_SENDER: 'wardkeep@example.test',
    WARDKEEP_SIGN_UP: 'open',
    WARDKEEP_ALERT_WEBHOOK: 'https://127.0.0.1:1/alerts',
    WARDKEEP_WEBHOOK_SECRET_FROM: 'env:TEST_WEBHOOK_SECRET',
    TEST_WEBHOOK_SECRET: canary(
      'webhook secret',
      () => `whsec_${randomBytes(32).toString('base64')}`,
    ),
    WARDKEEP_METRICS_PORT: String(metricsPort),
    ...(binaries === undefined ? {} : { WARDKEEP_POSTGRES_BIN: binaries }),
  });
  return startWardkeep(config, openLog(config));
}

/** What nobody can send: the service's own secrets. */
function rememberKeys(): void {
  const { gate } = wardkeep.state;
  if (gate === undefined) throw new Error('the server started locked');
  const pairs = [
    ['session signing key', 'session-signing'],
    ['share key', 'share-token'],
    ['checkpoint key', 'audit-checkpoint'],
  ] as const;
  for (const [label, name] of pairs) {
    const { d = '' } = gate.vault.service.pair(name).privateKey.export({ format: 'jwk' });
    remember(label, Buffer.from(d, 'base64url'));
  }
  const config = path.join(directory.path, 'config/wardkeep');
  const [file = ''] = readdirSync(config);
  remember('passphrase', readFileSync(path.join(config, file), 'utf8').trim());
}

async function plant(): Promise<void> {
  const admin = await plantAdministrator();
  const patient = await plantPatient();
  await plantRecords(patient);
  const documentId = await plantDocument(patient);
  await plantShare(patient, documentId);
  await plantAccess(patient, admin, {
    url: wardkeep.url,
    canary,
    remember,
    told: (label) => String(needles.get(label)?.value),
    addSecondFactors: plantSecondFactors,
  });
  await readEverything(patient, documentId);
  await plantRefusals(patient, admin, {
    url: wardkeep.url,
    canary,
    told: (label) => String(needles.get(label)?.value),
  });
  await plantSearches(patient, canary);
  await plantFailures(patient);
  await plantAudit(patient);
  if (bundleFile !== undefined) await plantSynthea(bundleFile);
  await plantAlerts(admin, { canary, remember });
  metrics = await (await fetch(`http://localhost:${metricsPort}/metrics`)).text();
}

async function plantAdministrator(): Promise<TestCaller> {
  const admin = new TestCaller(wardkeep.url);
  const setUpToken = wardkeep.setUpLink?.split('#')[1] ?? '';
  remember('set-up token', setUpToken);
  const reply = (await admin.begin('/api/set-up', {
    setUpToken,
    email: canary('administrator’s e-mail address', (random) => `${random}@example.test`),
    password: canary('administrator’s password', (random) => `${random} lösen ${random}`),
    displayName: canary('administrator’s display name'),
  })) as { recoveryKit: { privateText: string } };
  remember('recovery kit', reply.recoveryKit.privateText);
  await plantSecondFactors(admin, 'administrator’s ');
  const { json } = await admin.post('/api/invitations', {
    role: 'provider',
    email: canary('e-mail address of somebody invited', (random) => `${random}@example.test`),
  });
  remember('invitation token', String(json.link).split('#')[1] ?? '');
  expect((await admin.get('/api/accounts')).status).toBe(200);
  return admin;
}

async function plantPatient(): Promise<TestCaller> {
  const account = {
    email: canary('e-mail address', (random) => `Kanarie.${random}@Example.test`),
    password: canary('password', (random) => `correct horse ${random}`),
  };
  const patient = new TestCaller(wardkeep.url);
  await patient.begin('/api/accounts', { ...account, displayName: canary('display name') });
  await patient.begin('/api/sessions', account);
  for (const [index, pair] of patient.cookie.split('; ').entries())
    remember(`session token ${index}`, pair.slice(pair.indexOf('=') + 1));
  remember('CSRF token', patient.csrfToken);
  expect((await patient.post('/api/sessions/refresh', {})).status).toBe(200);
  await plantSecondFactors(patient, '');
  await plantDevice(patient);
  return patient;
}

/** An authenticator app, its recovery codes and a passkey. */
async function plantSecondFactors(caller: TestCaller, whose: string): Promise<void> {
  const { secret } = (await caller.post('/api/account/totp', {})).json;
  remember(`${whose}TOTP secret`, String(secret));
  const code = totpCode(String(secret));
  const confirmed = await caller.begin('/api/account/totp/confirmation', { code });
  const { recoveryCodes } = confirmTotp.reply.parse(confirmed);
  for (const [index, text] of (recoveryCodes ?? []).entries())
    remember(`${whose}recovery code ${index}`, text);
  const options = await caller.post('/api/account/passkeys/options', {});
  const { origin, hostname } = new URL(wardkeep.url.replace('//127.0.0.1', '//localhost'));
  const passkey = softwareAuthenticator({ origin, rpId: hostname });
  const response = passkey.createCredential(options.json);
  await caller.begin('/api/account/passkeys', {
    name: canary(`${whose}name of a passkey`),
    response,
  });
}

async function plantDevice(caller: TestCaller): Promise<void> {
  const { devices } = (await caller.get('/api/account/security')).json;
  const name = canary('name of a device');
  const address = `/api/devices/${devices[0].deviceId}/name`;
  const renamed = await caller.send('PUT', address, {
    body: JSON.stringify({ name }),
    headers: { 'content-type': 'application/json' },
  });
  expect(renamed.status).toBe(204);
  const security = await caller.get('/api/account/security');
  expect(security.text).toContain(name);
  expect(security.text).toContain(needles.get('name of a passkey')?.value);
}

async function plantRecords(patient: TestCaller): Promise<void> {
  const person = {
    resourceType: 'Patient',
    identifier: [
      { system: 'urn:example', value: canary('identifier', (random) => `MRN${random}`) },
    ],
    name: [{ family: canary('family name'), given: [canary('given name')] }],
    telecom: [
      {
        system: 'phone',
        value: canary('telephone', (random) => `+49 ${Number.parseInt(random, 16)}`),
      },
    ],
    address: [{ line: [canary('address line')], city: canary('city') }],
    photo: [
      { contentType: 'image/png', data: Buffer.from(canary('attachment')).toString('base64') },
    ],
  };
  const imports = `/api/patients/${patient.personId}/imports`;
  const first = await patient.post(imports, bundle(person, canary('note, first version')), {
    accept: 'application/x-ndjson',
  });
  expect(first.text).toContain('"reply"');
  const { telecom: _telecom, ...rest } = person;
  const second = { ...rest, active: true };
  const again = await patient.post(imports, bundle(second, canary('note, second version')));
  expect(again.json).toMatchObject({ imported: 2 });
  const created = await patient.post('/fhir/R4/Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: canary('observation') },
    valueString: canary('value').repeat(20_000),
  });
  expect(created.json).toMatchObject({ resourceType: 'Observation', status: 'final' });
}

function bundle(patient: object, note: string): unknown {
  const entries = [
    ['urn:uuid:10000000-0000-4000-8000-000000000001', patient],
    [
      'urn:uuid:10000000-0000-4000-8000-000000000002',
      {
        resourceType: 'Condition',
        subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
        note: [{ text: note }],
      },
    ],
  ];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entries.map(([fullUrl, resource]) => ({
      fullUrl,
      resource,
      request: { method: 'POST', url: 'x' },
    })),
  };
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

async function plantDocument(patient: TestCaller): Promise<string> {
  const documents = `/api/patients/${patient.personId}/documents`;
  const { json } = await patient.post(documents, {
    title: canary('document title'),
    fileName: canary('file name', (random) => `${random} Röntgen.png`),
  });
  const content = canary('file content');
  const file = Buffer.concat([
    PNG,
    Buffer.from(content.repeat(2000)),
    Buffer.alloc(70_000),
    Buffer.from(content),
  ]);
  const stored = await patient.put(`${documents}/${json.documentId}/content`, new Uint8Array(file));
  expect(stored.status).toBe(200);
  return String(json.documentId);
}

async function plantShare(patient: TestCaller, documentId: string): Promise<void> {
  const shared = await patient.post(`/api/patients/${patient.personId}/shares`, {
    label: canary('share label'),
    records: [{ type: 'Patient', id: patient.personId }],
    documents: [documentId],
  });
  const linkId = String(shared.json.link).split('#')[1] ?? '';
  remember('share link id', linkId);
  const holder = new TestCaller(wardkeep.url);
  const authorization = `Wardkeep-Share ${linkId}`;
  expect((await holder.get('/api/shared', { authorization })).status).toBe(200);
  const file = await holder.get(`/api/shared/documents/${documentId}/content`, { authorization });
  expect(file.status).toBe(200);
}

/** Planted means: it comes back. Each of these also leaves an event and a line in the log. */
async function readEverything(patient: TestCaller, documentId: string): Promise<void> {
  const own = `/api/patients/${patient.personId}`;
  const answers = await Promise.all(
    [
      '/api/account',
      `/fhir/R4/Patient/${patient.personId}`,
      `${own}/chart`,
      `${own}/documents`,
      `${own}/shares`,
      `${own}/access-log`,
      `${own}/documents/${documentId}/content`,
    ].map((address) => patient.get(address)),
  );
  const all = answers.map(({ text }) => text).join('\n');
  for (const label of ['e-mail address', 'display name', 'family name', 'address line'])
    expect(all, label).toContain(needles.get(label)?.value);
  for (const label of ['document title', 'file name', 'file content', 'share label'])
    expect(all, label).toContain(needles.get(label)?.value);
}

/** PostgreSQL refuses in the middle of the work: its messages quote rows and values. */
async function plantFailures(patient: TestCaller): Promise<void> {
  const stranger = new TestCaller(wardkeep.url);
  await asSuperuser('alter table account add constraint no_more check (false) not valid');
  const signUp = await stranger.post('/api/accounts', {
    email: canary('e-mail address of a failure', (random) => `${random}@example.test`),
    password: canary('password of a failure', (random) => `${random} ${random} ${random}`),
    displayName: canary('name of a failure'),
  });
  await asSuperuser('alter table account drop constraint no_more');
  await asSuperuser('alter table resource_history rename to resource_past');
  const created = await patient.post('/fhir/R4/Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: canary('record of a failure') },
  });
  await asSuperuser('alter table resource_past rename to resource_history');
  expect(signUp.status).toBeGreaterThanOrEqual(500);
  expect(created.status).toBeGreaterThanOrEqual(500);
}

async function plantAudit(patient: TestCaller): Promise<void> {
  // What JSON calls these members stands in the plaintext of each event's two halves, and nowhere else.
  remember('member of every audit core', '"purposeOfUse":');
  remember('member of every audit detail of a write', '"ciphertextHashes":');
  await plantHold(path.join(directory.path, 'data'), { canary, remember });
  const rows = await query(
    cluster().settings,
    `select sealed from resource_current where owner_id = '${patient.personId}' limit 1`,
  );
  const sealed = rows[0]?.['sealed'];
  if (!Buffer.isBuffer(sealed)) throw new Error('there is no sealed record');
  remember('ciphertext hash', createHash('sha256').update(sealed).digest());
  remember('address of a caller', CALLER_ADDRESS ?? 'no address was planted on this system');
  if (CALLER_ADDRESS === undefined) return;
  await signInFrom(CALLER_ADDRESS);
  const { hostname, port } = new URL(wardkeep.url);
  const asking = request({ hostname, port, path: '/api/account', localAddress: CALLER_ADDRESS });
  const answered = once(asking, 'response');
  asking.end();
  await answered;
  asking.destroy();
}

/** A session that was begun there. */
async function signInFrom(localAddress: string): Promise<void> {
  const { hostname, port } = new URL(wardkeep.url);
  const email = needles.get('e-mail address')?.value;
  const password = needles.get('password')?.value;
  const headers = { 'content-type': 'application/json' };
  const path = '/api/sessions';
  const asking = request({ hostname, port, path, method: 'POST', headers, localAddress });
  const answered = once(asking, 'response');
  asking.end(JSON.stringify({ email, password }));
  const [answer] = await answered;
  expect(answer.statusCode).toBe(200);
  answer.resume();
}

async function plantSynthea(file: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  for (const needle of needlesFromBundle(JSON.parse(text), 'Synthea'))
    remember(needle.label, needle.value);
  const patient = new TestCaller(wardkeep.url);
  await patient.begin('/api/accounts', {
    email: 'synthea@example.test',
    password: 'correct horse battery staple',
    displayName: 'Somebody Generated',
  });
  const reply = await patient.post(`/api/patients/${patient.personId}/imports`, text);
  expect(reply.status).toBe(200);
}

function cluster() {
  const { cluster } = wardkeep.state.opened;
  if (cluster === undefined) throw new Error('the server does not run its own PostgreSQL');
  return cluster;
}

function asSuperuser(statement: string): Promise<void> {
  return administrate(withDatabaseName(cluster().administrator, 'wardkeep'), [statement]);
}

/** The data directory, the cluster where that had to go elsewhere, and what went to standard output. */
async function searched(wanted: readonly Needle[]): Promise<readonly ScanReport[]> {
  const places = ['data', 'output'].map((name) => path.join(directory.path, name));
  const { home } = cluster();
  if (!home.startsWith(directory.path)) places.push(home);
  return Promise.all(places.map((place) => scanDirectory(place, wanted)));
}

const findingsOf = (reports: readonly ScanReport[]): readonly Finding[] =>
  reports.flatMap(({ findings }) => findings);

describe('what the server leaves on the disk', () => {
  const sensitive = Object.entries(CLASSIFICATION).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, kind]) =>
      kind === 'sensitive' ? [`${table}.${column}`] : [],
    ),
  );

  test('every sensitive column has needles here, and no other', () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(sensitive.toSorted());
    for (const [column, labels] of Object.entries(PLANTED)) {
      expect(labels, column).not.toEqual([]);
      for (const label of labels) expect(needles.has(label), `${column}: ${label}`).toBe(true);
    }
  });

  test.for(sensitive)('%s is filled', async (column) => {
    const [table, name] = column.split('.');
    const rows = await query(
      cluster().settings,
      `select count(${name})::int as filled from ${table}`,
    );
    expect(rows[0]?.['filled']).toBeGreaterThan(0);
  });

  test('the needles are in what was sealed: an audit core opens and holds the caller’s address', async () => {
    const { gate } = wardkeep.state;
    const rows = await query(
      cluster().settings,
      `select event_id, core from audit_event where event_type = 'account.read'`,
    );
    const cores = rows.map((row) =>
      JSON.stringify(gate?.auditSealing.openCore(String(row['event_id']), row['core'] as never)),
    );
    expect(cores.join()).toContain('"purposeOfUse":');
    if (CALLER_ADDRESS !== undefined) expect(cores.join()).toContain(CALLER_ADDRESS);
  });

  test('holds nothing readable while the server runs', async () => {
    const reports = await searched([...needles.values()]);
    expect(findingsOf(reports)).toEqual([]);
    expect(reports.flatMap(({ unreadable }) => unreadable)).toEqual([]);
  });

  test('the metrics were told: counts of what was done here', () => {
    for (const action of ['account.sign-up', 'record.create', 'document.read', 'share.open'])
      expect(metrics).toContain(`wardkeep_http_requests_total{action="${action}",status="2xx"}`);
    expect(metrics).toMatch(/^wardkeep_alerts_open \d+$/m);
  });

  test('holds nothing readable once everything is written out of memory', async () => {
    await asSuperuser('checkpoint');
    expect(findingsOf(await searched([...needles.values()]))).toEqual([]);
  });

  test.skipIf(bundleFile === undefined)(
    'holds nobody of a generated record that was imported (needs shared/data)',
    () => {
      const labels = [...needles.keys()].filter((label) => label.startsWith('Synthea'));
      expect(labels.some((label) => label.includes('family name'))).toBe(true);
      expect(labels.some((label) => label.includes('address line'))).toBe(true);
    },
  );
});

describe('the scan would have found', () => {
  const control = { label: 'control', value: `Kontrolle ${randomBytes(8).toString('hex')}` };

  test('a file in the data directory, in every encoding', async () => {
    const { missed } = await scanWithControl(path.join(directory.path, 'data'), [control]);
    expect(missed).toEqual([]);
  });

  test('text that got into a sensitive column, in the table’s file and in the WAL', async () => {
    await asSuperuser(
      `update share set sealed = convert_to('{"label":"${control.value}"}', 'UTF8')`,
    );
    await asSuperuser('checkpoint');
    const files = findingsOf(await searched([control])).map(({ file }) => file);
    expect(files.some((file) => /(^|\/)base\/\d+\/\d+$/.test(file))).toBe(true);
    expect(files.some((file) => /(^|\/)pg_wal\/[0-9A-F]{24}$/.test(file))).toBe(true);
  });

  test('what a request sent, had the log taken it', async () => {
    const logs = path.join(directory.path, 'data/logs');
    const log = readdirSync(logs)
      .map((name) => readFileSync(path.join(logs, name), 'utf8'))
      .join('');
    // The paths above did log: a scan of an empty log would prove nothing.
    for (const status of [200, 400, 401, 404, 503])
      expect(log.includes(`"status":${status}`), String(status)).toBe(true);
    expect(output.join('')).toContain('"msg":"request"');
  });
});

test('yardstick 9: no password, code, token or record is readable on the disk after the server stopped', async () => {
  await stop();
  expect(findingsOf(await searched([...needles.values()]))).toEqual([]);
}, 60_000);
