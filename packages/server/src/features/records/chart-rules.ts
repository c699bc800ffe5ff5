import type { Chart, ChartEntry, ResultSeries } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { at, conceptText, firstText, list, number, text } from './fhir-path-rules.ts';

export const CHART_TYPES = [
  'AllergyIntolerance',
  'Condition',
  'Encounter',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Patient',
] as const;

/** One line for each entry, in the order people ask: what is going on now first, then newest first. */
export function chartOf(
  resources: readonly StoredJson[],
  counts: Readonly<Record<string, number>>,
): Chart {
  const of = (...types: string[]): readonly StoredJson[] =>
    resources.filter((each) => types.includes(each.resourceType));
  const observations = of('Observation');
  return {
    patient: patientOf(of('Patient')[0]),
    conditions: newestFirst(of('Condition').map(condition)),
    medications: newestFirst(of('MedicationRequest', 'MedicationStatement').map(medication)),
    allergies: newestFirst(of('AllergyIntolerance').map(allergy)),
    immunizations: newestFirst(of('Immunization').map(immunization)),
    encounters: newestFirst(of('Encounter').map(encounter)),
    series: seriesOf(observations),
    results: newestFirst(
      observations.filter((each) => valuesOf(each).length === 0).map(wordResult),
    ),
    counts: { ...counts },
  };
}

export function patientOf(patient: StoredJson | undefined): Chart['patient'] {
  if (patient === undefined) return null;
  const name =
    list(patient, 'name').find((each) => text(each, 'use') === 'official') ??
    at(patient, 'name', 0);
  const parts = [...list(name, 'prefix'), ...list(name, 'given'), at(name, 'family')].filter(
    (part) => typeof part === 'string',
  );
  return {
    id: text(patient, 'id') ?? '',
    name: text(name, 'text') ?? parts.join(' '),
    birthDate: text(patient, 'birthDate'),
    gender: text(patient, 'gender'),
    deceased:
      at(patient, 'deceasedBoolean') === true || at(patient, 'deceasedDateTime') !== undefined,
  };
}

function condition(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title: conceptText(at(resource, 'code')),
    status: text(resource, 'clinicalStatus', 'coding', 0, 'code'),
    startedAt: firstText(resource, ['onsetDateTime'], ['onsetPeriod', 'start'], ['recordedDate']),
    endedAt: firstText(resource, ['abatementDateTime'], ['abatementPeriod', 'end']),
  });
}

function medication(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title:
      conceptText(at(resource, 'medicationCodeableConcept')) ??
      text(resource, 'medicationReference', 'display'),
    status: text(resource, 'status'),
    startedAt: firstText(
      resource,
      ['authoredOn'],
      ['effectivePeriod', 'start'],
      ['effectiveDateTime'],
      ['dateAsserted'],
    ),
    endedAt: text(resource, 'effectivePeriod', 'end'),
    detail: firstText(resource, ['dosageInstruction', 0, 'text'], ['dosage', 0, 'text']),
  });
}

function allergy(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title: conceptText(at(resource, 'code')),
    status: text(resource, 'clinicalStatus', 'coding', 0, 'code'),
    startedAt: firstText(resource, ['onsetDateTime'], ['recordedDate']),
    detail:
      conceptText(at(resource, 'reaction', 0, 'manifestation', 0)) ?? text(resource, 'criticality'),
  });
}

function immunization(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title: conceptText(at(resource, 'vaccineCode')),
    status: text(resource, 'status'),
    startedAt: firstText(resource, ['occurrenceDateTime'], ['occurrenceString']),
  });
}

function encounter(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title: conceptText(at(resource, 'type', 0)) ?? text(resource, 'class', 'code'),
    status: text(resource, 'status'),
    startedAt: text(resource, 'period', 'start'),
    endedAt: text(resource, 'period', 'end'),
    detail: conceptText(at(resource, 'reasonCode', 0)),
  });
}

function wordResult(resource: StoredJson): ChartEntry {
  return entry(resource, {
    title: conceptText(at(resource, 'code')),
    status: text(resource, 'status'),
    startedAt: observedAt(resource),
    detail: conceptText(at(resource, 'valueCodeableConcept')) ?? text(resource, 'valueString'),
  });
}

function entry(
  resource: StoredJson,
  fields: Omit<Partial<ChartEntry>, 'title'> & { readonly title: string | null },
): ChartEntry {
  return {
    type: resource.resourceType,
    id: text(resource, 'id') ?? '',
    status: null,
    startedAt: null,
    endedAt: null,
    detail: null,
    ...fields,
    title: fields.title ?? resource.resourceType,
  };
}

interface Measured {
  readonly code: string;
  readonly title: string;
  readonly value: number;
  readonly unit: string | null;
  readonly range: ResultSeries['referenceRange'];
}

/** Numeric results as one series for each code and unit; blood pressure and the like give one for each component. */
function seriesOf(observations: readonly StoredJson[]): ResultSeries[] {
  const series = new Map<string, ResultSeries>();
  for (const observation of observations) {
    const observed = observedAt(observation);
    const id = text(observation, 'id');
    if (observed === null || id === null) continue;
    for (const { code, title, value, unit, range } of valuesOf(observation)) {
      const key = `${code} ${unit ?? ''}`;
      const known = series.get(key) ?? { code, title, unit, referenceRange: null, points: [] };
      known.points.push({ id, at: observed, value });
      series.set(key, { ...known, referenceRange: known.referenceRange ?? range });
    }
  }
  const sorted = [...series.values()].map((each) => ({
    ...each,
    points: each.points.toSorted((a, b) => compare(a.at, b.at)),
  }));
  return sorted.toSorted(
    (a, b) =>
      compare(b.points.at(-1)?.at ?? '', a.points.at(-1)?.at ?? '') ||
      b.points.length - a.points.length,
  );
}

function valuesOf(observation: StoredJson): readonly Measured[] {
  return [observation, ...list(observation, 'component')].flatMap((part) => {
    const value = number(part, 'valueQuantity', 'value');
    const code = text(part, 'code', 'coding', 0, 'code');
    if (value === null || code === null) return [];
    const title = conceptText(at(part, 'code')) ?? code;
    const unit = firstText(part, ['valueQuantity', 'unit'], ['valueQuantity', 'code']);
    return [
      {
        code: `${text(part, 'code', 'coding', 0, 'system') ?? ''}|${code}`,
        title,
        value,
        unit,
        range: rangeOf(part),
      },
    ];
  });
}

function rangeOf(part: unknown): ResultSeries['referenceRange'] {
  const low = number(part, 'referenceRange', 0, 'low', 'value');
  const high = number(part, 'referenceRange', 0, 'high', 'value');
  return low === null && high === null ? null : { low, high };
}

function observedAt(observation: StoredJson): string | null {
  return firstText(
    observation,
    ['effectiveDateTime'],
    ['effectivePeriod', 'start'],
    ['effectiveInstant'],
    ['issued'],
  );
}

function newestFirst(entries: readonly ChartEntry[]): ChartEntry[] {
  return entries.toSorted((a, b) => compare(b.startedAt ?? '', a.startedAt ?? ''));
}

/** Instants of different offsets in their real order; a year or month alone counts as its beginning. */
function compare(a: string, b: string): number {
  return (Date.parse(a) || 0) - (Date.parse(b) || 0) || a.localeCompare(b);
}
