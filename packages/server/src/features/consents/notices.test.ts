import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import {
  ALL_BUT_SENSITIVE,
  accept,
  agree,
  offer,
  putJson,
  tokenOf,
} from '../../testing/consent-offers.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox, tokenIn } from '../../testing/opened-outbox.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let carer: TestCaller;
beforeAll(async () => {
  server = await startTestServer({
    settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' },
  });
  patient = await server.join('patient');
  carer = await server.join('carer');
});
afterAll(() => server.stop());
beforeEach(() =>
  server.database.db.transaction((tx) => queries(tx).deleteFrom('outbox').execute()),
);

const names = { label: 'Carer.example/x', patientLabel: 'Anna M. https://evil.example' };
const consents = (consentId: string, rest = ''): string =>
  `/api/patients/${patient.personId}/consents/${consentId}${rest}`;
const queued = async () =>
  (await openOutbox(server)).map(({ template, personId, address, values }) => ({
    template,
    to: personId ?? address,
    values,
  }));

test('an offer for an address goes there, with its link, and in words that are no links of their own', async () => {
  const { email } = (await carer.get('/api/account')).json;
  const offered = await offer(patient, { ...names, email });
  expect(offered.json.isSent).toBe(true);
  const [mail] = await openOutbox(server);
  expect(mail).toMatchObject({
    template: 'consent-offered',
    address: email,
    values: { link: offered.json.link, patientLabel: 'Anna M. https evil. example' },
  });
  expect((await accept(carer, tokenIn(mail))).status).toBe(200);
  const told = (await queued()).at(-1);
  expect(told).toEqual({
    template: 'consent-accepted',
    to: patient.personId,
    values: { label: 'Carer. example x' },
  });
  await patient.delete(consents(offered.json.consent.consentId));
});

test('an offer for whoever holds the link is written to nobody', async () => {
  expect((await offer(patient)).json.isSent).toBe(false);
  expect(await queued()).toEqual([]);
});

test('each side hears of what the other does, and of nothing that was refused', async () => {
  const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results'] };
  const { consentId } = await agree(patient, carer, { ...names, terms });
  await patient.post(consents(consentId, '/proposal'), { terms: ALL_BUT_SENSITIVE, until: null });
  const proposal = `/api/relationships/${patient.personId}/${consentId}/proposal`;
  await carer.delete(proposal);
  await patient.post(consents(consentId, '/proposal'), { terms: ALL_BUT_SENSITIVE, until: null });
  await carer.send('POST', `${proposal}/acceptance`, {});
  await putJson(patient, consents(consentId, '/terms'), { terms, until: null });
  const before = await queued();
  await putJson(patient, consents(consentId, '/terms'), { terms: ALL_BUT_SENSITIVE, until: null });
  expect(await queued(), 'what was refused').toEqual(before);
  await patient.delete(consents(consentId));
  const other = await agree(patient, carer, names);
  await carer.delete(`/api/relationships/${patient.personId}/${other.consentId}`);
  const token = tokenOf(await offer(patient, names));
  await carer.post('/api/consent-offers/refusal', { token });

  const [me, them] = [patient.personId, carer.personId];
  expect((await queued()).map(({ template, to }) => [template, to])).toEqual([
    ['consent-accepted', me],
    ['consent-widening', them],
    ['consent-widening-declined', me],
    ['consent-widening', them],
    ['consent-widening-accepted', me],
    ['consent-narrowed', them],
    ['consent-revoked', them],
    ['consent-accepted', me],
    ['consent-left', me],
    ['consent-declined', me],
  ]);
  for (const { values } of await queued())
    for (const value of Object.values(values))
      expect(['Carer. example x', 'Anna M. https evil. example']).toContain(value);
});
