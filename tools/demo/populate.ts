import { generate } from 'otplib';
import { type Client, createClient } from '../../packages/client/src/index.ts';
import {
  acceptInvitation,
  beginTotp,
  confirmRecoveryKit,
  confirmTotp,
  createDocument,
  createInvitation,
  createShare,
  setUp,
  signUp,
  transaction,
  uploadDocument,
  readChart,
  type PersonId,
} from '../../packages/contract/src/index.ts';
import { cookieFetch } from './cookie-fetch.ts';
import { examplePdf, examplePng } from './example-files.ts';
import { generateChart, ownerOf } from './generate-chart.ts';
import {
  ADMINISTRATOR,
  PATIENTS,
  STAFF,
  type ChartOwner,
  type DemoPatient,
  type DemoPerson,
} from './people.ts';
import { addChild, lookInto, relate, type Colleague } from './relate.ts';

export interface Populating {
  readonly url: string;
  readonly setUpToken: string;
  /** Everybody's. */
  readonly password: string;
  readonly seed: string;
  readonly today: Date;
  /** Hears what is being done. */
  readonly progress: (line: string) => void;
}

export interface Populated {
  /** Opens the share of the first patient, without an account. */
  readonly shareLink: string;
  /** Second factors of whoever has to have one, by e-mail address: for an authenticator app, and codes that work once each. */
  readonly secondFactors: ReadonlyMap<string, SecondFactor>;
  /** Whose charts there are, for a search in an emergency. */
  readonly owners: readonly ChartOwner[];
}

export interface SecondFactor {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Fills a server that was never set up with people of every role, through the same calls that the web app makes. */
export async function populate(options: Populating): Promise<Populated> {
  const { progress } = options;
  progress('setting up the administrator');
  const { client: administrator, secondFactor } = await setUpAdministrator(options);
  const secondFactors = new Map([[ADMINISTRATOR.email, secondFactor]]);
  const staff: Colleague[] = [];
  for (const person of STAFF) {
    progress(`inviting ${person.name}`);
    const { personId, client, ...joined } = await join(administrator, person, options);
    secondFactors.set(person.email, joined.secondFactor);
    staff.push({ role: person.role, personId, client });
  }
  const links: string[] = [];
  const owners: ChartOwner[] = [];
  for (const person of PATIENTS) {
    progress(`signing up ${person.name} and importing the chart`);
    const client = newClient(options);
    const { session } = await client.call(signUp, { body: newAccount(person, options) });
    if (session === null) throw new Error('the demonstration confirms no e-mail addresses');
    const { personId } = session;
    const chart = chartOf(person, options);
    await client.call(transaction, { body: chart });
    owners.push(ownerOf(chart));
    if (person.chart === 'small') owners.push(await addChild(client, options));
    if (person.chart !== 'adult') continue;
    progress(`attaching documents and sharing for ${person.name}`);
    links.push(await shareAll(client, personId, await attach(client, personId)));
    progress(`giving staff access to the chart of ${person.name}`);
    await relate({ administrator, staff, patient: { client, personId }, today: options.today });
    const provider = staff.find(({ role }) => role === 'provider');
    progress(`looking into the chart of ${person.name} as Demo Provider`);
    await lookInto(personId, provider);
  }
  return { shareLink: links[0] ?? '', secondFactors, owners };
}

function newClient({ url }: Populating): Client {
  return createClient({ baseUrl: '', fetch: cookieFetch(() => url) });
}

function newAccount({ email, name }: DemoPerson, { password }: Populating) {
  return { email, password, displayName: name };
}

function chartOf({ chart }: DemoPatient, { seed, today }: Populating) {
  return generateChart(chart, seed, today);
}

async function join(administrator: Client, person: DemoPerson, options: Populating) {
  const { link } = await administrator.call(createInvitation, {
    body: { role: person.role, email: person.email },
  });
  const { password, displayName } = newAccount(person, options);
  const client = newClient(options);
  const body = { password, displayName, invitationToken: link.split('#')[1] ?? '' };
  const { personId } = await client.call(acceptInvitation, { body });
  return { client, personId, secondFactor: await addSecondFactor(client) };
}

async function setUpAdministrator(
  options: Populating,
): Promise<{ readonly client: Client; readonly secondFactor: SecondFactor }> {
  const client = newClient(options);
  const { setUpToken } = options;
  const { recoveryKit } = await client.call(setUp, {
    body: { ...newAccount(ADMINISTRATOR, options), setUpToken },
  });
  // The demonstration ends with its process: there is nothing that the kit would have to recover.
  const { fingerprint } = recoveryKit;
  await client.call(confirmRecoveryKit, { body: { fingerprint } });
  return { client, secondFactor: await addSecondFactor(client) };
}

/** Without one, staff open nothing. */
async function addSecondFactor(client: Client): Promise<SecondFactor> {
  const { secret } = await client.call(beginTotp, { body: {} });
  const code = await generate({ secret });
  const { recoveryCodes } = await client.call(confirmTotp, { body: { code } });
  return { secret, recoveryCodes: recoveryCodes ?? [] };
}

const LETTER = [
  'Demo Clinic',
  '',
  'A letter of no real clinic about a person who does not exist.',
  '',
];

/** @returns the documents' ids. */
async function attach(client: Client, patientId: PersonId): Promise<string[]> {
  const files = [
    {
      title: 'Letter after the yearly check-up',
      fileName: 'letter.pdf',
      bytes: examplePdf([...LETTER, 'Blood pressure and HbA1c have come down. Carry on.']),
    },
    { title: 'Photograph of the retina', fileName: 'retina.png', bytes: examplePng(1, 320, 240) },
  ];
  const ids: string[] = [];
  for (const { title, fileName, bytes } of files) {
    const params = { patientId };
    const { documentId } = await client.call(createDocument, { params, body: { title, fileName } });
    await client.call(uploadDocument, { params: { patientId, documentId }, body: bytes });
    ids.push(documentId);
  }
  return ids;
}

/** What a doctor elsewhere would want to see first. @returns the link. */
async function shareAll(client: Client, patientId: PersonId, documents: string[]): Promise<string> {
  const chart = await client.call(readChart, { params: { patientId } });
  const records = [...chart.conditions, ...chart.medications, ...chart.allergies].map(
    ({ type, id }) => ({ type, id }),
  );
  const { link } = await client.call(createShare, {
    params: { patientId },
    body: { label: 'For the cardiologist', records, documents },
  });
  return link;
}
