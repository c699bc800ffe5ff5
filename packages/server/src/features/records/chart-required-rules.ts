import { Refusal, type Caller } from '../../gate/index.ts';

/**
 * What an organisation knows rather than a patient. Each belongs to the chart that it came with, or to the directory of the
 * organisation whose member sent it alone.
 */
export const DIRECTORY_TYPES: ReadonlySet<string> = new Set([
  'HealthcareService',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
]);

/** Roles that see charts, and have none; the gate says to all others why not. */
const TREATING: ReadonlySet<string> = new Set(['provider', 'carer', 'radiologist', 'technologist']);

/**
 * Whoever has no chart of their own says whose it is about.
 * @param path - Where they can say it.
 * @throws {@link Refusal} `patient_required`.
 */
export function refuseWithoutChart(
  caller: Caller,
  { path, type }: { readonly path: string; readonly type: string },
): void {
  if (caller.kind !== 'person' || !TREATING.has(caller.role)) return;
  const errors = [{ path, message: 'must name one patient', issue: 'required' }];
  if (DIRECTORY_TYPES.has(type))
    errors.push({
      path: type,
      message:
        'alone it is of your organisation’s directory, by its id, by POST and by a search, and you may work in no organisation here: ask an administrator. In a patient’s chart, search it there, and add it in a transaction with what refers to it',
      issue: 'not-supported',
    });
  throw new Refusal(
    'patient_required',
    `Say whose chart: ${path === 'patient' ? 'patient=Patient/<id>' : 'a subject or patient that is Patient/<id>'}. A request is about one chart.`,
    { errors },
  );
}
