import { useMemo } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Glossary, useGlossary, useText } from '../../ui/text.ts';

/** Turns the names and codes of FHIR into the reader's words. */
export interface RecordWords {
  readonly format: Format;
  /** Of an element: `effectiveDateTime` → `Date`. */
  readonly label: (element: string) => string;
  /** Of a code: `entered-in-error` → `entered in error`. */
  readonly code: (code: string) => string;
  /** Of a resource type: `Observation` → `results`, for so many. */
  readonly kind: (type: string, count: number) => string;
  readonly yes: string;
  readonly no: string;
  readonly since: (date: string) => string;
  readonly until: (date: string) => string;
}

export function useRecordWords(): RecordWords {
  const format = useFormat();
  const glossary = useGlossary();
  const t = useText();
  return useMemo(
    () => ({
      ...glossaryWords(glossary),
      format,
      yes: t('app.yes'),
      no: t('app.no'),
      since: (date) => t('record.since', { date }),
      until: (date) => t('record.until', { date }),
    }),
    [format, glossary, t],
  );
}

/** Names without an entry are spelled out: `hospitalization` → `Hospitalization`. */
export function glossaryWords(glossary: Glossary): Pick<RecordWords, 'label' | 'code' | 'kind'> {
  return {
    label: (element) => glossary('field', choiceBase(element)) ?? spelledOut(choiceBase(element)),
    code: (code) => glossary('code', code) ?? code.replaceAll('-', ' '),
    kind: (type, count) => glossary('kind', type, count) ?? spelledOut(type),
  };
}

export function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function spelledOut(name: string): string {
  const words = name
    .replaceAll(/[-_]+/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return capitalised(words);
}

/** `value[x]` and its like: the type in the name says nothing to a reader (https://hl7.org/fhir/R4/formats.html#choice). */
function choiceBase(element: string): string {
  return CHOICE.exec(element)?.[1] ?? element;
}

const CHOICE =
  /^(value|effective|onset|abatement|performed|occurrence|medication|deceased|multipleBirth|serviced|timing|location|diagnosis|product|item|born|age|asNeeded|dose|rate|allowed|collected|scheduled|doseNumber|seriesDoses|created|reported)(Quantity|CodeableConcept|Coding|String|Boolean|Integer|PositiveInt|Decimal|DateTime|Date|Time|Instant|Period|Range|Ratio|Age|Reference|Timing|Identifier|Address|Attachment|Code|Uri|Url|Money)$/;
