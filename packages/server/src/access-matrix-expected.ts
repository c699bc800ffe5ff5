import type { Action, Role } from '@wardkeep/contract';

/**
 * Whose data is asked for.
 *
 * - `own`: the caller's.
 * - `dependant`: of somebody whose guardian the caller is.
 * - `consented`: of a patient who consented to it, to writing and to sharing too.
 * - `team`: of a patient whose care team the caller is in, in their own organisation.
 * - `emergency`: of a patient whose glass the caller broke.
 * - `stranger`: of a patient with whom the caller has nothing to do.
 * - `elsewhere`: of a patient of a care team in another organisation, whose grant names the caller all the same.
 * - `any`: the action is about nobody, or about whoever asks.
 */
export const TARGETS = [
  'own',
  'dependant',
  'consented',
  'team',
  'emergency',
  'stranger',
  'elsewhere',
] as const;
export type Target = (typeof TARGETS)[number] | 'any';

type Statement = readonly [actions: string, may: Partial<Record<Role | 'everybody', string>>];

/** The kinds of people who read charts, by what they may have been let in by. */
const FAMILY = 'own dependant consented';
const CLINICIAN = 'consented team emergency';
const CARER = 'consented team';

/**
 * Who may do what, said again by hand and by area, so that a slip in the gate's own table is found. A role that is not
 * named may not, whoever is asked about; nobody is ever let in to a `stranger` or `elsewhere`.
 */
const STATEMENTS: readonly Statement[] = [
  // Whoever has been let in reads. A client sees what is made for it, and no record.
  [
    'chart.read',
    {
      patient: FAMILY,
      provider: CLINICIAN,
      radiologist: CLINICIAN,
      carer: CARER,
      technologist: CARER,
      client: 'consented',
    },
  ],
  [
    'record.read record.read-all record.read-history record.search record.summarise',
    {
      patient: FAMILY,
      provider: CLINICIAN,
      radiologist: CLINICIAN,
      carer: CARER,
      technologist: CARER,
    },
  ],
  // Whoever changes a record sees it as it is stored, which a technologist does not.
  [
    'record.update record.delete',
    { patient: FAMILY, provider: CARER, radiologist: CARER, carer: CARER },
  ],
  // Whom they find is another matter: nobody but whom they may read.
  [
    'record.find record.validate',
    { patient: 'any', provider: 'any', radiologist: 'any', carer: 'any', technologist: 'any' },
  ],
  // Whoever takes a chart along has been let in to look at it; not by breaking the glass.
  ['export.chart', { patient: FAMILY, provider: CARER, radiologist: CARER, carer: CARER }],
  // A technologist sees no file.
  [
    'document.list document.read',
    { patient: FAMILY, provider: CLINICIAN, radiologist: CLINICIAN, carer: CARER },
  ],
  // Breaking the glass is for reading.
  [
    'record.create record.import document.create document.upload',
    { patient: FAMILY, provider: CARER, radiologist: CARER, carer: CARER, technologist: CARER },
  ],
  [
    'share.create share.list share.revoke',
    { patient: FAMILY, provider: CARER, radiologist: CARER, carer: CARER },
  ],
  // What is the patient's to decide, or a guardian's for them.
  [
    'document.delete audit.read audit.read-proof audit.ask audit-event.search emergency.list emergency.dispute consent.list consent.offer consent.narrow consent.widen consent.revoke consent.read-history',
    { patient: 'own dependant' },
  ],
  ['erasure.read erasure.request erasure.cancel erasure.confirm', { patient: 'own' }],
  ['guardian.list guardian.offer guardian.end dependant.hand-over', { patient: 'dependant' }],
  [
    'care-team.read care-team.remove',
    {
      patient: 'own dependant',
      provider: 'team',
      radiologist: 'team',
      carer: 'team',
      technologist: 'team',
    },
  ],
  ['care-team.add', { provider: 'team', radiologist: 'team', carer: 'team', technologist: 'team' }],
  // The other side of a grant.
  [
    'relationship.accept-proposal relationship.decline-proposal',
    {
      patient: 'consented',
      client: 'consented',
      provider: CARER,
      radiologist: CARER,
      carer: CARER,
      technologist: CARER,
    },
  ],
  [
    'relationship.leave',
    {
      patient: 'consented',
      client: 'consented',
      provider: CLINICIAN,
      radiologist: CLINICIAN,
      carer: CARER,
      technologist: CARER,
    },
  ],
  // By role alone, whatever then is found.
  [
    'relationship.list relationship.check consent.read-offer consent.accept consent.decline',
    {
      patient: 'any',
      client: 'any',
      provider: 'any',
      radiologist: 'any',
      carer: 'any',
      technologist: 'any',
    },
  ],
  ['dependant.add guardian.accept', { patient: 'any' }],
  ['emergency.open', { provider: 'any', radiologist: 'any' }],
  ['export.de-identified', { client: 'any' }],
  // Whoever brings patients along, and takes them along, works for an organisation that treats them.
  ['patient.import export.organisation', { provider: 'any' }],
  // Patients belong to no organisation.
  [
    'organisation.list-own',
    {
      admin: 'any',
      provider: 'any',
      carer: 'any',
      radiologist: 'any',
      technologist: 'any',
      client: 'any',
    },
  ],
  // Administrators manage people and keys, and open no chart.
  [
    'access-table.read alert.list alert.acknowledge audit.search audit.list-questions audit.answer security.read-dashboard account.list account.suspend account.resume account-recovery.list account-recovery.approve account-recovery.refuse invitation.create organisation.create organisation.rename organisation.list organisation.add-member organisation.remove-member emergency.list-reviews emergency.review pseudonym.request pseudonym.list pseudonym.approve pseudonym.refuse pseudonym.read recovery.make recovery.confirm system.read system.read-report',
    { admin: 'any' },
  ],
  // The caller's own account.
  [
    'account.read account.read-security account.change-email account.change-password account.deactivate account-recovery.request device.rename device.forget passkey.begin passkey.add passkey.rename passkey.remove recovery-codes.make session.read session.end session.end-others session.prove-code session.prove-password totp.begin totp.confirm totp.remove',
    { everybody: 'any' },
  ],
  // What a password, a link or nothing at all opens.
  [
    'system.describe audit.read-checkpoints audit.read-consistency account.set-up account.sign-up account.complete-sign-up account.confirm-email-change account.request-password-reset account.reset-password account-recovery.cancel dependant.accept-hand-over invitation.accept erasure.read-certificate session.sign-in session.sign-out session.refresh session.read-keys session.passkey-options session.prove-passkey',
    { everybody: 'any' },
  ],
  // A session is no share link.
  ['share.open share.read-document', {}],
];

/** By action, each said once. @throws Error when one is said twice. */
export function expectedAccess(): ReadonlyMap<string, Statement[1]> {
  const expected = new Map<string, Statement[1]>();
  for (const [actions, may] of STATEMENTS)
    for (const action of actions.split(' ')) {
      if (expected.has(action)) throw new Error(`${action} is said twice`);
      expected.set(action, may);
    }
  return expected;
}

export function isExpected(
  expected: ReturnType<typeof expectedAccess>,
  {
    action,
    role,
    target,
  }: { readonly action: Action; readonly role: Role; readonly target: Target },
): boolean {
  const may = expected.get(action);
  const targets = may?.[role] ?? may?.everybody ?? '';
  return targets.split(' ').includes(target);
}
