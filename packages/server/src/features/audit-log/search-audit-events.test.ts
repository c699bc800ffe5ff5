import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, OPERATOR_ACTIONS } from '@wardkeep/contract';
import { onePatientBundle } from '../../testing/bundles.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

const EXAMPLES = path.resolve(
  import.meta.dirname,
  '../../../../../../shared/data/fhir/hl7-r4-examples',
);

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
let friend: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Pat Logged');
  provider = await server.join('provider');
  friend = await server.signUp('A Friend');
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Logged'));
  const to = { patientId: patient.personId, granteeId: provider.personId };
  await giveGrant(server, { ...to, kind: 'consent' });
  await provider.get(`/fhir/R4/Patient/${patient.personId}`);
  await friend.get(`/fhir/R4/Patient/${patient.personId}`);
  await provider.get(`/api/patients/${patient.personId}/chart`);
}, 60_000);
afterAll(() => server.stop());

// oxlint-disable-next-line no-explicit-any -- FHIR as it came
type Fhir = any;

const ask = (query: Readonly<Record<string, string>>, caller = patient): Promise<Answer> =>
  caller.get(`/fhir/R4/AuditEvent?${new URLSearchParams({ patient: patient.personId, ...query })}`);
async function found(query: Readonly<Record<string, string>> = {}): Promise<readonly Fhir[]> {
  const answer = await ask(query);
  expect(answer.status, answer.text).toBe(200);
  const entries: readonly Fhir[] = answer.json.entry;
  return entries.map(({ resource }) => resource);
}
const deeds = (events: readonly Fhir[]): readonly string[] =>
  events.map((event) => `${event.subtype.at(-1).code} ${event.outcome}`);

