import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanDirectory, type Needle } from '../../../../cli/src/index.ts';
import type { EmbeddedCluster } from '../../db/embedded-cluster.ts';
import { queries } from '../../db/queries.ts';
import { administrate } from '../../testing/administrate.ts';
import type { AnyJson } from '../../testing/any-json.ts';
import { agree } from '../../testing/consent-offers.ts';
import { startCluster, withDatabase } from '../../testing/embedded.ts';
import {
  startTestServer,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestServer,
} from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { connectionString } from '../../testing/test-server.ts';

/**
 * What PostgreSQL is told: its own log of every statement with every parameter, which the product switches off, on a cluster
 * that does write it. Neither what is stored nor what is looked for may stand in it.
 */

const SAID: Readonly<Record<string, string>> = {
  identifier: 'MRN-77431-QX',
  'identifier system': 'https://registry.example.test/numbers',
  'family name': 'Quillfeather',
  'given name': 'Ottoline',
  telephone: '1715550123',
  'e-mail address': 'ottoline.q@example.test',
  'birth date': '1957-08-23',
  street: 'Marzipangasse 11',
  'words of a record': 'Zimtwaffelallergie',
  'words of a change': 'Lakritzunverträglichkeit',
  'words of a transaction': 'Pfefferkuchenschock',
  'a patched word': 'Marillenknödelkoma',
  'what is looked for in a chart': 'Rhabarberfieber',
  'a code': 'xq-9931-code',
  'condition of a create': 'KEY-55812-ZZ',
  'search of nobody': 'Nirgendwoman',
};
const CONTROL: Readonly<Record<string, string>> = {
  'a parameter of text': 'Kontrollwort-81723',
  'a parameter of bytes': 'Kontrollbytes-44120',
  'a statement': 'Kontrollsatz-90335',
};

const said = (name: string): string => SAID[name] ?? '';
const needles = (from: Readonly<Record<string, string>>): readonly Needle[] =>
  Object.entries(from).map(([label, value]) => ({ label, value }));

let directory: TemporaryDirectory;
let cluster: EmbeddedCluster;
let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;

beforeAll(async () => {
  directory = await temporaryDirectory();
  cluster = await startCluster({
    directory: path.join(directory.path, 'postgres'),
    durable: false,
  });
  const settings = { log_statement: 'all', log_parameter_max_length: '-1' };
  const loud = { ...settings, log_error_verbosity: 'default', log_duration: 'on' };
  await administrate(
    cluster.administrator,
    Object.entries(loud).map(
      ([name, value]) => `alter database ${cluster.settings.database} set ${name} = '${value}'`,
    ),
  );
  server = await startTestServer({
    settings: { DATABASE_URL: connectionString(cluster.settings) },
  });
  patient = await server.signUp();
  provider = await server.join('provider');
  await agree(patient, provider, { terms: { ...TERMS } });
}, 120_000);
afterAll(async () => {
  try {
    await server.stop();
  } finally {
    await cluster.stop();
    await directory.remove();
  }
});

const TERMS = {
  kinds: ['results', 'conditions', 'other'],
  sensitivities: [],
  mayWrite: true,
  mayShare: false,
};

const subject = () => ({ reference: `Patient/${patient.personId}` });
const condition = (text: string) => ({
  resourceType: 'Condition',
  code: { text, coding: [{ system: 'urn:example', code: said('a code') }] },
  subject: subject(),
});
const entry = (method: string, url: string, resource?: object, more: object = {}) => ({
  ...(resource === undefined ? {} : { resource }),
  request: { method, url, ...more },
});
const word = (name: string): string => encodeURIComponent(said(name));
const ok = async (answer: Promise<Answer>): Promise<AnyJson> => {
  const { status, text, json } = await answer;
  expect([status < 300, text.slice(0, 300)]).toMatchObject([true, {}]);
  return json;
};

