import path from 'node:path';
import { z } from 'zod';
import {
  erasedTokens,
  exportPages,
  exportTiles,
  verifyLog,
  type AuditVerdict,
  type IndexProof,
  type SignedLog,
} from '../audit/index.ts';
import { readConsistencyProof, readSignedLogs, recordOperation, type Gate } from '../gate/index.ts';
import { readRestrictions } from '../vault/restrictions-store.ts';
import { writeAuditExport } from './audit-export.ts';
import {
  jsonRoute,
  workRoute,
  type ControlProgress,
  type ControlRoutes,
} from './control-answer.ts';
import { recorded } from './key-work-record.ts';
import { cutLogs } from './cut-logs.ts';
import { openGate } from './keys-state.ts';
import { OperatorError } from './operator-error.ts';
import { mayBeRetired } from './retention/index.ts';
import type { RunningState } from './system-parts.ts';

const LogName = z.string().regex(/^[0-9]{4}(-[1-9][0-9]{0,3})?$/);
const Export = z.strictObject({
  directory: z.string().min(2).max(4096),
  log: LogName.optional(),
});
const Sizes = z.strictObject({ log: LogName, from: z.int().min(1), to: z.int().min(1) });
const Nothing = z.object({});

/** `wardkeep audit verify | export | key`. */
export function auditExportRoutes(state: RunningState): ControlRoutes {
  return {
    'GET /audit/logs': jsonRoute(Nothing, () => describeLogs(openGate(state))),
    'POST /audit/consistency': jsonRoute(Sizes, (sizes) =>
      proveConsistency(openGate(state), sizes),
    ),
    'POST /audit/verify': workRoute(Nothing, (_body, { onProgress }) =>
      verifyLogs(openGate(state), state.config.auditYears, onProgress),
    ),
    'POST /audit/export': workRoute(Export, (body, { onProgress }) =>
      exportLog(openGate(state), body, onProgress),
    ),
  };
}

async function describeLogs(gate: Gate): Promise<object> {
  const logs = await gate.db.transaction((tx) => readSignedLogs(tx, gate));
  return { name: gate.checkpointKey.name, logs };
}

async function proveConsistency(gate: Gate, sizes: z.infer<typeof Sizes>): Promise<object> {
  const { log } = sizes;
  const proof = await gate.db.transaction((tx) => readConsistencyProof(tx, log, sizes));
  if (proof !== undefined) return { proof };
  throw new OperatorError('not_found', 'There is no such log, or it never had these sizes.');
}

/** Every log, with the search tokens of its events; and the checkpoints to compare with what is remembered. */
async function verifyLogs(
  gate: Gate,
  keptYears: number,
  onProgress: (progress: ControlProgress) => void,
): Promise<object> {
  const logs = await gate.db.transaction((tx) => readSignedLogs(tx, gate));
  const cut = await cutLogs(gate);
  const verdicts: object[] = [];
  for (const [log, leaf] of cut) verdicts.push(told(log, await verifiedCut(gate, log, leaf), leaf));
  const whole = logs.filter(({ log }) => !cut.has(log));
  for (const [at, { log, size }] of whole.toReversed().entries()) {
    onProgress({ phase: `log ${log}`, done: at, total: logs.length });
    verdicts.push(told(log, await verifyOne(gate, log, keptYears), size));
  }
  onProgress({ phase: 'logs', done: logs.length, total: logs.length });
  return { name: gate.checkpointKey.name, logs: verdicts };
}

async function verifyOne(gate: Gate, log: string, keptYears: number): Promise<AuditVerdict> {
  const { db, auditSealing, checkpointKey } = gate;
  const { rows } = await db.transaction((tx) => readRestrictions(tx, gate.hashes));
  const erasedIds = rows.flatMap(({ kind, personId }) =>
    kind === 'person-erased' ? [personId] : [],
  );
  const erased = erasedTokens(auditSealing, erasedIds);
  const indexes: IndexProof = {
    openCore: (eventId, core) => auditSealing.openCore(eventId, core),
    actorIndex: (id) => auditSealing.actorIndex(id),
    subjectIndex: (id) => auditSealing.subjectIndex(id),
    addressIndex: (address) => auditSealing.addressIndex(address),
    erased,
    mayBeRetired: mayBeRetired(gate, keptYears),
  };
  const verdict = await verifyLog({ db, checkpointKey, log, indexes });
  await recordVerdict(gate, log, verdict);
  return verdict;
}

/** What is left of it may well fit. */
async function verifiedCut(gate: Gate, log: string, at: number): Promise<AuditVerdict> {
  const verdict = { ok: false, at, why: 'row_missing' } as const;
  await recordVerdict(gate, log, verdict);
  return verdict;
}

async function recordVerdict(gate: Gate, log: string, verdict: AuditVerdict): Promise<void> {
  const reason = verdict.ok ? log : `${log} ${verdict.why} ${verdict.at}`;
  const outcome = verdict.ok ? 'success' : 'failed';
  await recordOperation(gate, { action: 'audit.verify', outcome, reason });
}

function told(log: string, verdict: AuditVerdict, signedSize: number): object {
  if (!verdict.ok) return { log, ok: false, size: signedSize, at: verdict.at, why: verdict.why };
  return { log, ok: true, size: verdict.size, root: verdict.root.toString('base64') };
}

async function exportLog(
  gate: Gate,
  { directory, log }: z.infer<typeof Export>,
  onProgress: (progress: ControlProgress) => void,
): Promise<object> {
  if (!path.isAbsolute(directory))
    throw new OperatorError('bad_request', 'The directory must be an absolute path.');
  const signed = await signedLog(gate, log);
  const exported = { db: gate.db, ...signed };
  const source = { signed, pages: exportPages(exported), tiles: exportTiles(exported) };
  return recorded(
    gate,
    { action: 'audit.export', by: 'operator' },
    () => writeAuditExport(source, { directory, onProgress }),
    (_tx, done) => Promise.resolve({ ...done, directory, verifierKey: signed.verifierKey }),
  );
}

/** The named one, or the one that is written to. */
async function signedLog(gate: Gate, log: string | undefined): Promise<SignedLog> {
  const logs = await gate.db.transaction((tx) => readSignedLogs(tx, gate));
  const found = log === undefined ? logs[0] : logs.find((each) => each.log === log);
  if (found !== undefined) return found;
  throw new OperatorError('not_found', 'There is no such log, or nothing of it is signed yet.');
}
