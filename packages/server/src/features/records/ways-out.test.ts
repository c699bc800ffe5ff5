import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentTerms } from '@wardkeep/contract';
import { PNG } from '../../testing/files.ts';
import { EVERYTHING, giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { valid } from '../../testing/valid-resource.ts';

/** One word for each place; no answer may hold one that its caller's view does not cover. */
const CANARIES = {
  name: 'Quillfeather',
  address: 'Brindlewick',
  note: 'Tamarisket',
  condition: 'Ostrelline',
  hiv: 'Vellumshade',
  medication: 'Corvanthe',
  hivMedication: 'Murrowdane',
  medicationOfHivVisit: 'Jessamere',
  consent: 'Wickenhurst',
  documentTitle: 'Sablethorn',
  fileName: 'Pellucidor',
} as const;
type Canary = keyof typeof CANARIES;
const ALL = Object.keys(CANARIES) as Canary[]; // of the object above

const PATIENT = 'urn:uuid:20000000-0000-4000-8000-000000000001';
const HIV_VISIT = 'urn:uuid:20000000-0000-4000-8000-000000000002';
const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };

const subject = { reference: PATIENT };
const medication = (text: string, more: object = {}) => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  subject,
  medicationCodeableConcept: { text },
  ...more,
});
const RECORDS: readonly { readonly fullUrl?: string; readonly resource: object }[] = [
  {
    fullUrl: PATIENT,
    resource: {
      resourceType: 'Patient',
      name: [{ family: CANARIES.name, given: [CANARIES.name] }],
      address: [{ line: [CANARIES.address] }],
      birthDate: '1980-02-03',
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml">${CANARIES.note}</div>`,
      },
    },
  },
  {
    fullUrl: HIV_VISIT,
    resource: valid('Encounter', { subject, meta: { security: [HIV] } }),
  },
  { resource: { resourceType: 'Condition', subject, code: { text: CANARIES.condition } } },
  {
    resource: {
      resourceType: 'Condition',
      subject,
      code: { text: CANARIES.hiv },
      meta: { security: [HIV] },
    },
  },
  { resource: medication(CANARIES.medication) },
  { resource: medication(CANARIES.hivMedication, { meta: { security: [HIV] } }) },
  { resource: medication(CANARIES.medicationOfHivVisit, { encounter: { reference: HIV_VISIT } }) },
  { resource: valid('Consent', { policyRule: { text: CANARIES.consent } }) },
];

const MEDICATIONS: ConsentTerms = { ...EVERYTHING, kinds: ['medications'], sensitivities: [] };

let server: TestServer;
let patient: TestCaller;
let recordIds: { readonly type: string; readonly id: string }[];
let documentId: string;

beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  const base = `/api/patients/${patient.personId}`;
  const made = await patient.post('/fhir/R4', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: RECORDS.map((each) => ({
      ...each,
      request: { method: 'POST', url: (each.resource as { resourceType: string }).resourceType }, // by the list above
    })),
  });
  recordIds = made.json.entry.map((each: { response: { location: string } }) => {
    const [type = '', id = ''] = each.response.location.split('/');
    return { type, id };
  });
  const named = { title: CANARIES.documentTitle, fileName: `${CANARIES.fileName}.png` };
  ({ documentId } = (await patient.post(`${base}/documents`, named)).json);
  await patient.put(`${base}/documents/${documentId}/content`, PNG);
}, 60_000);
afterAll(() => server.stop());

/** Every way out there is, and what goes wrong on the way: all that comes back. */
async function everythingOf(caller: TestCaller, known = patient.personId): Promise<Answer[]> {
  const base = `/api/patients/${known}`;
  const answers = [
    await caller.get(`${base}/chart`),
    await caller.get(`${base}/documents`),
    await caller.get(`${base}/documents/${documentId}/content`),
    await caller.get(`${base}/shares`),
    await caller.get(`${base}/access-log`),
    await caller.get('/fhir/R4/metadata'),
    await caller.post('/api/exports/de-identified', {}),
    await caller.post('/api/exports/de-identified', { withFreeText: true }),
  ];
  for (const { type, id } of recordIds) {
    answers.push(await caller.get(`/fhir/R4/${type}/${id}`));
    answers.push(
      await caller.post(`${base}/shares`, {
        label: 'x',
        records: [{ type, id }],
        documents: [documentId],
      }),
    );
    // What is wrong with it is said by its place.
    const wrong = { resourceType: type, subject: { reference: `Patient/${patient.personId}` } };
    answers.push(await caller.post(`${base}/imports`, wrong));
    answers.push(await caller.post('/fhir/R4/Observation', wrong));
  }
  return answers;
}

