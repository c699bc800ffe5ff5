import { narrative } from '../resource/index.ts';
import { conceptOf } from './concept.ts';
import { reasons, type Conversion, type Reference } from './conversion.ts';
import { authorOf, organizationOf } from './people.ts';
import { identifierOf } from './person-parts.ts';
import { sectionXhtml } from './section-narrative.ts';
import { statementIn, templatesOf } from './statement.ts';
import { takeStatement } from './take-statement.ts';
import { dateTimeOf } from './time.ts';
import { attributeOf, childOf, childrenOf, innerText, type XmlElement } from './xml-element.ts';

interface Counts {
  taken: number;
  notTaken: number;
}

/** The document itself: its sections with their narrative, and what their entries became. */
export function takeComposition(
  document: XmlElement,
  file: Reference | undefined,
  conversion: Conversion,
): Readonly<Counts> {
  const counts: Counts = { taken: 0, notTaken: 0 };
  const sections = childrenOf(childOf(document, 'component', 'structuredBody'), 'component');
  const section = sections.flatMap((component, index) =>
    sectionsIn(component, String(index), { conversion, counts }),
  );
  const authors = childrenOf(document, 'author')
    .map((author) => authorOf(author, conversion))
    .filter((author) => author !== undefined);
  const date = dateTimeOf(childOf(document, 'effectiveTime'));
  conversion.add('Composition', 'document', {
    identifier: identifierOf(childOf(document, 'id')),
    status: 'final',
    type: conceptOf(childOf(document, 'code'), conversion.texts) ?? { text: 'Clinical document' },
    subject: conversion.patient,
    date,
    _date: date === undefined ? absent : undefined,
    author: authors.length === 0 ? [absent] : authors,
    title: innerText(childOf(document, 'title')) ?? 'Clinical document',
    confidentiality: confidentialityOf(document),
    custodian: organizationOf(
      childOf(document, 'custodian', 'assignedCustodian', 'representedCustodianOrganization'),
      conversion,
    ),
    section: file === undefined ? section : [...section, { entry: [file] }],
  });
  return counts;
}

const absent = {
  extension: [
    { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
  ],
};

function confidentialityOf(document: XmlElement): string | undefined {
  const code = attributeOf(childOf(document, 'confidentialityCode'), 'code');
  return code !== undefined && /^[ULMNRV]$/.test(code) ? code : undefined;
}

interface Walk {
  readonly conversion: Conversion;
  readonly counts: Counts;
}

function sectionsIn(component: XmlElement, key: string, walk: Walk): readonly object[] {
  return childrenOf(component, 'section').flatMap((section) => {
    const entry = entriesOf(section, key, walk);
    const inner = childrenOf(section, 'component').flatMap((each, index) =>
      sectionsIn(each, `${key}.${index}`, walk),
    );
    const xhtml = sectionXhtml(childOf(section, 'text'));
    // Invariant cmp-1: text, entries or sections.
    if (xhtml === undefined && entry.length === 0 && inner.length === 0) return [];
    return [
      {
        title: innerText(childOf(section, 'title')),
        code: conceptOf(childOf(section, 'code'), walk.conversion.texts),
        text: xhtml === undefined ? undefined : narrative(xhtml, 'additional'),
        entry,
        emptyReason: entry.length === 0 ? emptyReason(section) : undefined,
        section: inner,
      },
    ];
  });
}

function entriesOf(section: XmlElement, key: string, walk: Walk): readonly Reference[] {
  const code = attributeOf(childOf(section, 'code'), 'code') ?? 'none';
  return childrenOf(section, 'entry').flatMap((holder, index) => {
    const at = { key: `${key}/entry[${index}]`, section: code, conversion: walk.conversion };
    const statement = statementIn(holder, at);
    const outcome = statement === undefined ? { why: reasons.empty } : takeStatement(statement);
    if ('taken' in outcome) {
      walk.counts.taken += 1;
      return outcome.taken;
    }
    walk.counts.notTaken += 1;
    const what = statement === undefined ? 'entry' : kindOf(statement.element);
    walk.conversion.notTaken.push({ section: code, what, why: outcome.why });
    return [];
  });
}

/** What kind of statement it is, by names of the standard only. */
function kindOf(element: XmlElement): string {
  const mood = attributeOf(element, 'moodCode') ?? '';
  const template = templatesOf(element).find((root) => /^[0-9.]+$/.test(root)) ?? '';
  return [element.name, /^[A-Z]{3,4}$/.test(mood) ? mood : '', template].filter(Boolean).join(' ');
}

function emptyReason(section: XmlElement): object | undefined {
  if (!section.attributes.has('nullFlavor')) return undefined;
  const system = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';
  return { coding: [{ system, code: 'unavailable' }] };
}
