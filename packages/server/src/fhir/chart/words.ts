import {
  elementOf,
  elementsOf,
  numberOf,
  textOf,
  type Element,
  type Resource,
} from '../resource/index.ts';

/** A CodeableConcept as a person would say it. */
export function conceptText(concept: unknown): string | undefined {
  const { text, coding } = elementOf(concept);
  const codings = elementsOf(coding);
  const display = codings.map((each) => textOf(each['display'])).find((each) => each !== undefined);
  return (
    textOf(text) ??
    display ??
    codings.map((each) => textOf(each['code'])).find((each) => each !== undefined)
  );
}

/** The codes of a CodeableConcept, or of a list of them. */
export function codesOf(concepts: unknown): readonly string[] {
  const all = Array.isArray(concepts) ? elementsOf(concepts) : [elementOf(concepts)];
  return all
    .flatMap((concept) => elementsOf(concept['coding']))
    .map((coding) => textOf(coding['code']))
    .filter((code) => code !== undefined);
}

/** What a resource is about, by the element of its type that says so. */
export function nameOf(resource: Resource): string | undefined {
  return (
    conceptText(resource['code']) ??
    conceptText(resource['vaccineCode']) ??
    conceptText(resource['medicationCodeableConcept']) ??
    conceptText(elementsOf(resource['type'])[0] ?? resource['type']) ??
    textOf(elementOf(resource['medicationReference'])['display']) ??
    textOf(elementOf(resource['device'])['display']) ??
    textOf(elementsOf(resource['deviceName'])[0]?.['name']) ??
    textOf(resource['title']) ??
    conceptText(elementsOf(resource['category']).at(-1)) ??
    conceptText(resource['class'])
  );
}

const whenElements = [
  'onsetDateTime',
  'effectiveDateTime',
  'effectiveInstant',
  'performedDateTime',
  'occurrenceDateTime',
  'timingDateTime',
  'authoredOn',
  'dateAsserted',
  'recordedDate',
  'dateTime',
  'date',
] as const;
const duringElements = [
  'effectivePeriod',
  'performedPeriod',
  'onsetPeriod',
  'timingPeriod',
  'period',
] as const;

/** When it happened or began, else when it was written down: a FHIR dateTime. */
export function whenOf(resource: Resource): string | undefined {
  const [clinical, written] = [whenElements.slice(0, 6), whenElements.slice(6)].map((names) =>
    names.map((name) => textOf(resource[name])).find((value) => value !== undefined),
  );
  const during = duringElements
    .map((name) => elementOf(resource[name]))
    .map((period) => textOf(period['start']) ?? textOf(period['end']))
    .find((value) => value !== undefined);
  return clinical ?? during ?? written;
}

/** How values are spelled in a language. */
export interface Spelling {
  readonly decimal: '.' | ',';
  readonly yes: string;
  readonly no: string;
}

const english: Spelling = { decimal: '.', yes: 'yes', no: 'no' };

