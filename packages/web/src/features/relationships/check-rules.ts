import type { PersonId, Relationship } from '@wardkeep/contract';

type Known = Pick<Relationship, 'patientId' | 'grantId' | 'version'>;

/** `changed`: there still is a way to this chart, and it is not the one that was known. */
export type CheckResult = 'same' | 'changed' | 'ended';

export function checkResult(
  patientId: PersonId,
  known: readonly Known[],
  now: readonly Known[],
): CheckResult {
  const waysNow = waysTo(patientId, now);
  if (waysNow.length === 0) return 'ended';
  return waysNow.join() === waysTo(patientId, known).join() ? 'same' : 'changed';
}

function waysTo(patientId: PersonId, relationships: readonly Known[]): string[] {
  return relationships
    .filter((one) => one.patientId === patientId)
    .map(({ grantId, version }) => `${grantId} ${version}`)
    .toSorted();
}
