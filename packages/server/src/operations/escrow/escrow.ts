import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import type { EscrowSink as SinkName, EscrowState, Notice } from '@wardkeep/contract';
import type { CheckpointKey } from '../../audit/index.ts';
import type { Config } from '../../config/read-config.ts';
import type { Log } from '../../db/log.ts';
import type { Tx } from '../../db/tx.ts';
import { recordOperation, type Gate } from '../../gate/index.ts';
import { compareSink, worstOf, type CompareOptions, type Comparison } from './compare.ts';
import { deliver, type KnownToHold } from './deliver.ts';
import type { EscrowReader, EscrowSink } from './escrow-sink.ts';
import { readEscrow, type EscrowRow } from './escrow-store.ts';
import { refuseShorterThanEscrow } from './escrowed-restrictions.ts';
import { judgeNote } from './judge.ts';
import { isUnsettled, noticesFrom, statesFrom } from './escrow-states.ts';
import type { S3Access } from './s3-sink.ts';
import { settle } from './settle.ts';
import { sinksOf } from './sinks.ts';
import { witnessedNote } from './witnessed.ts';

export interface EscrowParts {
  readonly config: Config;
  /** Undefined while the keys are locked: then nothing is brought. */
  readonly gate: () => Gate | undefined;
  readonly log: Log;
  /** Instead of what the AWS SDK finds in the environment by itself. */
  readonly s3?: S3Access;
  readonly random?: () => number;
}

/** From 0 up to 1. Who could foresee which notes are looked at would change the others. */
function unforeseen(): number {
  return randomInt(RANDOM_RANGE) / RANDOM_RANGE;
}

const RANDOM_RANGE = 2 ** 47;

/** What a place holds is not what it should: look at once, and not at the next hour. */
const SUSPICIOUS: ReadonlySet<string> = new Set(['forked', 'unreadable', 'conflict']);

/** The places outside that keep checkpoints and the restriction list: docs/escrow.md. */
export class Escrow {
  readonly #parts: EscrowParts;
  readonly #sinks: readonly EscrowSink[];
  readonly #known = new Map<EscrowSink, KnownToHold>();
  #key: CheckpointKey | undefined;
  readonly #tried = new Set<EscrowSink>();
  /** As last read; several servers see the same. */
  #rows: readonly EscrowRow[] = [];

  constructor(parts: EscrowParts) {
    this.#parts = parts;
    this.#sinks = sinksOf(parts.config.escrow, () => this.#gate(), parts.s3);
  }

  /** The names of the places that are set. */
  get places(): readonly SinkName[] {
    return this.#sinks.map(({ sink }) => sink);
  }

  /** Once every place was brought something, or did not take it. */
  get wasBrought(): boolean {
    return this.#sinks.every((sink) => this.#tried.has(sink));
  }

