import type { AccessLogEntry } from '@wardkeep/contract';
import type { OpenedEvent } from '../../gate/index.ts';
import {
  actionCode,
  subtypesOf,
  typeOf,
  type ActionCode,
  type Coding,
} from './fhir-action-rules.ts';

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const BALP = 'https://profiles.ihe.net/ITI/BALP';
/** Ours; nothing is behind this address. */
const ROLE = 'https://wardkeep.invalid/fhir/role';

const ALTERED =
  'This entry was altered in the database: what it said can no longer be told, and what is left proves nothing.';

/** Entities of one event; `count` of the patient's entity says how many there were. */
const RESOURCES_SHOWN = 100;

export interface ToldAbout {
  readonly patientId: string;
  /** Who did it, as the access log shows it to this reader. */
  readonly actor: AccessLogEntry['actor'];
  readonly readerId: string | null;
  /** Of this server, without a slash at its end. */
  readonly publicUrl: string;
}

/**
 * One event about one patient as FHIR R4 AuditEvent (https://hl7.org/fhir/R4/auditevent.html), in the shape of IHE BALP's
 * patient profiles; it says that it follows one only where it has all that the profile asks for.
 */
export function fhirAuditEvent(
  event: OpenedEvent,
  told: ToldAbout,
): Readonly<Record<string, unknown>> {
  const { core, action } = event;
  const code = actionCode(action);
  const resources = event.detail?.resources.slice(0, RESOURCES_SHOWN) ?? [];
  const profile = event.isAltered ? undefined : profileOf(event, code);
  return {
    resourceType: 'AuditEvent',
    id: event.eventId,
    ...(profile === undefined ? {} : { meta: { profile: [profile] } }),
    type: typeOf(action),
    subtype: subtypesOf(action),
    action: code,
    recorded: new Date(event.occurredAtMs).toISOString(),
    outcome: OUTCOME[event.outcome],
    ...(event.isAltered ? { outcomeDesc: ALTERED } : {}),
    ...(core?.purposeOfUse == null ? {} : { purposeOfEvent: [purposeOf(core.purposeOfUse)] }),
    agent: agentsOf(event, code, told),
    source: {
      site: hostOf(told.publicUrl),
      observer: { display: hostOf(told.publicUrl) },
      type: [{ system: `${HL7}/security-source-type`, code: '4', display: 'Application Server' }],
    },
    entity: [
      patientEntity(event, told.patientId),
      ...resources.map(dataEntity),
      ...(core === null ? [] : [requestEntity(core.requestId)]),
    ],
  };
}

/** http://hl7.org/fhir/R4/valueset-audit-event-outcome.html: who is refused has made a mistake, what fails is ours. */
export const OUTCOME = { success: '0', refused: '4', failed: '8' } as const;

const PROFILES: Readonly<Partial<Record<ActionCode, string>>> = {
  C: 'PatientCreate',
  R: 'PatientRead',
  U: 'PatientUpdate',
  D: 'PatientDelete',
};

/** They are for one record of one patient, over the network, that went well. */
function profileOf({ action, outcome, core, detail }: OpenedEvent, code: ActionCode) {
  const name = PROFILES[code];
  const isWhole =
    typeOf(action).code === 'rest' &&
    action !== 'record.import' &&
    outcome === 'success' &&
    core?.address != null &&
    detail?.resources.length === 1;
  if (!isWhole || name === undefined) return undefined;
  return `${BALP}/StructureDefinition/IHE.BasicAudit.${name}`;
}

function purposeOf(code: string) {
  return { coding: [{ system: `${HL7}/v3-ActReason`, code }] };
}

