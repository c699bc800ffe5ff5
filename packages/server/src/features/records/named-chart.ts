import { ownPerson, type Caller } from '../../gate/index.ts';
import { patientNamedBy } from './subject-rules.ts';

/**
 * FHIR's addresses name no person; the resource does. One that names nobody here goes into the caller's own chart. Whether
 * there is such a person is not looked up: the gate answers alike for nobody and for somebody who is not the caller's to see.
 */
export function namedChart(
  facts: { readonly caller: Caller },
  { body }: { readonly body: unknown },
): string | null {
  return patientNamedBy(body) ?? ownPerson(facts);
}
