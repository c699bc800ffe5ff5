import {
  chartOf,
  conceptText,
  dosageText,
  nameOf,
  newestOfEach,
  valueText,
  whenOf,
  type Chart,
} from '../chart/index.ts';
import {
  elementOf,
  elementsOf,
  escapeXhtml,
  narrative,
  xhtmlTable,
  type Resource,
} from '../resource/index.ts';

/** A section of the document, as IPS 2.0.1's Composition profile codes it, with what belongs in it. */
export interface IpsSection {
  readonly title: string;
  readonly loinc: string;
  readonly display: string;
  readonly isRequired: boolean;
  readonly resources: readonly Resource[];
  /** One row for a resource; the first column is its name. */
  readonly heads: readonly string[];
  readonly row: (resource: Resource) => readonly string[];
}

/** All sections in the order of the profile, also those with nothing in them. */
export function ipsSections(resources: readonly Resource[]): readonly IpsSection[] {
  const chart = chartOf(resources);
  return definitions.map(({ from, columns, ...definition }) => ({
    ...definition,
    isRequired: definition.isRequired ?? false,
    resources: from(chart),
    heads: columns.map(([head]) => head),
    row: (resource) => columns.map(([, text]) => text(resource) ?? ''),
  }));
}

/** The section as the Composition holds it; `referTo` gives the reference to an entry. */
export function composedSection(
  section: IpsSection,
  referTo: (resource: Resource) => object,
): object {
  const { title, loinc, display, resources, heads, row } = section;
  const code = { coding: [{ system: 'http://loinc.org', code: loinc, display }] };
  if (resources.length === 0) {
    const words = 'No information available';
    return {
      title,
      code,
      text: narrative(`<p>${words}</p>`),
      // IPS 2.0, "Empty Sections": what nobody has said is unavailable, not known to be absent.
      emptyReason: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason',
            code: 'unavailable',
            display: 'Unavailable',
          },
        ],
        text: words,
      },
    };
  }
  const text = narrative(`<h5>${escapeXhtml(title)}</h5>${xhtmlTable(heads, resources.map(row))}`);
  return { title, code, text, entry: resources.map(referTo) };
}

type Column = readonly [string, (resource: Resource) => string | undefined];

const name: Column = ['Name', nameOf];
const when: Column = ['Date', whenOf];
const status: Column = [
  'Status',
  (resource) =>
    conceptText(resource['clinicalStatus']) ??
    (typeof resource['status'] === 'string' ? resource['status'] : undefined),
];
const value: Column = ['Value', (resource) => valueText(resource)];
const dosage: Column = ['Dosage', (resource) => dosageText(resource)];
const reaction: Column = [
  'Reaction',
  (resource) =>
    elementsOf(resource['reaction'])
      .flatMap((each) => elementsOf(each['manifestation']))
      .map(conceptText)
      .filter((text) => text !== undefined)
      .join(', '),
];
const reason: Column = [
  'Reason',
  (resource) => conceptText(elementsOf(resource['reasonCode'])[0] ?? elementOf(undefined)),
];

interface Definition {
  readonly title: string;
  readonly loinc: string;
  readonly display: string;
  readonly isRequired?: true;
  readonly from: (chart: Chart) => readonly Resource[];
  readonly columns: readonly Column[];
}

const definitions: readonly Definition[] = [
  {
    title: 'Problem List',
    loinc: '11450-4',
    display: 'Problem list - Reported',
    isRequired: true,
    from: (chart) => chart.problems,
    columns: [name, ['Since', whenOf], status],
  },
  {
    title: 'Allergies and Intolerances',
    loinc: '48765-2',
    display: 'Allergies and adverse reactions Document',
    isRequired: true,
    from: (chart) => chart.allergies,
    columns: [
      name,
      reaction,
      [
        'Criticality',
        ({ criticality }) => (typeof criticality === 'string' ? criticality : undefined),
      ],
      when,
    ],
  },
  {
    title: 'Medication Summary',
    loinc: '10160-0',
    display: 'History of Medication use Narrative',
    isRequired: true,
    from: (chart) => chart.medications,
    columns: [name, dosage, reason, ['Since', whenOf], status],
  },
  {
    title: 'Immunizations',
    loinc: '11369-6',
    display: 'History of Immunization Narrative',
    from: (chart) => chart.immunizations,
    columns: [name, when],
  },
  {
    title: 'Results',
    loinc: '30954-2',
    display: 'Relevant diagnostic tests/laboratory data Narrative',
    from: (chart) => newestOfEach(chart.results),
    columns: [name, value, when],
  },
  {
    title: 'History of Procedures',
    loinc: '47519-4',
    display: 'History of Procedures Document',
    from: (chart) => newestOfEach(chart.procedures),
    columns: [name, when, status],
  },
  {
    title: 'Medical Devices',
    loinc: '46264-8',
    display: 'History of medical device use',
    from: (chart) => chart.devices,
    columns: [name, when, status],
  },
  {
    title: 'Advance Directives',
    loinc: '42348-3',
    display: 'Advance healthcare directives',
    from: (chart) => chart.advanceDirectives,
    columns: [name, when, status],
  },
  {
    title: 'Functional Status',
    loinc: '47420-5',
    display: 'Functional status assessment note',
    from: (chart) => newestOfEach(chart.functionalStatus),
    columns: [name, value, when],
  },
  {
    title: 'History of Past Problems',
    loinc: '11348-0',
    display: 'History of Past illness note',
    from: (chart) => chart.pastProblems,
    columns: [name, ['Since', whenOf], status],
  },
  {
    title: 'Pregnancy',
    loinc: '10162-6',
    display: 'History of pregnancies Narrative',
    from: (chart) => newestOfEach(chart.pregnancy),
    columns: [name, value, when],
  },
  {
    title: 'Plan of Care',
    loinc: '18776-5',
    display: 'Plan of care note',
    from: (chart) => chart.carePlans,
    columns: [name, when, status],
  },
  {
    title: 'Social History',
    loinc: '29762-2',
    display: 'Social history note',
    from: (chart) => newestOfEach(chart.socialHistory),
    columns: [name, value, when],
  },
  {
    title: 'Vital Signs',
    loinc: '8716-3',
    display: 'Vital signs note',
    from: (chart) => newestOfEach(chart.vitalSigns),
    columns: [name, value, when],
  },
];
