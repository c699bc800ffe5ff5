import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { offer } from './consent-offers.ts';
import type { Planter } from './plant-access.ts';
import { TestCaller } from './test-caller.ts';

type RefusalPlanter = Pick<Planter, 'canary' | 'told' | 'url'>;

/** Everything that a request can carry where it is refused: each value is one that nothing else holds. */
export async function plantRefusals(
  patient: TestCaller,
  admin: TestCaller,
  { url, canary, told }: RefusalPlanter,
): Promise<void> {
  const stranger = new TestCaller(url);
  const email = told('e-mail address');
  let addresses = 0;
  const inPath = () => encodeURIComponent(canary(`in an address ${(addresses += 1)}`));
  const statuses = [
    stranger.post('/api/sessions', { email, password: canary('wrong password') }),
    stranger.post('/api/sessions', {
      email: canary('unknown e-mail address', (random) => `${random}@example.test`),
      password: canary('password of nobody'),
    }),
    stranger.post('/api/accounts', { email: canary('no e-mail address'), password: 'short' }),
    stranger.post('/api/accounts', { [canary('unknown member')]: canary('value of a member') }),
    stranger.post('/api/accounts', `{"email":"${canary('bad JSON')}", oops`),
    stranger.post('/api/set-up', canary('no JSON at all')),
    stranger.get(`/api/patients/${patient.personId}/chart?name=${inPath()}`),
    stranger.get(`/api/${inPath()}`),
    stranger.get(`/fhir/R4/Patient/${inPath()}`),
    stranger.get('/api/account', { cookie: `__Host-wardkeep-access=${inPath()}` }),
    stranger.get('/api/shared', { authorization: `Wardkeep-Share ${inPath()}` }),
    stranger.get('/api/account', { 'user-agent': inPath(), referer: `http://x/${inPath()}` }),
    admin.get(`/fhir/R4/Patient/${patient.personId}?${inPath()}=1`),
    patient.post('/api/consent-offers', { token: canary('token of no offer') }),
    patient.post('/api/guardianships', { token: canary('token of no guardianship') }),
    offer(patient, {
      label: canary('label of a bad offer'),
      email: canary('no address of an offer'),
    }),
    admin.post('/api/emergency-accesses', {
      search: { by: 'identifier', value: canary('identifier of nobody') },
      reason: 'other',
      words: canary('words of a refused emergency'),
    }),
    admin.post('/api/reidentifications', { pseudonym: canary('bad pseudonym'), reason: 'short' }),
    patient.get(`/fhir/R4/Patient/${canary('id that is no id', (random) => `id-${random}`)}`),
    patient.get(`/api/patients/${inPath()}/chart`),
    patient.get(`/api/patients/${patient.personId}/access-log?before=${inPath()}`),
    patient.post('/fhir/R4', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: { resourceType: canary('type that is none') },
          request: { method: 'POST', url: 'x' },
        },
      ],
    }),
    patient.post('/fhir/R4/Patient', { resourceType: 'Observation', x: canary('wrong type') }),
    patient.post(`/api/patients/${patient.personId}/shares`, { label: canary('bad share') }),
    patient.post(`/api/patients/${patient.personId}/documents`, {
      title: canary('title of a bad document'),
      fileName: '',
    }),
    refusedUpload(patient, canary),
  ];
  for (const [index, { status }] of (await Promise.all(statuses)).entries()) {
    expect(status, `refusal ${index}`).toBeGreaterThanOrEqual(400);
    expect(status, `refusal ${index}`).toBeLessThan(500);
  }
  // The web app answers any address of a page; which one was asked for is still nobody's business.
  await stranger.get(`/${inPath()}`);
  await sendRaw(url, `GET /${inPath()} HTTP/1.1\r\n${inPath()}\r\n\r\n`);
  await sendRaw(url, `${canary('no HTTP at all')}\r\n\r\n`);
}

async function refusedUpload(patient: TestCaller, canary: Planter['canary']) {
  const documents = `/api/patients/${patient.personId}/documents`;
  const { json } = await patient.post(documents, {
    title: canary('title without a file'),
    fileName: canary('name without a file'),
  });
  const text = Buffer.from(`plain text ${canary('refused content').repeat(9000)}`);
  return patient.put(`${documents}/${json.documentId}/content`, new Uint8Array(text));
}

async function sendRaw(url: string, text: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  socket.resume();
  await once(socket, 'close');
}