describe('AuditEvents of a patient', () => {
  test('are theirs and their guardians’', async () => {
    const answers = [];
    for (const caller of [server.stranger(), friend, provider, server.admin])
      answers.push((await ask({}, caller)).status);
    expect(answers).toEqual([401, 404, 403, 403]);
    const guardian = await server.signUp();
    const to = { patientId: patient.personId, granteeId: guardian.personId };
    await giveGrant(server, { ...to, kind: 'guardian' });
    expect((await ask({}, guardian)).status).toBe(200);
  });

  test('say who read what, why, from where and how it went, as IHE BALP has it', async () => {
    const [read] = await found({ agent: provider.personId, action: 'R', date: 'ge2026' }).then(
      (events) => events.filter((event) => deeds([event])[0] === 'record.read 0'),
    );
    expect(read).toMatchObject({
      resourceType: 'AuditEvent',
      meta: {
        profile: [
          'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead',
        ],
      },
      type: { code: 'rest' },
      action: 'R',
      outcome: '0',
      purposeOfEvent: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }],
        },
      ],
    });
    expect(read.subtype[0]).toEqual({
      system: 'http://hl7.org/fhir/restful-interaction',
      code: 'read',
    });
    const [user, client, host] = read.agent;
    expect(user).toMatchObject({
      type: { coding: [{ code: 'IRCP' }] },
      who: {
        identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${provider.personId}` },
      },
      name: 'Test Colleague',
      requestor: true,
    });
    expect(client).toMatchObject({
      type: { coding: [{ code: '110152' }] },
      network: { address: '127.0.0.1', type: '2' },
      requestor: false,
    });
    expect(host).toMatchObject({ type: { coding: [{ code: '110153' }] }, network: { type: '5' } });
    const [whose, what, request] = read.entity;
    expect(whose).toMatchObject({
      what: { reference: `Patient/${patient.personId}` },
      type: { code: '1' },
      role: { code: '1' },
    });
    expect(what).toMatchObject({
      what: { reference: `Patient/${patient.personId}` },
      type: { code: '2' },
      role: { code: '4' },
      detail: [{ type: 'version', valueString: '1' }],
    });
    expect(request.type.code).toBe('XrequestId');
  });

  test('name those whom the access log names, and no stranger', async () => {
    const tried = (await found({ agent: `Patient/${friend.personId}` })).at(-1);
    expect(deeds([tried])).toEqual(['record.read 4']);
    expect(tried.agent[0].who.identifier.value).toBe(`urn:uuid:${friend.personId}`);
    expect(JSON.stringify(tried)).not.toContain('A Friend');
    expect(tried.meta, 'what was refused follows no profile').toBeUndefined();
    const own = await found({ agent: patient.personId, action: 'C' });
    expect(own[0].agent[0].who).toEqual({ reference: `Patient/${patient.personId}` });
  });

  test('are filtered by date, agent, action and outcome', async () => {
    const refused = await found({ outcome: '4', action: 'R' });
    expect(deeds(refused)).toEqual(['record.read 4']);
    expect(await found({ outcome: '12' })).toEqual([]);
    expect(await found({ agent: 'Device/x' })).toEqual([]);
    expect(deeds(await found({ action: 'C' }))).toEqual(['record.import 0']);
    const all = await found({ agent: provider.personId });
    const at = String(all[0].recorded);
    const dated = (date: string) => found({ agent: provider.personId, date });
    expect(await dated(at)).toHaveLength(1);
    expect(await dated(`gt${at}`)).toHaveLength(0);
    expect(await dated(`le${at}`)).toHaveLength(all.length);
    expect(await dated(`lt${at}`)).toHaveLength(all.length - 1);
    expect(await dated(at.slice(0, 4))).toHaveLength(all.length);
    expect(await dated('lt2020-02')).toEqual([]);
    const two = await patient.get(
      `/fhir/R4/AuditEvent?patient=Patient/${patient.personId}&agent=${provider.personId}&date=ge2020&date=lt2021`,
    );
    expect(two.json.entry).toEqual([]);
  });

  test('are refused for what is no date', async () => {
    for (const date of ['2026-13', '2026-02-30', 'ne2026', 'sa2026', '2026-01-01T10:00', '', "'"]) {
      const answer = await ask({ date });
      expect([date, answer.status]).toEqual([date, 422]);
      expect(answer.json.resourceType).toBe('OperationOutcome');
    }
  });

  test('come in pages that lead from one to the next without gaps or doubles', async () => {
    // Reading pages is on record too: until now, and no further.
    const [{ recorded: now }] = await found({ _count: '1' });
    const all = (await found({ date: `lt${now}` })).map(({ id }) => id);
    const ids: string[] = [];
    let next: string | undefined =
      `/fhir/R4/AuditEvent?patient=${patient.personId}&_count=2&date=lt${now}`;
    while (next !== undefined) {
      const { json }: Answer = await patient.get(next);
      ids.push(...json.entry.map(({ resource }: Fhir) => resource.id));
      const links: readonly Fhir[] = json.link;
      expect(links[0]).toMatchObject({ relation: 'self' });
      next = links.find(({ relation }) => relation === 'next')?.url.replace(server.url, '');
    }
    expect(all.length).toBeGreaterThan(4);
    expect(ids).toEqual(all);
  });

  test('are what the server says that it can search, on a road of their own', async () => {
    const { rest } = (await server.stranger().get('/fhir/R4/metadata')).json;
    const resource = rest[0].resource.find(({ type }: Fhir) => type === 'AuditEvent');
    expect(resource.searchParam.map(({ name }: Fhir) => name)).toEqual([
      'patient',
      'date',
      'agent',
      'action',
      'outcome',
    ]);
    expect((await patient.get('/fhir/R4/AuditEvent')).code).toBe('validation_failed');
  });

  test('have every element that R4 asks for, and none that it does not know', async () => {
    const { resourceType, type, link, entry } = (await ask({})).json;
    expect([resourceType, type, link.length > 0]).toEqual(['Bundle', 'searchset', true]);
    expect(entry.length).toBeGreaterThan(4);
    for (const { resource } of entry) expect(whatIsWrong(resource)).toEqual([]);
  });

  test.skipIf(!hasExamples())(
    'are checked by rules that HL7’s own examples keep (skipped without ../shared/data)',
    () => {
      const files = readdirSync(EXAMPLES).filter((name) => name.startsWith('AuditEvent-example'));
      expect(files.length).toBeGreaterThan(4);
      for (const name of files)
        expect([
          name,
          whatIsWrong(JSON.parse(readFileSync(path.join(EXAMPLES, name), 'utf8'))),
        ]).toEqual([name, []]);
      expect(whatIsWrong({ resourceType: 'AuditEvent' }).length).toBeGreaterThan(3);
    },
  );

  test('tell every action by one of the five codes, and reading as reading', async () => {
    const { actionCode, subtypesOf } = await import('./fhir-action-rules.ts');
    const all = [...ACTIONS, ...OPERATOR_ACTIONS];
    const coded = new Map(all.map((action) => [action, actionCode(action)]));
    for (const action of ['chart.read', 'record.read', 'document.read', 'share.open'] as const)
      expect([action, coded.get(action)]).toEqual([action, 'R']);
    for (const action of all.filter((each) => /\.(?:list|search|sign-in|sign-out)$/.test(each)))
      expect([action, coded.get(action)]).toEqual([action, 'E']);
    for (const action of all.filter((each) => /\.read(?:-|$)/.test(each)))
      expect([action, coded.get(action)]).toEqual([action, 'R']);
    for (const action of all) expect(subtypesOf(action).at(-1)?.code).toBe(action);
  });
});

function hasExamples(): boolean {
  try {
    return readdirSync(EXAMPLES).length > 0;
  } catch {
    return false;
  }
}

/** https://hl7.org/fhir/R4/auditevent.html: members with `!` must be there, those with `*` are lists. */
const CODING = 'system version code display userSelected id';
const CONCEPT = 'coding* text';
const REFERENCE = 'reference type identifier display';
const RULES: Readonly<Record<string, string>> = {
  '': 'resourceType! id meta text implicitRules language type! subtype* contained* action period recorded! outcome outcomeDesc purposeOfEvent* agent*! source! entity*',
  type: CODING,
  subtype: CODING,
  purposeOfEvent: CONCEPT,
  agent:
    'type role* who altId name requestor! location policy* media network purposeOfUse* extension',
  'agent.type': CONCEPT,
  'agent.role': CONCEPT,
  'agent.who': REFERENCE,
  'agent.network': 'address type',
  'agent.purposeOfUse': CONCEPT,
  source: 'site observer! type*',
  'source.observer': REFERENCE,
  'source.type': CODING,
  entity: 'what type role lifecycle securityLabel* name description query detail*',
  'entity.what': REFERENCE,
  'entity.type': CODING,
  'entity.role': CODING,
  'entity.detail': 'type! valueString valueBase64Binary',
};

function whatIsWrong(resource: Fhir): readonly string[] {
  const codes = [
    ...(/^(?:0|4|8|12)$/.test(resource.outcome ?? '0') ? [] : ['outcome']),
    ...(/^[CRUDE]$/.test(resource.action ?? 'E') ? [] : ['action']),
    ...(Number.isNaN(Date.parse(resource.recorded)) ? ['recorded'] : []),
    // Invariant sev-1: a name or a query, not both.
    ...(resource.entity ?? []).flatMap((each: Fhir) => (each.name && each.query ? ['sev-1'] : [])),
  ];
  return [...codes, ...wrongIn('', resource)];
}

function wrongIn(at: string, value: Fhir): readonly string[] {
  const rule = RULES[at];
  if (rule === undefined) return [];
  const allowed = new Map(rule.split(' ').map((word) => [word.replace(/[!*]+$/, ''), word]));
  const missing = [...allowed].flatMap(([name, word]) =>
    word.endsWith('!') && value[name] === undefined ? [`${at}.${name} is missing`] : [],
  );
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const word = allowed.get(name);
    if (word === undefined) return [`${at}.${name} is not known`];
    if (word.includes('*') !== Array.isArray(member)) return [`${at}.${name} is no list, or one`];
    const below = at === '' ? name : `${at}.${name}`;
    return [member].flat().flatMap((each) => wrongIn(below, each));
  });
  return [...missing, ...wrong];
}
