import type { StoredJson } from '../../db/schema.ts';
import { patientTerms, type Term } from '../../fhir/search/index.ts';
import { Refusal, type ImportFacts } from '../../gate/index.ts';
import { isMember } from '../organisations/index.ts';
import { findPeople } from '../person-index/index.ts';
import { lockNumbers } from './import-store.ts';
import type { Sent } from './sent-rules.ts';

/**
 * Whose chart a patient's file goes to: of whoever has one of its identifiers, the birth date and a name, among those whom
 * the caller may write to; else a new person's. Whether others know the patient is not asked, so nothing of it is learnt.
 * Tokens of the index are shared by several: what was found is compared once it is open (`takeRecords`).
 * @returns null for who does not work for the organisation.
 */
export async function whoseChart(
  facts: ImportFacts,
  { organisationId, sent }: { readonly organisationId: string; readonly sent: Sent },
): Promise<string | null> {
  const { tx, gate, caller } = facts;
  if (caller.kind !== 'person') return null;
  const { personId: callerId } = caller;
  if (!(await isMember(tx, gate, { organisationId, personId: callerId }))) return null;
  const { id: _id, ...patient } = patientOf(sent);
  const terms = patientTerms(patient);
  const identifiers = terms.filter(({ field }) => field === 'identifier');
  if (identifiers.length === 0) throw withoutIdentifier();
  // Two files of one patient at once must not make two people: whoever is second sees what the first has made.
  await lockNumbers(
    tx,
    identifiers.map(({ value }) =>
      gate.hashes.personIndex('identifier', `import\n${callerId}\n${value}`).readBigInt64BE(),
    ),
  );
  const known = await knownPeople(facts, callerId, [
    identifiers,
    ...['birthdate', 'given'].map((field) => terms.filter((term) => term.field === field)),
  ]);
  // Who has all of them and the same name is looked at, and refused once it shows that they were born on another day: a
  // date that was corrected, or a child with a parent's name, is for somebody to say.
  const alike =
    known.length > 0
      ? known
      : await knownPeople(facts, callerId, [
          ...identifiers.map((each) => [each]),
          ...['family', 'given'].map((field) => terms.filter((term) => term.field === field)),
        ]);
  const [first, second] = alike;
  if (second !== undefined) throw several();
  return first ?? facts.enrol();
}

const CANDIDATES_MOST = 10;

/**
 * Whom the caller may write to, and who has a term of each group. An identifier alone tells too little: families share the
 * numbers of their insurance, and clerks mistype; whoever has one of them, was born on the same day and has the same name is
 * the same.
 */
async function knownPeople(
  { tx, gate, isLetIn }: ImportFacts,
  callerId: string,
  groups: readonly (readonly Term[])[],
): Promise<readonly string[]> {
  const all = groups.filter((group) => group.length > 0);
  const known: string[] = [];
  for (const personId of await findPeople(tx, gate.hashes, {
    all,
    callerId,
    limit: CANDIDATES_MOST,
  }))
    if (personId !== callerId && (await isLetIn(personId))) known.push(personId);
  return known;
}

/** @throws {@link Refusal} `validation_failed` for a file without a Patient, or with several. */
export function patientOf({ entries }: Sent): StoredJson {
  const patients = entries.filter(({ resource }) => resource.resourceType === 'Patient');
  const [first, second] = patients;
  if (first === undefined)
    throw new Refusal(
      'validation_failed',
      'The file has no Patient: whose records these are can’t be told. Nothing was stored.',
    );
  if (second !== undefined)
    throw new Refusal(
      'validation_failed',
      'The file holds the records of several people. Nothing was stored; send one person’s at a time, as the command line and the page do.',
      { errors: [{ path: second.where, message: 'is a second Patient' }] },
    );
  return first.resource;
}

function withoutIdentifier(): Refusal {
  return new Refusal(
    'validation_failed',
    'The Patient has no identifier with a system: it could not be known again. Nothing was stored.',
    { errors: [{ path: 'Patient.identifier', message: 'must hold one with system and value' }] },
  );
}

function several(): Refusal {
  return new Refusal(
    'chart_belongs_to_another',
    'The identifiers of this Patient lead to more than one of your patients. Nothing was stored; import the file into the chart that is meant.',
  );
}
