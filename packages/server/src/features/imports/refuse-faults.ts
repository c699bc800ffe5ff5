import type { ProblemCode } from '@wardkeep/contract';
import { Refusal, outOfScope } from '../../gate/index.ts';
import type { Fault } from './sent-rules.ts';

const ERRORS_MOST = 100;

/** What a fault is called where it refuses the whole file, the first first. */
const CODES: readonly (readonly [ProblemCode, readonly Fault['code'][], string])[] = [
  [
    'validation_failed',
    ['unreadable', 'duplicate', 'too_large', 'invalid'],
    'The file is not as FHIR R4 asks. Nothing was stored.',
  ],
  [
    'not_supported',
    ['not_supported'],
    'The file asks for something that an import does not do. Nothing was stored.',
  ],
  [
    'unresolved_reference',
    ['unresolved_reference', 'another_person'],
    'Some references lead nowhere. Nothing was stored.',
  ],
];

/**
 * @throws {@link Refusal} `validation_failed`, `not_supported`, `unresolved_reference` or `out_of_scope`, with each place as
 * far as an answer has room.
 */
export function refuseAny(faults: readonly Fault[]): void {
  for (const [code, of, detail] of CODES) {
    const found = faults.filter((each) => of.includes(each.code));
    if (found.length > 0)
      throw new Refusal(code, detail, { errors: found.slice(0, ERRORS_MOST).map(asError) });
  }
  if (faults.length > 0) throw outOfScope();
}

function asError({ where, element, why, issue }: Fault) {
  return { path: element ?? where, message: why, ...(issue === undefined ? {} : { issue }) };
}
