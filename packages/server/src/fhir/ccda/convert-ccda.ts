import { stableUuid, type Resource } from '../resource/index.ts';
import { CcdaError } from './ccda-error.ts';
import { takeComposition } from './composition.ts';
import { Conversion, idKey, type NotTaken } from './conversion.ts';
import { takeEncompassing } from './encounters.ts';
import { takePatient } from './header.ts';
import { narrativeTexts } from './narrative-texts.ts';
import { takeNonXmlBody } from './notes.ts';
import { readXml } from './read-xml.ts';
import { statementNames } from './statement.ts';
import { childOf, type XmlElement } from './xml-element.ts';

export interface ConvertedCcda {
  /**
   * The Patient, a Composition that holds every section's narrative and names what was made of its
   * entries, and those. Ids are UUIDs that follow from the document's id and the entry's;
   * references are `urn:uuid:` and that id, and all lead to a resource in this list.
   */
  readonly resources: readonly Resource[];
  readonly notTaken: readonly NotTaken[];
  /** Every `entry` of a section is in one of the two. */
  readonly entries: { readonly taken: number; readonly notTaken: number };
}

/**
 * Converts a C-CDA document (R2.1; earlier releases by the same templates) to FHIR R4 resources.
 * A part of one (a section, an entry, a header's part), as guides show them, is taken too.
 *
 * @throws {@link CcdaError} for what is no such document, or more than `ccdaLimits` allows.
 */
export function convertCcda(xml: Uint8Array | string): ConvertedCcda {
  const root = readXml(xml);
  const document = documentAround(root);
  const bytes = typeof xml === 'string' ? xml : Buffer.from(xml).toString('latin1');
  const conversion = new Conversion(
    idKey(document) ?? stableUuid([bytes]),
    narrativeTexts(document),
  );
  takeHeader(document, conversion);
  const body = childOf(document, 'component', 'nonXMLBody');
  const file = body === undefined ? undefined : takeNonXmlBody(body, document, conversion);
  if (body !== undefined && file === undefined) {
    const why = 'The file in it is empty, compressed, or not base64.';
    conversion.notTaken.push({ section: 'body', what: 'nonXMLBody', why });
  }
  const entries = takeComposition(document, file, conversion);
  return { resources: conversion.resources, notTaken: conversion.notTaken, entries };
}

function takeHeader(document: XmlElement, conversion: Conversion): void {
  const recordTarget = childOf(document, 'recordTarget');
  if (childOf(recordTarget, 'patientRole') === undefined) {
    const why = 'The document names no patient.';
    conversion.notTaken.push({ section: 'header', what: 'recordTarget', why });
  }
  takePatient(recordTarget, conversion);
  const encounter = childOf(document, 'componentOf', 'encompassingEncounter');
  if (encounter !== undefined) takeEncompassing(encounter, conversion);
}

/** A part of a document, in as much of a document as it needs. */
function documentAround(root: XmlElement): XmlElement {
  if (root.name === 'ClinicalDocument') return root;
  const around = wrappers.find((each) => each.names.has(root.name));
  if (around === undefined) throw new CcdaError('not_ccda');
  return around.path.reduceRight<XmlElement>(
    (inside, name) => ({ name, attributes: new Map(), children: [inside] }),
    root,
  );
}

const section = [
  'ClinicalDocument',
  'component',
  'structuredBody',
  'component',
  'section',
] as const;

const wrappers: readonly {
  readonly names: ReadonlySet<string>;
  readonly path: readonly string[];
}[] = [
  { names: new Set(['section']), path: section.slice(0, -1) },
  { names: new Set(['entry']), path: section },
  { names: statementNames, path: [...section, 'entry'] },
  { names: new Set(['entryRelationship']), path: [...section, 'entry', 'act'] },
  { names: new Set(['component']), path: ['ClinicalDocument', 'component', 'structuredBody'] },
  {
    names: new Set(
      (
        'recordTarget author dataEnterer informant custodian informationRecipient ' +
        'legalAuthenticator authenticator participant inFulfillmentOf documentationOf ' +
        'authorization componentOf'
      ).split(' '),
    ),
    path: ['ClinicalDocument'],
  },
  {
    // Parts that stand alone in guides, of which nothing can be taken.
    names: new Set(
      'criterion participantRole assignedAuthor assignedEntity encounterParticipant performer addr'.split(
        ' ',
      ),
    ),
    path: ['ClinicalDocument', 'participant'],
  },
];
