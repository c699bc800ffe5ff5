import type { Endpoint, PersonId, RecoveryKit, ReplyOf, Resource } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import { decide, type Relationship } from './access-rules.ts';
import { identify, identifyAgain, refusal } from './admission.ts';
import { runAfterCommit } from './after-commit.ts';
import { auditedRefusal, type Attempt } from './audited-refusal.ts';
import type { Caller, Credential } from './credential.ts';
import type { AccountTools, Gate } from './gate.ts';
import { foundEvents, type FoundEvents } from './found-events.ts';
import { namesOf, type Named } from './names.ts';
import type { Happening } from './record-event.ts';
import { release, type FhirAnswer, type Released } from './release.ts';
import { onRoad, roadOf, type Road, type RoadKind } from './road.ts';
import type { Route, Served, SessionCookies } from './route.ts';
import type { TouchedResource } from './scope.ts';
import type { RecentKey, RecentSession } from './session-cache.ts';
import { parseInput, type ClientFacts, type Input, type UntrustedRequest } from './request.ts';

interface PlainReply<E extends Endpoint> {
  readonly body: ReplyOf<E> | (ReplyOf<E> extends Resource ? FhirAnswer : never);
  readonly cookies?: SessionCookies;
}

/** What a route without a person gets: no scope, so nothing of a chart opens here; of an account, what `unlockAccount` lends. */
export interface PlainRequest {
  readonly credential: Credential;
  readonly refreshToken: string | undefined;
  readonly now: Date;
  /** Admits, then reads. May be called before slow work that must not hold a transaction. */
  read<T>(work: (tx: Tx, caller: Caller) => Promise<T>): Promise<T>;
  /** As `read`, but what it answers may be a second old. For `session.read` alone. */
  readRecent(work: (tx: Tx, caller: Caller) => Promise<RecentSession>): Promise<RecentSession>;
  /** Admits, does the work and appends its event: in one transaction, but that a GET changes nothing and its event follows. */
  commit<T>(work: (tx: Tx, caller: Caller, event: CommittedEvent) => Promise<T>): Promise<T>;
  /** Makes a person in the transaction, and lends the account key so that the new account can be sealed. */
  enrol(tx: Tx, personId: PersonId): Promise<PersonVault<'account'>>;
  /**
   * The account key of somebody whose credential the route has just verified, to seal what is theirs: for the rest of
   * this transaction. Undefined when there is no such person any more.
   */
  unlockAccount(tx: Tx, personId: string): Promise<PersonVault<'account'> | undefined>;
  /**
   * Whoever this session is, as for any request; nobody when it has ended, gone idle or was altered.
   * @throws {@link Refusal} `address_not_allowed` from where their role may not be signed in.
   */
  identify(
    tx: Tx,
    session: { readonly personId: string; readonly sessionId: string },
  ): Promise<Caller>;
  /** A new recovery kit; its private half is in the answer and nowhere else. */
  makeRecoveryKit(): RecoveryKit;
  recovery(): { readonly fingerprint: string; readonly createdAt: string } | undefined;
  /** Once its confirmation is committed: the kit before opens nothing that is open now. */
  adoptRecoveryKit(fingerprint: string): void;
  readonly client: ClientFacts;
  readonly gate: AccountTools;
}

/** What only the work itself finds out about its event. */
interface CommittedEvent {
  /** Whom it is about; the caller unless said. */
  about(personId: string): void;
  /**
   * What is committed is the answer to something refused: the event says so, and no second one is written for the
   * refusal that follows. @param reason - A word of our own, never text that came in.
   */
  refused(reason: string): void;
  /** What made a success out of the ordinary. @param reason - As above. */
  because(reason: string): void;
  /** What these people call themselves here; the event says whose name was told. */
  names(personIds: readonly string[]): Promise<ReadonlyMap<string, Named>>;
  /** The audit log, for administrators: cores only. Whose names it tells, the event says as above. */
  readonly found: FoundEvents;
  /** Runs once everything is committed. */
  afterCommit(work: () => Promise<void>): void;
}

/** The second, narrower kind of route: sign-up, sign-in, the state of the system. There is no third. */
interface PlainRoute<E extends Endpoint> {
  readonly endpoint: E;
  /** True for what says nothing about anybody and is asked all the time. */
  readonly unaudited?: true;
  /** A GET that changes something all the same; any other one can't. */
  readonly writes?: true;
  /** Whose account this is about, where the rule asks for a relationship. Nothing of theirs opens here all the same. */
  person?(input: Input<E>): string;
  /** About the caller's own account: for slow work, such as a password, that a scope's transaction must not wait for. */
  readonly ownAccount?: true;
  handle(request: PlainRequest, input: Input<E>): Promise<PlainReply<E>>;
}

