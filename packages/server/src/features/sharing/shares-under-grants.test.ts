import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConsentTerms } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { endGrant, lockGrant, reviseGrant, type StoredGrant } from '../grants/index.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { PNG } from '../../testing/files.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { valid } from '../../testing/valid-resource.ts';

let server: TestServer;
let patient: TestCaller;
let carer: TestCaller;
let ids: Record<'MedicationRequest' | 'Condition', string>;
let documentId: string;
beforeAll(async () => {
  server = await startTestServer();
  carer = await server.join('carer');
}, 60_000);
afterAll(() => server.stop());

const TERMS: ConsentTerms = {
  kinds: ['medications', 'documents'],
  sensitivities: [],
  mayWrite: false,
  mayShare: true,
};
const base = (): string => `/api/patients/${patient.personId}`;
let grantId: string;
const consent = async (terms = TERMS, validUntil: Date | null = null): Promise<string> => {
  const given = { patientId: patient.personId, granteeId: carer.personId, terms, validUntil };
  return (await giveGrant(server, { ...given, kind: 'consent' })).grantId;
};
beforeEach(async () => {
  patient = await server.signUp();
  const made: [string, string][] = [];
  for (const type of ['MedicationRequest', 'Condition']) {
    const answer = await patient.post(`/fhir/R4/${type}`, valid(type));
    made.push([type, answer.json.id]);
  }
  ids = Object.fromEntries(made) as typeof ids; // of both types
  const named = { title: 'Scan', fileName: 'scan.png' };
  ({ documentId } = (await patient.post(`${base()}/documents`, named)).json);
  await patient.put(`${base()}/documents/${documentId}/content`, PNG);
  grantId = await consent();
});

const share = (caller: TestCaller, more: object = {}): Promise<Answer> =>
  caller.post(`${base()}/shares`, {
    label: 'For the clinic',
    records: [{ type: 'MedicationRequest', id: ids.MedicationRequest }],
    documents: [documentId],
    ...more,
  });
const condition = () => ({ records: [{ type: 'Condition', id: ids.Condition }] });
const tokenOf = ({ json }: Answer): string => String(json.link).split('#')[1] ?? '';
const open = (token: string): Promise<Answer> =>
  server.stranger().get('/api/shared', { authorization: `Wardkeep-Share ${token}` });
const openFile = (token: string): Promise<Answer> =>
  server.stranger().get(`/api/shared/documents/${documentId}/content`, {
    authorization: `Wardkeep-Share ${token}`,
  });

describe('a link that somebody else made', () => {
  test('takes terms to share, and what they see', async () => {
    const [hidden, unknown] = [
      await share(carer, condition()),
      await share(carer, { records: [{ type: 'Condition', id: patient.personId }] }),
    ];
    expect([hidden.status, hidden.json.errors]).toEqual([422, unknown.json.errors]);
    await end('revoked');
    await consent({ ...TERMS, mayShare: false });
    expect((await share(carer)).status).toBe(404);
    await consent({ ...TERMS, kinds: ['medications'] });
    const file = await share(carer);
    expect(file.json.errors).toEqual([{ path: 'documents[0]', message: 'is not in this chart' }]);
    expect((await share(carer, { documents: [] })).status).toBe(200);
  });

  test('shows what it covers, whole', async () => {
    const token = tokenOf(await share(carer));
    const opened = await open(token);
    expect(opened.json.records.map((each: { id: string }) => each.id)).toEqual([
      ids.MedicationRequest,
    ]);
    expect((await openFile(token)).bytes.equals(PNG)).toBe(true);
  });

  test('is alive no longer than the consent', async () => {
    await end('revoked');
    const until = new Date(Date.now() + 3_600_000);
    await consent(TERMS, until);
    expect((await share(carer)).json.expiresAt).toBe(until.toISOString());
    expect(Date.parse((await share(patient)).json.expiresAt)).toBeGreaterThan(until.getTime());
  });

  test('ends with the consent, also when its row names none any more', async () => {
    const tokens = [tokenOf(await share(carer)), tokenOf(await share(carer))];
    const own = tokenOf(await share(patient));
    await open(tokens[1] ?? '');
    await setGrantedBy(null);
    await end('revoked');
    expect(await rowsRevoked(), 'the rows do not say so').toBe(0);
    for (const token of tokens) expect((await open(token)).code).toBe('share_ended');
    expect((await openFile(tokens[1] ?? '')).code).toBe('share_ended');
    expect((await open(own)).status, 'the patient’s own stays').toBe(200);
  });

  test('ends when the terms let nobody share any more, and shows no more than they still cover', async () => {
    const token = tokenOf(await share(carer));
    await revise({ ...TERMS, kinds: ['documents'] });
    expect((await open(token)).json).toMatchObject({ records: [], documents: [{ documentId }] });
    await revise({ ...TERMS, kinds: ['medications'] });
    expect((await open(token)).json.documents).toEqual([]);
    expect((await openFile(token)).status).toBe(404);
    await revise({ ...TERMS, mayShare: false });
    expect((await open(token)).code).toBe('share_ended');
  });

  test('ends when its maker’s account does', async () => {
    const guest = await server.signUp();
    const given = { patientId: patient.personId, granteeId: guest.personId, terms: TERMS } as const;
    await giveGrant(server, { ...given, kind: 'consent' });
    const token = tokenOf(await share(guest));
    expect((await open(token)).status).toBe(200);
    await server.proveFreshly(server.admin);
    const suspended = await server.admin.post(`/api/accounts/${guest.personId}/suspension`, {});
    expect(suspended.status).toBeLessThan(300);
    expect((await open(token)).code).toBe('share_ended');
  });

  test('does not come alive by another grant that somebody wrote into its row', async () => {
    const token = tokenOf(await share(carer));
    await end('revoked');
    await setGrantedBy(await consent());
    await server.database.db.transaction((tx) =>
      queries(tx).updateTable('share').set({ revoked_at: null }).execute(),
    );
    expect((await open(token)).code).toBe('share_ended');
  });
});

