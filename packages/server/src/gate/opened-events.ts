import {
  eventsAbout,
  findEvents,
  type AuditCore,
  type AuditDetail,
  type AuditOutcome,
  type EventSearch,
  type FindPage,
  type StoredEvent,
} from '../audit/index.ts';
import { auditDetailName } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import { openHalf, tellAltered } from './altered-events.ts';
import type { Gate } from './gate.ts';

/** An audit event with the halves that this scope opens; one that was destroyed, or does not open, is null. */
export interface OpenedEvent {
  readonly eventId: string;
  readonly occurredAtMs: number;
  /** These two are in the tree, and stay when both halves are destroyed. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** How many equal refusals it stands for; 1 for everything else. */
  readonly repeated: number;
  readonly leafIndex: number | null;
  readonly core: AuditCore | null;
  readonly detail: AuditDetail | null;
  /** A half is there and does not open: what is left of it proves nothing. */
  readonly isAltered: boolean;
}

export interface EventsAsked {
  readonly limit: number;
  /** The id of the last event of the page before. */
  readonly before: string | undefined;
}

export type OwnSearch = Omit<EventSearch, 'patient'>;

export interface OpenedPage {
  readonly events: readonly OpenedEvent[];
  /** Where the next page goes on; a page may be short, or empty, and still have one. */
  readonly next: string | null;
}

/** Events about the scope's person, newest first. Opens audit detail only: the vault must be unlocked for `audit`. */
export async function openEvents(
  gate: Gate,
  tx: Tx,
  vault: PersonVault,
  asked: EventsAsked,
): Promise<readonly OpenedEvent[]> {
  const { before, limit } = asked;
  const page =
    before === undefined
      ? { limit }
      : { limit, before: { eventId: before, occurredAtMs: millisecondsOf(before) } };
  const events = await eventsAbout(tx, gate.auditSealing, vault.personId, page);
  return openAll(gate, vault, events);
}

/** Those of them that fit, newest first. */
export async function openFound(
  gate: Gate,
  tx: Tx,
  vault: PersonVault,
  { search, page }: { readonly search: OwnSearch; readonly page: FindPage },
): Promise<OpenedPage> {
  const about = { ...search, patient: vault.personId };
  const { events, next } = await findEvents(tx, gate.auditSealing, about, page);
  return { events: openAll(gate, vault, events), next };
}

function openAll(
  gate: Gate,
  vault: PersonVault,
  events: readonly StoredEvent[],
): readonly OpenedEvent[] {
  const opened = events.map((event) => open(gate, vault, event));
  tellAltered(
    gate,
    opened.flatMap(({ eventId, isAltered }) => (isAltered ? [eventId] : [])),
  );
  return opened;
}

function open(gate: Gate, vault: PersonVault, event: StoredEvent): OpenedEvent {
  const { eventId } = event;
  const core = openHalf(event.sealedCore, (sealed) => gate.auditSealing.openCore(eventId, sealed));
  const detail = openHalf(event.sealedDetail, (sealed) =>
    vault.open(auditDetailName(eventId), sealed),
  );
  return {
    eventId,
    occurredAtMs: event.occurredAtMs,
    action: event.action,
    outcome: event.outcome,
    repeated: event.repeated,
    leafIndex: event.leafIndex,
    core: core.value,
    detail: detail.value,
    isAltered: core.isAltered || detail.isAltered,
  };
}

/** An event's id is a UUIDv7 of the moment that its row names (RFC 9562 §5.7). */
function millisecondsOf(eventId: string): number {
  return Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}
