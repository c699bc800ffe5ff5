import { randomBytes } from 'node:crypto';
import { onePatientBundle } from './bundles.ts';
import { PNG } from './files.ts';
import type { TestCaller } from './test-caller.ts';
import type { TestServer } from './test-server.ts';

/** A patient with something in every column that holds what is sealed for them. */
export interface FilledPerson {
  readonly caller: TestCaller;
  readonly personId: string;
  readonly email: string;
  readonly documents: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  /** Of a link that opens everything. */
  readonly linkId: string;
}

/** What the patient calls whoever they offered to see something of their chart. */
export const FOR_WHOM = 'The practice at the harbour';

const WHY = 'Why was this opened?';

let filled = 0;

export async function filledPerson(
  server: Pick<TestServer, 'stranger'>,
  family: string,
): Promise<FilledPerson> {
  const email = `filled${++filled}@example.test`;
  const caller = server.stranger();
  const password = 'correct horse battery staple';
  await caller.begin('/api/accounts', { email, password, displayName: family });
  const { personId } = caller;
  const base = `/api/patients/${personId}`;
  await must(caller.post(`${base}/imports`, onePatientBundle(family, [pulse(60)])));
  // The same file with another content: a second version, so that history has more than current.
  await must(caller.post(`${base}/imports`, onePatientBundle(family, [pulse(61)])));
  const documents = [await upload(caller, PNG), await upload(caller, pdf(100_000))];
  await must(caller.post(`${base}/documents`, { title: 'Never sent', fileName: 'never.pdf' }));
  const share = await must(
    caller.post(`${base}/shares`, {
      label: 'For the doctor',
      records: [{ type: 'Patient', id: personId }],
      documents: documents.map(({ id }) => id),
      expiresInHours: 24,
      opensMost: null,
    }),
  );
  await must(
    caller.post(`${base}/consents`, {
      label: FOR_WHOM,
      patientLabel: family,
      email: null,
      terms: { kinds: ['results'], sensitivities: [], mayWrite: false, mayShare: false },
      until: null,
    }),
  );
  // Begun and never confirmed: a secret is stored, and nothing asks for it.
  await must(caller.post('/api/account/totp', {}));
  // About whatever is at the top of their log.
  const log = await must(caller.get(`${base}/access-log`));
  const eventId = String(log.json.entries[0].eventId);
  await must(caller.post(`${base}/access-log/${eventId}/question`, { words: WHY }));
  const linkId = String(share.json.link).split('#')[1] ?? '';
  return { caller, personId, email, documents, linkId };
}

export async function upload(
  caller: TestCaller,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ readonly id: string; readonly bytes: Uint8Array }> {
  const base = `/api/patients/${caller.personId}/documents`;
  const made = await must(caller.post(base, { title: 'Letter', fileName: 'letter.pdf' }));
  const id = String(made.json.documentId);
  await must(caller.put(`${base}/${id}/content`, bytes));
  return { id, bytes };
}

export function pdf(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]));
}

function pulse(value: number): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Pulse' },
    subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
    effectiveDateTime: '2020-01-02',
    valueQuantity: { value, unit: '/min' },
  };
}

async function must(answering: ReturnType<TestCaller['get']>) {
  const answer = await answering;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