describe('the list of links', () => {
  test('holds all for the patient, and for others what they made themselves', async () => {
    const [own, theirs] = [await share(patient), await share(carer)];
    const other = await share(patient);
    expect(await listed(patient)).toHaveLength(3);
    expect(await listed(carer)).toEqual([theirs.json.shareId]);
    const revoke = (caller: TestCaller, each: Answer) =>
      caller.delete(`${base()}/shares/${each.json.shareId}`);
    expect((await revoke(carer, own)).status).toBe(404);
    expect((await revoke(carer, theirs)).status).toBe(204);
    expect((await open(tokenOf(theirs))).code).toBe('share_ended');
    expect((await open(tokenOf(own))).status).toBe(200);
    await setGrantedBy(grantId);
    expect(await listed(carer), 'a row that names their grant shows no link').toEqual([
      theirs.json.shareId,
    ]);
    expect((await revoke(carer, other)).status).toBe(404);
  });

  test('is the patient’s for a guardian, whose own links end with the guardianship', async () => {
    const guardian = await server.signUp();
    const given = { patientId: patient.personId, granteeId: guardian.personId } as const;
    grantId = (await giveGrant(server, { ...given, kind: 'guardian' })).grantId;
    const [own, theirs] = [await share(patient), await share(guardian, condition())];
    expect(await listed(guardian)).toEqual([theirs.json.shareId, own.json.shareId]);
    expect((await open(tokenOf(theirs))).status).toBe(200);
    await setGrantedBy(null);
    await end('left');
    expect((await open(tokenOf(theirs))).code).toBe('share_ended');
    expect((await open(tokenOf(own))).status).toBe(200);
  });
});

async function listed(caller: TestCaller): Promise<string[]> {
  const { json } = await caller.get(`${base()}/shares`);
  return json.shares.map((each: { shareId: string }) => each.shareId);
}

async function setGrantedBy(to: string | null): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('share')
      .set({ granted_by: to })
      .where('owner_id', '=', patient.personId)
      .execute(),
  );
}

async function rowsRevoked(): Promise<number> {
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('share')
      .select('share_id')
      .where('owner_id', '=', patient.personId)
      .where('revoked_at', 'is not', null)
      .execute(),
  );
  return rows.length;
}

const end = (state: 'revoked' | 'left'): Promise<void> =>
  change((scope, grant) => endGrant(scope, grant, state));

const revise = (terms: ConsentTerms): Promise<void> =>
  change(async (scope, grant) => {
    const open = { label: 'Test', patientLabel: 'Test', proposed: null, endsOn: null };
    await reviseGrant(scope, grant, { detail: { ...open, terms }, validUntil: null });
  });

/** As a route would, with what it uses of its scope. */
async function change(
  work: (scope: Parameters<typeof reviseGrant>[0], grant: StoredGrant) => Promise<void>,
): Promise<void> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const { personId } = patient;
  await server.database.db.transaction(async (tx) => {
    const grant = await lockGrant(tx, gate.hashes, personId, grantId);
    const keys = await gate.vault.readKeys(tx, [personId], ['chart']);
    const vault = gate.vault.unlock(keys, personId, 'chart');
    if (grant === undefined || vault === undefined) throw new Error('there is no such grant');
    const scope = { tx, gate, vault, now: new Date(), wrote: () => undefined };
    await work(scope as never, grant); // reads nothing else of a scope
    vault.close();
  });
}