/** Who, from where, and this server. IHE lets data flow from source to destination: what is read flows to the client. */
function agentsOf(event: OpenedEvent, code: ActionCode, told: ToldAbout): readonly object[] {
  const { core } = event;
  const source = { coding: [{ system: DICOM, code: '110153', display: 'Source Role ID' }] };
  const destination = {
    coding: [{ system: DICOM, code: '110152', display: 'Destination Role ID' }],
  };
  const isRead = code === 'R';
  const isByItself = told.actor.kind === 'service';
  const server = {
    type: isRead ? source : destination,
    who: { display: hostOf(told.publicUrl) },
    requestor: isByItself,
    network: { address: `${told.publicUrl}/fhir/R4`, type: '5' },
  };
  if (core === null || isByItself) return [server];
  const user = userOf(event, code, told);
  const address = core.address;
  const client = {
    type: isRead ? destination : source,
    who: { display: address ?? 'unknown' },
    requestor: user === undefined,
    ...(address === null ? {} : { network: { address, type: '2' } }),
  };
  return [...(user === undefined ? [] : [user]), client, server];
}

function userOf({ core }: OpenedEvent, code: ActionCode, told: ToldAbout): object | undefined {
  const { kind, role, id, displayName } = told.actor;
  if (kind === 'nobody') return undefined;
  const personId = kind === 'you' ? told.readerId : id;
  const isRecipient = code === 'R' || code === 'E';
  const participation: Coding = isRecipient
    ? { system: `${HL7}/v3-ParticipationType`, code: 'IRCP', display: 'information recipient' }
    : { system: `${HL7}/v3-ParticipationType`, code: 'AUT', display: 'author' };
  return {
    type: { coding: [participation] },
    ...(role === null ? {} : { role: [{ coding: [{ system: ROLE, code: role }] }] }),
    who: whoIs(kind, personId, told.patientId),
    ...(displayName === null ? {} : { name: displayName }),
    requestor: true,
    ...(core?.purposeOfUse == null ? {} : { purposeOfUse: [purposeOf(core.purposeOfUse)] }),
  };
}

function whoIs(
  kind: AccessLogEntry['actor']['kind'],
  id: string | null,
  patientId: string,
): object {
  if (id === patientId) return { reference: `Patient/${id}` };
  const identifier = id === null ? {} : { identifier: identifierOf(id) };
  if (kind === 'share-link') return { ...identifier, display: 'share link' };
  return kind === 'operator' ? { display: 'operator' } : identifier;
}

function patientEntity({ detail, repeated }: OpenedEvent, patientId: string): object {
  const count = detail?.resources.length ?? 0;
  const details = [
    ...(count > RESOURCES_SHOWN ? [{ type: 'count', valueString: String(count) }] : []),
    ...(repeated > 1 ? [{ type: 'repeated', valueString: String(repeated) }] : []),
  ];
  return {
    what: { reference: `Patient/${patientId}` },
    type: { system: `${HL7}/audit-entity-type`, code: '1', display: 'Person' },
    role: { system: `${HL7}/object-role`, code: '1', display: 'Patient' },
    ...(details.length === 0 ? {} : { detail: details }),
  };
}

/** A record has a version; what has none is no FHIR resource, though it may be called like one. */
function dataEntity({
  type,
  id,
  version,
}: {
  readonly type: string;
  readonly id: string;
  readonly version?: number;
}): object {
  const what =
    version === undefined
      ? { identifier: identifierOf(id), display: type }
      : { reference: `${type}/${id}` };
  return {
    what,
    type: { system: `${HL7}/audit-entity-type`, code: '2', display: 'System Object' },
    role: { system: `${HL7}/object-role`, code: '4', display: 'Domain Resource' },
    ...(version === undefined
      ? {}
      : { detail: [{ type: 'version', valueString: String(version) }] }),
  };
}

function requestEntity(requestId: string): object {
  return {
    what: { identifier: { value: requestId } },
    type: { system: `${BALP}/CodeSystem/BasicAuditEntityType`, code: 'XrequestId' },
  };
}

/** Ids of ours are UUIDs (RFC 9562 §4), which are URIs once they say so; those of imported records are what they were. */
function identifierOf(id: string): object {
  return UUID.test(id) ? { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` } : { value: id };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function hostOf(publicUrl: string): string {
  return new URL(publicUrl).host;
}