/** A Quantity: `7.5 mg/dL`, `< 3 g`. */
export function quantityText(quantity: unknown, spelling = english): string | undefined {
  const { value, comparator, unit, code } = elementOf(quantity);
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const named = textOf(unit) ?? textOf(code);
  return [textOf(comparator), numberText(number, spelling), named === '1' ? undefined : named]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** As it is; generated values of more than four decimals, which nobody measures, to two. */
export function numberText(number: number, { decimal } = english): string {
  const places = /\.(\d+)$/.exec(String(number))?.[1]?.length ?? 0;
  const shown = places <= 4 || Math.abs(number) < 0.01 ? number : Number(number.toFixed(2));
  return String(shown).replace('.', decimal);
}

/** The value of an observation or of a component; its components' values where it has none itself. */
export function valueText(observation: Element, spelling = english): string | undefined {
  const own = ownValue(observation, spelling);
  if (own !== undefined) return own;
  const parts = elementsOf(observation['component'])
    .map((part) => [conceptText(part['code']), ownValue(part, spelling)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name ?? ''}: ${value ?? ''}`);
  return parts.length === 0 ? undefined : parts.join('; ');
}

function ownValue(observation: Element, spelling: Spelling): string | undefined {
  const { valueInteger, valueBoolean } = observation;
  const simple =
    quantityText(observation['valueQuantity'], spelling) ??
    conceptText(observation['valueCodeableConcept']) ??
    textOf(observation['valueString']) ??
    textOf(observation['valueDateTime']) ??
    textOf(observation['valueTime']);
  if (simple !== undefined) return simple;
  if (typeof valueInteger === 'number') return String(valueInteger);
  if (typeof valueBoolean === 'boolean') return valueBoolean ? spelling.yes : spelling.no;
  return (
    rangeText(observation['valueRange'], spelling) ?? ratioText(observation['valueRatio'], spelling)
  );
}

function ratioText(ratio: unknown, spelling: Spelling): string | undefined {
  const { numerator, denominator } = elementOf(ratio);
  const [above, below] = [quantityText(numerator, spelling), quantityText(denominator, spelling)];
  return above === undefined || below === undefined ? undefined : `${above} / ${below}`;
}

/** `3.5 – 5 mmol/L`, `≥ 3.5 mmol/L`. */
export function rangeText(range: unknown, spelling = english): string | undefined {
  const { low, high } = elementOf(range);
  const [from, to] = [quantityText(low, spelling), quantityText(high, spelling)];
  if (from !== undefined && to !== undefined) {
    const bare = numberText(numberOf(elementOf(low)['value']) ?? 0, spelling);
    const isSameUnit = elementOf(low)['unit'] === elementOf(high)['unit'];
    return `${isSameUnit ? bare : from} – ${to}`;
  }
  if (from !== undefined) return `≥ ${from}`;
  return to === undefined ? undefined : `≤ ${to}`;
}

/** The first reference range, which by R4 is the normal one unless it says otherwise. */
export function referenceRangeText(observation: Element, spelling = english): string | undefined {
  const [range] = elementsOf(observation['referenceRange']);
  return range === undefined ? undefined : (rangeText(range, spelling) ?? textOf(range['text']));
}

/** How a medicine is taken: the author's words, else dose, how often and route. */
export function dosageText(resource: Resource, spelling = english): string | undefined {
  const dosages = elementsOf(resource['dosage'] ?? resource['dosageInstruction']);
  const words = dosages.map((dosage) => oneDosage(dosage, spelling)).filter((text) => text !== '');
  return words.length === 0 ? undefined : words.join('; ');
}

function oneDosage(dosage: Element, spelling: Spelling): string {
  const text = textOf(dosage['text']) ?? textOf(dosage['patientInstruction']);
  if (text !== undefined) return text;
  const [dose] = elementsOf(dosage['doseAndRate']);
  const { frequency, period, periodMax, periodUnit } = elementOf(
    elementOf(dosage['timing'])['repeat'],
  );
  const every =
    numberOf(period) === undefined
      ? undefined
      : `${numberOf(frequency) ?? 1} × / ${period === 1 ? '' : `${String(period)} `}${numberOf(periodMax) === undefined ? '' : `– ${String(periodMax)} `}${textOf(periodUnit) ?? ''}`;
  const amount =
    quantityText(dose?.['doseQuantity'], spelling) ?? rangeText(dose?.['doseRange'], spelling);
  return [amount, every, conceptText(dosage['route'])]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** The official or first name, as it is written. */
export function personName(person: Resource): string | undefined {
  const names = elementsOf(person['name']);
  const name = names.find((each) => each['use'] === 'official') ?? names[0];
  if (name === undefined) return textOf(person['name']);
  const text = textOf(name['text']);
  if (text !== undefined) return text;
  const list = (value: unknown) => (Array.isArray(value) ? value.map(textOf) : []);
  const parts = [
    ...list(name['prefix']),
    ...list(name['given']),
    textOf(name['family']),
    ...list(name['suffix']),
  ];
  return textOf(parts.filter((part) => part !== undefined).join(' '));
}