  /**
   * Brings a place what is newer than what it holds. What went wrong is noted and told to the log.
   * @throws DatabaseError, VaultError where it can't be noted.
   */
  async deliverTo(name: SinkName): Promise<void> {
    const gate = this.#parts.gate();
    const sink = this.#sinks.find((each) => each.sink === name);
    if (gate?.vault.availability() !== 'available' || sink === undefined) return;
    const code = await deliver(gate, sink, this.#knownTo(sink));
    this.#tried.add(sink);
    await this.#look(gate);
    if (code === undefined) return;
    const { log } = this.#parts;
    log.warn({ sink: name, code }, 'a place of escrow took nothing; it is tried again');
    if (SUSPICIOUS.has(code)) await this.compare(gate, 'service');
  }

  /** Reads back every place that can be read. A fork is told to the log, and to the audit log as a failure. */
  async compare(
    gate: Gate,
    by: 'operator' | 'service',
    options: Partial<CompareOptions> = {},
  ): Promise<readonly Comparison[]> {
    const whole = { isWhole: false, random: this.#parts.random ?? unforeseen, ...options };
    const compared: Comparison[] = [];
    for (const sink of this.#sinks.filter(canBeRead))
      compared.push(
        ...(await compareSink(gate, sink, { known: this.#knownTo(sink), options: whole })),
      );
    await this.#look(gate);
    const alarming = compared.filter(isAlarming);
    for (const { sink, log, size, lacking, verdict: each } of alarming)
      gate.log.error(
        { sink, log, size, lacking, verdict: each },
        each === 'missing'
          ? 'escrow holds less than was brought there'
          : 'the audit log is not what escrow holds',
      );
    if (alarming.length > 0) {
      const reason = worstOf(alarming.map(({ verdict }) => verdict));
      await recordOperation(gate, { action: 'escrow.compare', outcome: 'failed', by, reason });
    } else if (by === 'operator') {
      await recordOperation(gate, { action: 'escrow.compare', outcome: 'success', by });
    }
    return compared;
  }

  /**
   * Takes what a place holds now for what was brought there, and says so in the audit log; then brings and compares again.
   * @returns false where nothing was forked or missing.
   * @throws EscrowError where the place can't be read.
   */
  async settle(gate: Gate, name: SinkName, reason: string): Promise<boolean> {
    const sink = this.#sinks.find((each) => each.sink === name);
    if (!(await settle(gate, { name, sink, reason }))) return false;
    if (sink !== undefined) this.#known.delete(sink);
    await this.deliverTo(name);
    await this.compare(gate, 'service');
    return true;
  }

  /** What was forked or missing, and is not settled. */
  unsettled(): readonly Pick<EscrowRow, 'sink' | 'kind' | 'verdict'>[] {
    return this.#rows
      .filter(isUnsettled)
      .map(({ sink, kind, verdict }) => ({ sink, kind, verdict }));
  }

  /**
   * Holds the log against one note, of an e-mail or a webhook, or from a safe.
   * @returns undefined for what is no checkpoint of this installation.
   */
  async compareNote(gate: Gate, note: string) {
    const judged = await gate.db.transaction((tx) =>
      judgeNote(tx, { note, now: gate.now() }, gate.checkpointKey),
    );
    if (judged === undefined) return undefined;
    const isForked = judged.verdict === 'forked';
    const outcome = isForked ? 'failed' : 'success';
    const reason = isForked ? { reason: judged.verdict } : {};
    await recordOperation(gate, { action: 'escrow.compare', outcome, ...reason });
    return judged;
  }

  /**
   * The newest signed note of a log that is held outside, for a log that must not go back; undefined where none can be
   * read, and before anybody has said which key signs.
   */
  async witnessed(logName: string): Promise<string | undefined> {
    const key = this.#key;
    const { log } = this.#parts;
    return key === undefined ? undefined : witnessedNote(logName, this.#sinks, { key, log });
  }

  /**
   * Before a database is served.
   * @param gate - On the open vault; its key is what notes are believed by from then on.
   * @throws VaultError `restriction_list_short` when a place outside holds a longer list than this server.
   */
  async refuseShorterList(gate: Gate): Promise<void> {
    this.#key = gate.checkpointKey;
    await refuseShorterThanEscrow(gate, this.#sinks);
  }

  notices(): readonly Notice[] {
    const gate = this.#parts.gate();
    const isOutside = this.#sinks.some((sink) => !this.#isBesideData(sink));
    return noticesFrom(this.#rows, { isOutside, now: gate?.now() ?? new Date() });
  }

  async states(tx: Tx): Promise<EscrowState[]> {
    return statesFrom(await readEscrow(tx), this.#sinks);
  }

  async #look(gate: Gate): Promise<void> {
    this.#rows = await gate.db.transaction((tx) => readEscrow(tx), { readOnly: true });
  }

  #knownTo(sink: EscrowSink): KnownToHold {
    const known = this.#known.get(sink) ?? new Map();
    this.#known.set(sink, known);
    return known;
  }

  #gate(): Gate {
    const gate = this.#parts.gate();
    if (gate === undefined)
      throw new TypeError('nothing is brought anywhere while the keys are locked');
    return gate;
  }

  /** Whoever takes, or breaks, the disk has both. */
  #isBesideData({ sink, place }: EscrowSink): boolean {
    if (sink !== 'directory') return false;
    const data = statSync(this.#parts.config.dataDirectory, { throwIfNoEntry: false });
    return statSync(place, { throwIfNoEntry: false })?.dev === data?.dev;
  }
}

function canBeRead(sink: EscrowSink): sink is EscrowSink & { readonly reader: EscrowReader } {
  return sink.reader !== undefined;
}

/** What a place that could not be reached says nothing about is told when nothing could be brought either. */
function isAlarming({ verdict, failure }: Comparison): boolean {
  return (
    failure === null && (verdict === 'forked' || verdict === 'missing' || verdict === 'unreadable')
  );
}
