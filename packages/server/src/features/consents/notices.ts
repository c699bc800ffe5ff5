import type { ChartScope } from '../../gate/index.ts';
import { whomToTell } from '../grants/index.ts';
import type { Consented } from './consented.ts';
import { spoken } from './notice-rules.ts';

type ToPatient =
  | 'consent-accepted'
  | 'consent-declined'
  | 'consent-left'
  | 'consent-widening-accepted'
  | 'consent-widening-declined';

type ToGrantee = 'consent-revoked' | 'consent-narrowed' | 'consent-widening';

type Telling = Pick<ChartScope, 'tx' | 'gate' | 'personId'>;

/** What the other side did, to the patient, or to whoever looks after them. */
export async function tellPatient(
  scope: Telling,
  template: ToPatient,
  label: string,
): Promise<void> {
  const values = { label: spoken(label) };
  for (const personId of await whomToTell(scope))
    await scope.gate.mail.queue(scope.tx, { to: { personId }, template, values });
}

/** What the patient did, to whom they had let in; to nobody while nobody has accepted. */
export async function tellGrantee(
  scope: Telling,
  template: ToGrantee,
  { granteeId, detail }: Pick<Consented, 'granteeId' | 'detail'>,
): Promise<void> {
  if (granteeId === null) return;
  await scope.gate.mail.queue(scope.tx, {
    to: { personId: granteeId },
    template,
    values: { patientLabel: spoken(detail.patientLabel) },
  });
}
