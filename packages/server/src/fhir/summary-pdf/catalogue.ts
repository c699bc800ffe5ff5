import type { Spelling } from '../chart/index.ts';

export type SummaryLanguage = 'en' | 'de';

/** Every text of the document that is not the chart's own. */
export interface SummaryTexts {
  readonly tag: string;
  readonly spelling: Spelling;
  readonly title: string;
  readonly born: string;
  readonly died: string;
  readonly sex: Readonly<Record<string, string>>;
  readonly madeAt: (when: string) => string;
  readonly page: (page: number, of: number) => string;
  readonly nothing: string;
  readonly notShown: (count: number) => string;
  readonly replaced: string;
  readonly secrecy: string;
  readonly unnamed: string;
  readonly sections: Readonly<Record<SummarySection, string>>;
  readonly heads: Readonly<Record<SummaryHead, string>>;
  readonly codes: Readonly<Record<string, string>>;
  /** Before the value before: with an arrow, and in words alone where the font has none. */
  readonly trends: { readonly arrows: Trends; readonly words: Trends };
}

interface Trends {
  readonly up: string;
  readonly down: string;
  readonly same: string;
}

export type SummarySection =
  | 'problems'
  | 'allergies'
  | 'medications'
  | 'immunizations'
  | 'results'
  | 'vitalSigns'
  | 'procedures'
  | 'encounters';

export type SummaryHead =
  | 'name'
  | 'since'
  | 'status'
  | 'reaction'
  | 'criticality'
  | 'dosage'
  | 'date'
  | 'value'
  | 'range'
  | 'before'
  | 'reason';

const en: SummaryTexts = {
  tag: 'en-GB',
  spelling: { decimal: '.', yes: 'yes', no: 'no' },
  title: 'Patient summary',
  born: 'born',
  died: 'died',
  sex: { male: 'male', female: 'female', other: 'other', unknown: 'sex unknown' },
  madeAt: (when) => `Made ${when} UTC`,
  page: (page, of) => `Page ${page} of ${of}`,
  nothing: 'Nothing is recorded.',
  notShown: (count) => `${count} more not shown here; the full record has them.`,
  replaced: 'Some characters cannot be printed in this document’s font; each is shown as ?.',
  secrecy: 'Confidential: medical record',
  unnamed: 'Not named',
  sections: {
    problems: 'Problems',
    allergies: 'Allergies and intolerances',
    medications: 'Medicines taken now',
    immunizations: 'Immunisations',
    results: 'Results, newest of each',
    vitalSigns: 'Vital signs, newest of each',
    procedures: 'Procedures',
    encounters: 'Encounters',
  },
  heads: {
    name: 'Name',
    since: 'Since',
    status: 'Status',
    reaction: 'Reaction',
    criticality: 'Criticality',
    dosage: 'How it is taken',
    date: 'Date',
    value: 'Value',
    range: 'Reference',
    before: 'Trend, value before',
    reason: 'Reason',
  },
  codes: {
    active: 'active',
    recurrence: 'recurrence',
    relapse: 'relapse',
    'on-hold': 'on hold',
    intended: 'intended',
    low: 'low',
    high: 'high',
    'unable-to-assess': 'not assessed',
    completed: 'done',
    'in-progress': 'in progress',
    stopped: 'stopped',
    unknown: 'unknown',
    finished: 'finished',
  },
  trends: {
    arrows: { up: '↑ from', down: '↓ from', same: '→ same as' },
    words: { up: 'up from', down: 'down from', same: 'same as' },
  },
};

const de: SummaryTexts = {
  tag: 'de-DE',
  spelling: { decimal: ',', yes: 'ja', no: 'nein' },
  title: 'Patientenübersicht',
  born: 'geboren',
  died: 'verstorben',
  sex: {
    male: 'männlich',
    female: 'weiblich',
    other: 'divers',
    unknown: 'Geschlecht unbekannt',
  },
  madeAt: (when) => `Erstellt ${when} UTC`,
  page: (page, of) => `Seite ${page} von ${of}`,
  nothing: 'Es ist nichts eingetragen.',
  notShown: (count) => `${count} weitere stehen nur in der vollständigen Akte.`,
  replaced: 'Zeichen, die die Schrift dieses Dokuments nicht hat, stehen als ?.',
  secrecy: 'Vertraulich: Patientenakte',
  unnamed: 'Ohne Bezeichnung',
  sections: {
    problems: 'Diagnosen',
    allergies: 'Allergien und Unverträglichkeiten',
    medications: 'Aktuelle Medikamente',
    immunizations: 'Impfungen',
    results: 'Befunde, jeweils der neueste',
    vitalSigns: 'Vitalwerte, jeweils der neueste',
    procedures: 'Eingriffe und Maßnahmen',
    encounters: 'Kontakte',
  },
  heads: {
    name: 'Bezeichnung',
    since: 'Seit',
    status: 'Status',
    reaction: 'Reaktion',
    criticality: 'Gefährlichkeit',
    dosage: 'Einnahme',
    date: 'Datum',
    value: 'Wert',
    range: 'Referenz',
    before: 'Verlauf, Wert davor',
    reason: 'Grund',
  },
  codes: {
    active: 'aktiv',
    recurrence: 'Rezidiv',
    relapse: 'Rückfall',
    'on-hold': 'pausiert',
    intended: 'geplant',
    low: 'gering',
    high: 'hoch',
    'unable-to-assess': 'nicht beurteilt',
    completed: 'erfolgt',
    'in-progress': 'läuft',
    stopped: 'abgebrochen',
    unknown: 'unbekannt',
    finished: 'beendet',
  },
  trends: {
    arrows: { up: '↑ von', down: '↓ von', same: '→ wie' },
    words: { up: 'höher als', down: 'niedriger als', same: 'gleich wie' },
  },
};

export const catalogue: Readonly<Record<SummaryLanguage, SummaryTexts>> = { en, de };
