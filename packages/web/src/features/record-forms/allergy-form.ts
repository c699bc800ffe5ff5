import type { Resource } from '@wardkeep/contract';
import { localDay } from '../../ui/local-day.ts';
import { ALLERGENS, NO_KNOWN_ALLERGY, REACTIONS } from './concepts.ts';
import type { Field, RecordForm, Values, Writing } from './record-form.ts';
import {
  at,
  baseOf,
  coded,
  conceptOf,
  conceptText,
  filled,
  listAt,
  notesOf,
  person,
  textAt,
  withElements,
  without,
} from './resource-parts.ts';
import { SEVERITIES } from './severities.ts';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const CERTAINTY = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';

const FIELDS: readonly Field[] = [
  {
    name: 'what',
    as: 'concept',
    label: 'form.allergy.what',
    hint: 'form.allergy.what.hint',
    elements: ['code'],
    isNeeded: true,
    concepts: ALLERGENS,
  },
  {
    name: 'category',
    as: 'choice',
    label: 'form.allergy.category',
    elements: ['category'],
    choices: [
      { value: 'medication', words: 'form.allergy.medication' },
      { value: 'food', words: 'form.allergy.food' },
      { value: 'environment', words: 'form.allergy.environment' },
      { value: 'biologic', words: 'form.allergy.biologic' },
    ],
  },
  {
    name: 'status',
    as: 'choice',
    label: 'form.status',
    elements: ['clinicalStatus'],
    isNeeded: true,
    isHalf: true,
    choices: [
      { value: 'active', words: 'form.allergy.active' },
      { value: 'inactive', words: 'form.allergy.inactive' },
      { value: 'resolved', words: 'form.allergy.resolved' },
    ],
  },
  {
    name: 'reaction',
    as: 'concept',
    label: 'form.allergy.reaction',
    elements: ['reaction'],
    concepts: REACTIONS,
  },
  {
    name: 'severity',
    as: 'choice',
    label: 'form.allergy.severity',
    elements: [],
    isHalf: true,
    choices: SEVERITIES,
  },
  {
    name: 'criticality',
    as: 'choice',
    label: 'form.allergy.criticality',
    hint: 'form.allergy.criticality.hint',
    elements: ['criticality'],
    choices: [
      { value: 'low', words: 'form.allergy.low' },
      { value: 'high', words: 'form.allergy.high' },
      { value: 'unable-to-assess', words: 'form.allergy.unable' },
    ],
  },
  { name: 'began', as: 'date', label: 'form.began', elements: ['onset'], isHalf: true },
  { name: 'note', as: 'words', label: 'form.note', elements: ['note'] },
];

export const ALLERGY_FORM: RecordForm = {
  type: 'AllergyIntolerance',
  title: 'form.allergy.title',
  editTitle: 'form.allergy.edit',
  fields: () => FIELDS,
  begin: () => ({ status: 'active' }),
  read,
  write,
  // A reaction has to be named before it can be severe.
  check: (values) =>
    filled(values, 'severity') !== undefined && filled(values, 'reaction') === undefined
      ? { reaction: 'form.allergy.reaction.missing' }
      : {},
};

function read(resource: Resource): Values {
  return {
    what: conceptText(resource['code']),
    category: textAt(resource, 'category', 0),
    status: textAt(resource, 'clinicalStatus', 'coding', 0, 'code'),
    reaction: conceptText(at(resource, 'reaction', 0, 'manifestation', 0)),
    severity: textAt(resource, 'reaction', 0, 'severity'),
    criticality: textAt(resource, 'criticality'),
    began: textAt(resource, 'onsetDateTime'),
    note: textAt(resource, 'note', 0, 'text'),
  };
}

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const before = base && read(base);
  const code = conceptOf(values['what'] ?? '', base?.['code'], { concepts: ALLERGENS, ...writing });
  const isNone = textAt(code, 'coding', 0, 'code') === NO_KNOWN_ALLERGY.code;
  const category = filled(values, 'category');
  return withElements(baseOf(base, 'AllergyIntolerance'), {
    clinicalStatus: coded(CLINICAL, values['status'] ?? '', base?.['clinicalStatus']),
    ...(base === undefined && { verificationStatus: coded(CERTAINTY, 'confirmed') }),
    ...(before?.['category'] !== values['category'] && {
      category: category === undefined ? undefined : [category],
    }),
    criticality: isNone ? undefined : filled(values, 'criticality'),
    code,
    ...(base === undefined && { patient: person(writing), recordedDate: localDay(writing.now) }),
    ...(before?.['began'] !== values['began'] && {
      ...without(base, 'onset'),
      onsetDateTime: filled(values, 'began'),
    }),
    note: notesOf(values['note'] ?? '', base),
    reaction: reactionsOf(values, base, writing),
  });
}

/** The first reaction, and of it the first manifestation, is the form's own; others stay. */
function reactionsOf(values: Values, base: Resource | undefined, writing: Writing) {
  const [first, ...others] = listAt(base, 'reaction');
  const words = filled(values, 'reaction');
  if (words === undefined) return others.length === 0 ? undefined : others;
  const [before, ...more] = listAt(first, 'manifestation');
  const manifestation = conceptOf(words, before, { concepts: REACTIONS, ...writing });
  const severity = filled(values, 'severity');
  const kept = typeof first === 'object' ? first : {};
  const { severity: _before, ...rest } = { severity: undefined, ...kept };
  return [
    { ...rest, manifestation: [manifestation, ...more], ...(severity && { severity }) },
    ...others,
  ];
}
