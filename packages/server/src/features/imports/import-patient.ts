import {
  PersonId,
  RECORD_KINDS,
  SENSITIVITIES,
  importPatient as endpoint,
} from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { personName } from '../../fhir/chart/index.ts';
import { importRoute, refusal, type ChartScope, type Route } from '../../gate/index.ts';
import { makeGrant } from '../grants/index.ts';
import { organisationNames } from '../organisations/index.ts';
import { takingOf } from './import-records.ts';
import { keepOriginal } from './keep-original.ts';
import { readSent } from './read-sent.ts';
import type { Sent } from './sent-rules.ts';
import { takeRecords } from './take-records.ts';
import { patientOf, whoseChart } from './whose-chart.ts';

const LABEL_LETTERS_MOST = 120;

/** One patient of many, in a transaction of their own: into the chart that the caller knows, or a new person's. */
export function importPatient(blobs: BlobStore): Route {
  return importRoute<typeof endpoint, Sent>({
    endpoint,
    receive: (sent) => readSent(sent),
    person: (facts, { params }, sent) =>
      whoseChart(facts, { organisationId: params.organisationId, sent }),
    handle: async (scope, { params, query, onProgress }, sent) => {
      const isNew = scope.relationship === 'enrolment';
      if (isNew) await giveToImporter(scope, params.organisationId, sent);
      const report = await takeRecords(scope, sent, takingOf(query, sent, onProgress));
      const documentId = await keepOriginal(scope, blobs, { sent, report });
      return { ...report, documentId, patientId: PersonId.parse(scope.personId), isNew };
    },
  });
}

/** Who brought them along is in charge of their care, for the organisation, until somebody ends it. */
async function giveToImporter(
  scope: ChartScope,
  organisationId: string,
  sent: Sent,
): Promise<void> {
  const { tx, gate, caller, now } = scope;
  if (caller.kind !== 'person') throw refusal('not_signed_in');
  const names = await organisationNames(tx, gate, [organisationId]);
  await makeGrant(scope, {
    kind: 'care-team',
    state: 'active',
    granteeId: caller.personId,
    organisationId,
    parentId: null,
    pseudonym: null,
    validFrom: now,
    validUntil: null,
    detail: {
      label: (names.get(organisationId) ?? '').slice(0, LABEL_LETTERS_MOST),
      patientLabel: (personName(patientOf(sent)) ?? '').slice(0, LABEL_LETTERS_MOST),
      terms: {
        kinds: [...RECORD_KINDS],
        sensitivities: [...SENSITIVITIES],
        mayWrite: true,
        mayShare: false,
      },
      proposed: null,
      endsOn: null,
    },
  });
}
