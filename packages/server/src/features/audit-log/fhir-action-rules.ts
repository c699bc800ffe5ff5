import { ACTIONS, OPERATOR_ACTIONS } from '@wardkeep/contract';

/** http://hl7.org/fhir/R4/valueset-audit-event-action.html */
export type ActionCode = 'C' | 'R' | 'U' | 'D' | 'E';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const INTERACTION = 'http://hl7.org/fhir/restful-interaction';
/** Ours; nothing is behind this address. */
const OWN = 'https://wardkeep.invalid/fhir/action';

const REST: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  code: 'rest',
  display: 'Restful Operation',
};
const SIGN_IN = dicom('110114', 'User Authentication');
const ALERT = dicom('110113', 'Security Alert');
const LOG_USED = dicom('110101', 'Audit Log Used');
const EXPORT = dicom('110106', 'Export');

/** A list and a search execute a query, which is how IHE BALP tells them. */
const BY_VERB: ReadonlyMap<string, ActionCode> = new Map([
  ...letters('C', 'add ask begin begin-log create hold import make offer request upload'),
  ...letters(
    'R',
    'describe export open read read-all read-checkpoints read-consistency read-document',
  ),
  ...letters('R', 'read-dashboard read-history read-keys read-offer read-proof read-report'),
  ...letters('R', 'read-certificate read-security de-identified summarise chart organisation'),
  ...letters('U', 'accept accept-hand-over accept-proposal acknowledge answer approve'),
  ...letters('U', 'change-email change-password confirm confirm-email-change decline'),
  ...letters('U', 'decline-proposal dispute hand-over narrow refuse rename reset-password'),
  ...letters('U', 'resume review suspend update widen complete-sign-up set-up'),
  ...letters('D', 'cancel deactivate delete end end-others erase forget leave'),
  ...letters('D', 'release remove remove-member retire revoke destroy'),
]);

/** What the verb alone would say wrongly: an override that starts, a sign-in that begins, keys that nobody may use any more. */
const BY_ACTION: ReadonlyMap<string, ActionCode> = new Map(
  letters('E', 'emergency.open session.passkey-options keys.revoke'),
);

/** Areas of the log whose events DICOM has a code for. */
const TYPES: readonly (readonly [prefix: string, type: Coding])[] = [
  ['session.', SIGN_IN],
  ['audit.', LOG_USED],
  ['export.', EXPORT],
  ['emergency.open', ALERT],
];

const SUBTYPES: readonly (readonly [prefix: string, subtype: Coding])[] = [
  ['session.sign-in', dicom('110122', 'Login')],
  ['session.sign-out', dicom('110123', 'Logout')],
  ['emergency.open', dicom('110127', 'Emergency Override Started')],
  ['consent.', dicom('110136', 'Security Roles Changed')],
  ['guardian.', dicom('110136', 'Security Roles Changed')],
  ['care-team.', dicom('110136', 'Security Roles Changed')],
  ['account.', dicom('110137', 'User Security Attributes Changed')],
  ['passkey.', dicom('110137', 'User Security Attributes Changed')],
  ['totp.', dicom('110137', 'User Security Attributes Changed')],
  ['recovery-codes.', dicom('110137', 'User Security Attributes Changed')],
];

/** Of every action of the closed list, and `E` for one that there is no more. */
export function actionCode(action: string): ActionCode {
  const verb = action.slice(action.indexOf('.') + 1);
  return BY_ACTION.get(action) ?? BY_VERB.get(verb) ?? 'E';
}

export function actionsOfCode(code: ActionCode): readonly string[] {
  return [...ACTIONS, ...OPERATOR_ACTIONS].filter((action) => actionCode(action) === code);
}

export function typeOf(action: string): Coding {
  return TYPES.find(([prefix]) => action.startsWith(prefix))?.[1] ?? REST;
}

/** The FHIR interaction that it amounts to, DICOM's word where there is one, and our own. */
export function subtypesOf(action: string): readonly Coding[] {
  const interaction = interactionOf(action);
  const isChange = actionCode(action) !== 'R' && !isSearch(action);
  const subtype = SUBTYPES.find(([prefix]) => isChange && action.startsWith(prefix));
  return [
    ...(typeOf(action) === REST ? [{ system: INTERACTION, code: interaction }] : []),
    ...(subtype === undefined ? [] : [subtype[1]]),
    { system: OWN, code: action },
  ];
}

function interactionOf(action: string): string {
  if (action === 'record.import') return 'transaction';
  if (isSearch(action)) return 'search-type';
  const interactions = { C: 'create', R: 'read', U: 'update', D: 'delete', E: 'operation' };
  return interactions[actionCode(action)];
}

function isSearch(action: string): boolean {
  return /\.(?:find|list|list-own|search)$/.test(action);
}

function dicom(code: string, display: string): Coding {
  return { system: DICOM, code, display };
}

function letters(code: ActionCode, names: string): readonly (readonly [string, ActionCode])[] {
  return names.split(' ').map((name) => [name, code]);
}
