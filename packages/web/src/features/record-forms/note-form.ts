import type { Resource } from '@wardkeep/contract';
import { noteText } from '../records/index.ts';
import type { Field, RecordForm, Values, Writing } from './record-form.ts';
import { at, baseOf, listAt, person, textAt, withElements } from './resource-parts.ts';

const FIELDS: readonly Field[] = [
  {
    name: 'title',
    as: 'line',
    label: 'form.note.heading',
    elements: ['description', 'type'],
    isNeeded: true,
  },
  {
    name: 'words',
    as: 'words',
    label: 'form.note.words',
    elements: ['content'],
    isNeeded: true,
    rows: 8,
  },
  { name: 'written', as: 'moment', label: 'form.note.written', elements: ['date'], isNeeded: true },
];

/** A note is a document of plain text (https://hl7.org/fhir/R4/documentreference.html). */
export const NOTE_FORM: RecordForm = {
  type: 'DocumentReference',
  title: 'form.note.title',
  editTitle: 'form.note.edit',
  fields: () => FIELDS,
  begin: (now) => ({ written: now.toISOString() }),
  read,
  write,
};

function read(resource: Resource): Values | undefined {
  const words = noteText(resource);
  if (words === undefined || listAt(resource, 'content').length !== 1) return undefined;
  return {
    title: textAt(resource, 'description') || textAt(resource, 'content', 0, 'attachment', 'title'),
    words,
    written: textAt(resource, 'date'),
  };
}

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const title = (values['title'] ?? '').trim();
  const content = at(base, 'content', 0);
  const kept = typeof content === 'object' ? content : {};
  return withElements(baseOf(base, 'DocumentReference'), {
    ...(base === undefined && {
      status: 'current',
      type: {
        coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }],
        text: writing.say('form.note.kind'),
      },
      subject: person(writing),
    }),
    date: values['written'],
    description: title,
    content: [
      {
        ...kept,
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          data: base64(values['words'] ?? ''),
          title,
        },
      },
    ],
  });
}

function base64(words: string): string {
  const bytes = new TextEncoder().encode(words);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