export function plainRoute<E extends Endpoint>(route: PlainRoute<E>): Route {
  return {
    kind: 'plain',
    endpoint: route.endpoint,
    serve: (gate, request) => servePlain(gate, route, request),
  };
}

function servePlain<E extends Endpoint>(
  gate: Gate,
  route: PlainRoute<E>,
  request: UntrustedRequest,
): Promise<Served> {
  const run = async (attempt: Attempt): Promise<Served> => {
    const input = parseInput(route.endpoint, request);
    const told = route.unaudited === true ? toldBefore(gate, route.endpoint, request) : undefined;
    if (told !== undefined) return { released: told };
    const progress = { committed: false };
    attempt.personId = route.person?.(input) ?? null;
    const reply = await route.handle(
      plainRequest(gate, route, request, { attempt, progress }),
      input,
    );
    if (!progress.committed && route.unaudited !== true)
      throw new Error(`${route.endpoint.action} left no audit event`);
    return { released: releasePlain(route.endpoint, reply.body), cookies: reply.cookies };
  };
  if (route.unaudited === true) return run({ caller: undefined, personId: null });
  return auditedRefusal(gate, route.endpoint.action, request, run);
}

const NEVER = (): Promise<boolean> => Promise.resolve(false);

/** What was released once and is told again is not looked through again. */
const releasedBefore = new WeakMap<object, Released>();

function releasePlain(endpoint: Endpoint, body: unknown): Released {
  const before = typeof body === 'object' && body !== null ? releasedBefore.get(body) : undefined;
  return before ?? release(endpoint, body, NEVER);
}

/** What this session was told under a second ago: the answer is there before the work for one begins. */
function toldBefore(
  gate: Gate,
  { action }: Endpoint,
  request: UntrustedRequest,
): Released | undefined {
  const key = action === 'session.read' ? recentKey(request) : undefined;
  if (key === undefined) return undefined;
  const recent = gate.recentSessions.atHand(key, gate.now().getTime());
  return recent === undefined ? undefined : releasedBefore.get(recent);
}

interface Entered {
  readonly caller: Caller;
  readonly relationship: Relationship | null;
}

function plainRequest(
  gate: Gate,
  route: Pick<PlainRoute<Endpoint>, 'endpoint' | 'ownAccount' | 'writes'>,
  request: UntrustedRequest,
  { attempt, progress }: { readonly attempt: Attempt; readonly progress: { committed: boolean } },
): PlainRequest {
  const { endpoint, ownAccount } = route;
  const { action } = endpoint;
  const kind = roadOf(route);
  const enter = async (tx: Tx, road: Road): Promise<Entered> => {
    const caller = (attempt.caller = await identify(gate, tx, request, road.onSeen));
    if (ownAccount === true && caller.kind === 'person') attempt.personId = caller.personId;
    const { personId } = attempt;
    const decision = decide({ action, caller, personId, now: gate.now() });
    if (decision.kind === 'refused') throw refusal(decision.code);
    return { caller, relationship: decision.relationship };
  };
  const lent: PersonVault[] = [];
  return {
    credential: request.credential,
    refreshToken: request.refreshToken,
    now: gate.now(),
    gate,
    read: (work) =>
      onRoad(gate, kind, async (tx, road) => {
        const { caller } = await enter(tx, road);
        return closingVaults(lent, () => work(tx, caller));
      }),
    readRecent: (work) => {
      if (action !== 'session.read') throw new TypeError(`${action} reads its caller anew`);
      return readRecent(gate, request, async (tx, road) => {
        const recent = await work(tx, (await enter(tx, road)).caller);
        const released = release(endpoint, recent, NEVER);
        if (released.kind === 'json')
          releasedBefore.set(recent, { ...released, text: JSON.stringify(released.body) });
        return recent;
      });
    },
    commit: (work) =>
      commit(gate, { request, action, attempt, progress, kind, enter }, (tx, caller, event) =>
        closingVaults(lent, () => work(tx, caller, event)),
      ),
    client: request,
    enrol: (tx, personId) => enrol(gate, tx, personId),
    identify: (tx, session) => identifyOther(gate, tx, request, session),
    unlockAccount: async (tx, personId) => {
      const vault = await unlockAccount(gate, tx, personId);
      if (vault !== undefined) lent.push(vault);
      return vault;
    },
    ...recoveryKits(gate),
  };
}