async function write(): Promise<void> {
  const person = {
    resourceType: 'Patient',
    identifier: [{ system: said('identifier system'), value: said('identifier') }],
    name: [{ family: said('family name'), given: [said('given name')] }],
    telecom: [
      { system: 'phone', value: said('telephone') },
      { system: 'email', value: said('e-mail address') },
    ],
    address: [{ line: [said('street')] }],
    birthDate: said('birth date'),
  };
  await ok(patient.post('/fhir/R4/Patient', person));
  const record = await ok(
    provider.post('/fhir/R4/Condition', condition(said('words of a record'))),
  );
  const headers = { 'content-type': 'application/fhir+json' };
  const changed = { ...condition(said('words of a change')), id: record.id };
  const address = `/fhir/R4/Condition/${record.id}`;
  await ok(patient.send('PUT', address, { body: JSON.stringify(changed), headers }));
  const patch = [{ op: 'replace', path: '/code/text', value: said('a patched word') }];
  const asPatch = { 'content-type': 'application/json-patch+json' };
  await ok(patient.send('PATCH', address, { body: JSON.stringify(patch), headers: asPatch }));
  const ifNoneExist = `identifier=${said('condition of a create')}`;
  for (const _time of [1, 2])
    await ok(
      patient.post(
        '/fhir/R4/Basic',
        {
          resourceType: 'Basic',
          identifier: [{ value: said('condition of a create') }],
          code: { text: 'x' },
        },
        { 'if-none-exist': ifNoneExist },
      ),
    );
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      entry('POST', 'Condition', condition(said('words of a transaction'))),
      entry('POST', 'Basic', { resourceType: 'Basic', code: { text: 'y' } }, { ifNoneExist }),
      entry('PUT', `Basic?identifier=${said('condition of a create')}`, {
        resourceType: 'Basic',
        identifier: [{ value: said('condition of a create') }],
        code: { text: said('words of a transaction') },
      }),
      entry('GET', `Condition?_content=${word('what is looked for in a chart')}`),
    ],
  };
  // The two conditions mean one record, which a transaction may not.
  expect((await patient.post('/fhir/R4', bundle)).status).toBe(422);
  bundle.entry.splice(1, 1);
  await ok(patient.post('/fhir/R4', bundle));
}

async function search(): Promise<void> {
  const people = [
    `identifier=${word('identifier system')}|${word('identifier')}`,
    `identifier=${word('identifier')}`,
    `phone=${word('telephone')}`,
    `email=${word('e-mail address')}`,
    `family=${word('family name')}&given=${word('given name')}`,
    `name=${word('family name')}`,
    `birthdate=${said('birth date')}`,
  ];
  for (const query of people) {
    const { entry: found } = await ok(patient.get(`/fhir/R4/Patient?${query}`));
    expect(found, query).toHaveLength(1);
    await ok(provider.get(`/fhir/R4/Patient?${query}`));
  }
  await ok(provider.get(`/fhir/R4/Patient?family=${word('search of nobody')}`));
  const chart = `patient=${patient.personId}`;
  for (const query of [
    `code=${word('a code')}`,
    `code:text=${word('what is looked for in a chart')}`,
    `_content=${word('a patched word')}`,
  ])
    await ok(provider.get(`/fhir/R4/Condition?${chart}&${query}`));
  const body = new URLSearchParams({ patient: patient.personId, code: said('a code') }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await ok(patient.send('POST', '/fhir/R4/Condition/_search', { body, headers }));
  const first = await ok(patient.get(`/fhir/R4/Condition?code=${word('a code')}&_count=1`));
  const next = new URL(first.link.find((each: AnyJson) => each.relation === 'next').url);
  await ok(patient.get(next.pathname + next.search));
  await ok(patient.get(`/fhir/R4/Patient/${patient.personId}/$everything`));
}

/** The log so far, in a directory of its own. */
function copiedLog(name: string): string {
  const folder = path.join(directory.path, name);
  mkdirSync(folder);
  copyFileSync(path.join(cluster.home, 'server.log'), path.join(folder, 'server.log'));
  return folder;
}

describe('PostgreSQL’s log of statements and parameters', () => {
  let folder: string;
  beforeAll(async () => {
    await write();
    await search();
    folder = copiedLog('told');
  }, 60_000);

  test('is whole: what was written and looked up stands in it, sealed or keyed', () => {
    const log = readFileSync(path.join(folder, 'server.log'), 'utf8');
    for (const table of ['resource_current', 'resource_history', 'person_index', 'audit_event'])
      expect(log, table).toMatch(new RegExp(`(?:execute|statement)[^\\n]*:[^]{0,600}${table}`));
    expect(log.match(/Parameters: |parameters: /g)?.length).toBeGreaterThan(200);
    // As a parameter, and in it the person: bytes are written in hex.
    expect(log).toContain(patient.personId);
    expect(log.match(/\$\d+ = '(?:\{"?)?\\+x[0-9a-f]{40,}/g)?.length).toBeGreaterThan(50);
  });

  test('holds no value that was stored or looked for, in any encoding', async () => {
    const { findings, unreadable } = await scanDirectory(folder, needles(SAID));
    expect(findings).toEqual([]);
    expect(unreadable).toEqual([]);
  });

  test('would show one that was told in the open: as text, as bytes, in the statement', async () => {
    const bytes = Buffer.from(CONTROL['a parameter of bytes'] ?? '');
    await withDatabase(cluster.settings, (db) =>
      db.transaction(async (tx) => {
        await sql`select ${CONTROL['a parameter of text']}::text`.execute(queries(tx));
        await sql`select ${bytes}::bytea`.execute(queries(tx));
        await sql.raw(`select '${CONTROL['a statement']}'`).execute(queries(tx));
      }),
    );
    const { findings } = await scanDirectory(copiedLog('control'), needles(CONTROL));
    expect(new Set(findings.map(({ needle }) => needle))).toEqual(new Set(Object.keys(CONTROL)));
  });
});
