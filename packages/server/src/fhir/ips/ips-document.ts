import { narrative, escapeXhtml, pruned, stableUuid, type Resource } from '../resource/index.ts';
import { nameOf, personName } from '../chart/index.ts';
import { BundleEntries } from './bundle-entries.ts';
import { composedSection, ipsSections } from './sections.ts';

/** A Bundle of type document. */
export interface IpsBundle extends Resource {
  readonly resourceType: 'Bundle';
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}

export interface IpsInput {
  readonly patient: Resource;
  /** The chart: the person's resources and what they refer to, in any order. */
  readonly resources: readonly Resource[];
  readonly at: Date;
  /** Who makes the document: an Organization, Practitioner, Device, or the patient. */
  readonly author: Resource;
}

/**
 * An International Patient Summary (IPS 2.0.1, STU 2).
 *
 * The required sections (problems, allergies, medications) are always there, with an emptyReason
 * when the chart says nothing; the recommended and optional ones when it says something. Only what
 * is current, valid, and of repeated measurements the newest. Every reference in the Bundle leads
 * to an entry of it. The same input gives the same Bundle.
 */
export function ipsDocument({ patient, resources, at, author }: IpsInput): IpsBundle {
  const patientId = patient.id ?? '';
  const others = resources.filter(
    (resource) => resource.resourceType !== 'Patient' || resource.id !== patientId,
  );
  const entries = new BundleEntries([...others, author, patient]);
  const subject = entries.include(patient);
  const sections = ipsSections(others.map((resource) => asUsed(resource, patient)))
    .filter((section) => section.isRequired || section.resources.length > 0)
    .map((section) => composedSection(section, (resource) => entries.include(resource)));
  const timestamp = at.toISOString();
  const document = stableUuid(['ips', 'document', patientId, timestamp]);
  const composition: Resource = {
    resourceType: 'Composition',
    id: document,
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips'] },
    language: 'en',
    text: narrative(
      `<p>International Patient Summary: ${escapeXhtml(personName(patient) ?? '')}</p>`,
    ),
    status: 'final',
    type: {
      coding: [
        { system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' },
      ],
    },
    subject,
    date: timestamp,
    author: [entries.include(author)],
    title: 'International Patient Summary',
    section: sections,
  };
  return {
    resourceType: 'Bundle',
    id: document,
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips'] },
    language: 'en',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${document}` },
    type: 'document',
    timestamp,
    entry: [
      { fullUrl: `urn:uuid:${document}`, resource: pruned(composition) },
      ...entries.entries(),
    ],
  };
}

/** IPS names devices by their use; a Device that only stands in the chart is used, since when is not known. */
function asUsed(resource: Resource, patient: Resource): Resource {
  if (resource.resourceType !== 'Device' || (resource['status'] ?? 'active') !== 'active')
    return resource;
  if (resource['patient'] === undefined) return resource;
  const id = resource.id ?? '';
  return {
    resourceType: 'DeviceUseStatement',
    id: stableUuid(['ips', 'use', id]),
    status: 'active',
    subject: { reference: `Patient/${patient.id ?? ''}` },
    _timingDateTime: {
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
      ],
    },
    device: { reference: `Device/${id}`, display: nameOf(resource) ?? 'Device' },
  };
}