/** Plainly, in any case, and as Base64 at each of its three places. */
function leaked(answers: readonly Answer[]): Canary[] {
  const text = answers.map(({ bytes }) => bytes.toString('latin1')).join('\n');
  const folded = text.toLowerCase();
  return ALL.filter((each) => {
    const word = CANARIES[each];
    const encoded = [0, 1, 2].map((shift) =>
      Buffer.from('x'.repeat(shift) + word)
        .toString('base64')
        .slice(4, -4),
    );
    return folded.includes(word.toLowerCase()) || encoded.some((part) => text.includes(part));
  });
}

const GRANTED: readonly Canary[] = ['name', 'address', 'note', 'medication'];

describe('nothing beyond the view leaves', () => {
  test('the patient sees all of it', async () => {
    expect(leaked(await everythingOf(patient))).toEqual(ALL);
  });

  test('a guardian sees all of it, and nothing once they are none', async () => {
    const guardian = await server.signUp();
    expect(leaked(await everythingOf(guardian))).toEqual([]);
    const given = { patientId: patient.personId, granteeId: guardian.personId } as const;
    await giveGrant(server, { ...given, kind: 'guardian' });
    expect(leaked(await everythingOf(guardian))).toEqual(ALL);
    const former = await server.signUp();
    const ended = { validUntil: new Date(Date.now() - 1000), granteeId: former.personId };
    await giveGrant(server, { ...given, ...ended, kind: 'guardian' });
    expect(leaked(await everythingOf(former))).toEqual([]);
  });

  test.each(['provider', 'carer', 'radiologist'] as const)(
    'a %s sees what was consented to',
    async (role) => {
      const caller = await server.join(role);
      await consent(caller);
      const answers = await everythingOf(caller);
      expect(leaked(answers)).toEqual(GRANTED);
      const [chart] = answers;
      expect(chart?.json.counts, 'and is not told how much more there is').toEqual({
        Patient: 1,
        MedicationRequest: 1,
      });
    },
  );

  test('a technologist sees no word of it', async () => {
    const caller = await server.join('technologist');
    await consent(caller, EVERYTHING);
    const answers = await everythingOf(caller);
    expect(answers[0]?.status).toBe(200);
    expect(leaked(answers)).toEqual([]);
  });

  test('a client sees no word of it, and no id or day', async () => {
    const caller = await server.join('client');
    const { pseudonym } = await consent(caller, EVERYTHING);
    const answers = await everythingOf(caller, pseudonym ?? '');
    expect([answers[0]?.status, answers[6]?.status, answers[7]?.status]).toEqual([200, 200, 200]);
    const words = answers.splice(7, 1);
    expect(leaked(words), 'what was asked for, and no name').toEqual(['condition', 'medication']);
    expect(leaked(answers)).toEqual([]);
    const text = [...answers, ...words].map((answer) => answer.text).join('\n');
    for (const { id } of recordIds) expect(text).not.toContain(id);
    expect(text).not.toContain('1980-02-03');
    expect(text, 'the year is shown').toContain('"1980');
    expect((await caller.get(`/api/patients/${patient.personId}/chart`)).status).toBe(404);
  });

  test('somebody else, an administrator and nobody see nothing of it', async () => {
    for (const caller of [await server.signUp(), await server.join('provider'), server.admin])
      expect(leaked(await everythingOf(caller))).toEqual([]);
    expect(leaked(await everythingOf(server.stranger()))).toEqual([]);
  });

  test('what is hidden answers like what does not exist', async () => {
    const caller = await server.join('provider');
    await consent(caller);
    const hidden = recordIds.filter(({ type }) => type === 'Condition' || type === 'Consent');
    expect(hidden).toHaveLength(3);
    const unknown = await caller.get(`/fhir/R4/Condition/${patient.personId.replace(/^./, '0')}`);
    for (const { type, id } of hidden) {
      const answer = await caller.get(`/fhir/R4/${type}/${id}`);
      expect(answer.status).toBe(404);
      expect(withoutRequestId(answer)).toEqual(withoutRequestId(unknown));
    }
  });

  test('two consents show nothing that neither shows', async () => {
    const caller = await server.join('provider');
    await consent(caller, { ...EVERYTHING, kinds: ['conditions'], sensitivities: [] });
    await consent(caller, { ...EVERYTHING, kinds: ['medications'], sensitivities: ['hiv'] });
    const hidden: readonly Canary[] = ['hiv', 'consent', 'documentTitle', 'fileName'];
    const seen = ALL.filter((each) => !hidden.includes(each));
    expect(leaked(await everythingOf(caller))).toEqual(seen);
  });
});

function consent(caller: TestCaller, terms = MEDICATIONS) {
  return giveGrant(server, {
    patientId: patient.personId,
    granteeId: caller.personId,
    kind: 'consent',
    terms,
    isClient: true,
  });
}

function withoutRequestId(answer: Answer): unknown {
  return { ...answer.json, id: undefined };
}