/** The work, and its event. */
async function commit<T>(
  gate: Gate,
  { request, action, attempt, progress, kind, enter }: Committing,
  work: (tx: Tx, caller: Caller, event: CommittedEvent) => Promise<T>,
): Promise<T> {
  let told: Pick<Happening, 'outcome' | 'reason'> = { outcome: 'success' };
  const touched = { resources: new Array<TouchedResource>(), ciphertextHashes: [] };
  const afterwards: (() => Promise<void>)[] = [];
  const result = await onRoad(gate, kind, async (tx, road) => {
    const { caller, relationship } = await enter(tx, road);
    let personId: string | null = caller.kind === 'person' ? caller.personId : null;
    const names: CommittedEvent['names'] = async (personIds) => {
      const named = await namesOf(gate, tx, personIds);
      for (const id of named.keys()) touched.resources.push({ type: 'Account', id });
      return named;
    };
    const done = await work(tx, caller, {
      about: (id) => void (personId = id),
      refused: (reason) => void (told = { outcome: 'refused', reason }),
      because: (reason) => void (told = { outcome: 'success', reason }),
      names,
      found: foundEvents(gate, tx, names),
      afterCommit: (later) => void afterwards.push(later),
    });
    const happened = { request, action, caller, personId, relationship, ...told };
    await road.record({
      ...happened,
      ...(touched.resources.length === 0 ? {} : { touched }),
    });
    return done;
  });
  progress.committed = true;
  if (isRefusal(told)) attempt.isRecorded = true;
  const { credential } = request;
  if (kind === 'write' && credential.kind === 'session')
    gate.recentSessions.forget(credential.sessionId);
  await runAfterCommit(gate, { afterCommit: afterwards });
  return result;
}

function isRefusal({ outcome }: Pick<Happening, 'outcome'>): boolean {
  return outcome === 'refused';
}

interface Committing {
  readonly request: UntrustedRequest;
  readonly action: Endpoint['action'];
  readonly attempt: Attempt;
  readonly progress: { committed: boolean };
  readonly kind: RoadKind;
  readonly enter: (tx: Tx, road: Road) => Promise<Entered>;
}

function recoveryKits(
  gate: Gate,
): Pick<PlainRequest, 'makeRecoveryKit' | 'recovery' | 'adoptRecoveryKit'> {
  return {
    makeRecoveryKit: () => {
      const kit = gate.vault.makeRecoveryKit();
      return { ...kit, createdAt: kit.createdAt.toISOString() };
    },
    recovery: () => gate.vault.recovery(),
    adoptRecoveryKit: (fingerprint) => {
      gate.vault.adoptRecoveryKit(fingerprint);
    },
  };
}

function readRecent(
  gate: Gate,
  request: UntrustedRequest,
  work: (tx: Tx, road: Road) => Promise<RecentSession>,
): Promise<RecentSession> {
  const read = (): Promise<RecentSession> => onRoad(gate, 'read', work);
  const key = recentKey(request);
  return key === undefined ? read() : gate.recentSessions.get(key, gate.now().getTime(), read);
}

function recentKey({ credential, address, isBackground }: UntrustedRequest): RecentKey | undefined {
  if (credential.kind !== 'session') return undefined;
  const { sessionId, accessExpiresAt } = credential;
  return { sessionId, accessExpiresAt, address, isBackground };
}

async function identifyOther(
  gate: Gate,
  tx: Tx,
  { address }: UntrustedRequest,
  session: { readonly personId: string; readonly sessionId: string },
): Promise<Caller> {
  const credential: Credential = { kind: 'session', ...session };
  const caller = await identifyAgain(gate, tx, { credential, address });
  // The rule of a route that is open to anybody was asked about nobody.
  if (caller.kind === 'person' && caller.isElsewhere === true) throw refusal('address_not_allowed');
  return caller;
}

async function enrol(gate: Gate, tx: Tx, personId: PersonId): Promise<PersonVault<'account'>> {
  await gate.vault.createPerson(tx, personId);
  const vault = await unlockAccount(gate, tx, personId);
  if (vault === undefined) throw new Error('a person was made without an account key');
  return vault;
}

async function unlockAccount(
  gate: Gate,
  tx: Tx,
  personId: string,
): Promise<PersonVault<'account'> | undefined> {
  const rows = await gate.vault.readKeys(tx, [personId], ['account']);
  return gate.vault.unlock(rows, personId, 'account');
}

/** What was lent for a transaction opens nothing after it. */
async function closingVaults<T>(lent: readonly PersonVault[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    for (const vault of lent) vault.close();
  }
}
