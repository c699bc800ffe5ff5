import type { Endpoint, PersonId, RecoveryKit, ReplyOf } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import { decide, type Relationship } from './access-rules.ts';
import { identify, refusal } from './admission.ts';
import { auditedRefusal, type Attempt } from './audited-refusal.ts';
import type { Caller, Credential } from './credential.ts';
import type { Gate } from './gate.ts';
import { recordEvent } from './record-event.ts';
import { release } from './release.ts';
import type { Route, Served, SessionCookies } from './route.ts';
import { parseInput, type Input, type UntrustedRequest } from './request.ts';

interface PlainReply<E extends Endpoint> {
  readonly body: ReplyOf<E>;
  readonly cookies?: SessionCookies;
}

/** What a route without a person gets: no scope, so nothing that is sealed opens here. */
export interface PlainRequest {
  readonly credential: Credential;
  readonly refreshToken: string | undefined;
  readonly now: Date;
  /** Admits, then reads. May be called before slow work that must not hold a transaction. */
  read<T>(work: (tx: Tx, caller: Caller) => Promise<T>): Promise<T>;
  /** Admits, does the work and appends its event in one transaction. `about` says whom the event is about. */
  commit<T>(
    work: (tx: Tx, caller: Caller, event: { about(personId: string): void }) => Promise<T>,
  ): Promise<T>;
  /** Makes a person in the transaction, and lends the account key so that the new account can be sealed. */
  enrol(tx: Tx, personId: PersonId): Promise<PersonVault<'account'>>;
  /** A new recovery kit; its private half is in the answer and nowhere else. */
  makeRecoveryKit(): RecoveryKit;
  recovery(): { readonly fingerprint: string; readonly createdAt: string } | undefined;
  /** Once its confirmation is committed: the kit before opens nothing that is open now. */
  adoptRecoveryKit(fingerprint: string): void;
  readonly gate: Pick<Gate, 'hashes' | 'sessionTokens'>;
}

/** The second, narrower kind of route: sign-up, sign-in, the state of the system. There is no third. */
interface PlainRoute<E extends Endpoint> {
  readonly endpoint: E;
  /** True for what says nothing about anybody and is asked all the time. */
  readonly unaudited?: true;
  /** Whose account this is about, where the rule asks for a relationship. Nothing of theirs opens here all the same. */
  person?(input: Input<E>): string;
  handle(request: PlainRequest, input: Input<E>): Promise<PlainReply<E>>;
}

export function plainRoute<E extends Endpoint>(route: PlainRoute<E>): Route {
  return {
    kind: 'plain',
    endpoint: route.endpoint,
    serve: (gate, request) => servePlain(gate, route, request),
  };
}

async function servePlain<E extends Endpoint>(
  gate: Gate,
  route: PlainRoute<E>,
  request: UntrustedRequest,
): Promise<Served> {
  const run = async (attempt: Attempt): Promise<Served> => {
    const input = parseInput(route.endpoint, request);
    const progress = { committed: false };
    attempt.personId = route.person?.(input) ?? null;
    const reply = await route.handle(
      plainRequest(gate, route, request, { attempt, progress }),
      input,
    );
    if (!progress.committed && route.unaudited !== true)
      throw new Error(`${route.endpoint.action} left no audit event`);
    return {
      released: release(route.endpoint, reply.body, () => Promise.resolve(false)),
      cookies: reply.cookies,
    };
  };
  if (route.unaudited === true) return run({ caller: undefined, personId: null });
  return auditedRefusal(gate, route.endpoint.action, request, run);
}

interface Entered {
  readonly caller: Caller;
  readonly relationship: Relationship | null;
}

function plainRequest(
  gate: Gate,
  { endpoint: { action } }: Pick<Route, 'endpoint'>,
  request: UntrustedRequest,
  { attempt, progress }: { readonly attempt: Attempt; readonly progress: { committed: boolean } },
): PlainRequest {
  const { personId: aboutId } = attempt;
  const enter = async (tx: Tx): Promise<Entered> => {
    const caller = (attempt.caller = await identify(gate, tx, request));
    const decision = decide({ action, caller, personId: aboutId, now: gate.now() });
    if (decision.kind === 'refused') throw refusal(decision.code);
    return { caller, relationship: decision.relationship };
  };
  return {
    credential: request.credential,
    refreshToken: request.refreshToken,
    now: gate.now(),
    gate,
    read: (work) => gate.db.transaction(async (tx) => work(tx, (await enter(tx)).caller)),
    commit: async (work) => {
      const result = await gate.db.transaction(async (tx) => {
        const { caller, relationship } = await enter(tx);
        let personId: string | null = caller.kind === 'person' ? caller.personId : null;
        const about = (id: string): void => void (personId = id);
        const done = await work(tx, caller, { about });
        await recordEvent(gate, tx, {
          request,
          action,
          outcome: 'success',
          caller,
          personId,
          relationship,
        });
        return done;
      });
      progress.committed = true;
      return result;
    },
    enrol: (tx, personId) => enrol(gate, tx, personId),
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

async function enrol(gate: Gate, tx: Tx, personId: PersonId): Promise<PersonVault<'account'>> {
  await gate.vault.createPerson(tx, personId);
  const vault = gate.vault.unlock(
    await gate.vault.readKeys(tx, [personId], ['account']),
    personId,
    'account',
  );
  if (vault === undefined) throw new Error('a person was made without an account key');
  return vault;
}
