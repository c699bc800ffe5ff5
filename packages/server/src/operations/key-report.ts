import { randomUUID, sign, type KeyObject } from 'node:crypto';
import { openNote, signNote, verifierKey, type NoteKey } from '../audit/signed-note.ts';
import type { KeyReportKind } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import { insertReport, readInstallationId } from './key-report-store.ts';

/** One line: its name, then its values. No value holds a space but the last, and none a line break. */
export type ReportLine = readonly [name: string, ...values: readonly (string | number)[]];

/** docs/formats/key-report.md: what long key work did, for an auditor who has nothing but this text and a public key. */
export interface KeyReport {
  readonly kind: KeyReportKind;
  readonly begunAt: Date;
  readonly endedAt: Date;
  readonly lines: readonly ReportLine[];
  /** Whose erasure it certifies. */
  readonly personId?: string;
}

export interface SignedReport {
  readonly reportId: string;
  readonly kind: KeyReportKind;
  readonly note: string;
  readonly createdAt: Date;
}

export interface VerifiedReport {
  readonly kind: string;
  readonly installationId: string;
  readonly reportId: string;
  readonly begunAt: string;
  readonly endedAt: string;
  readonly lines: readonly (readonly string[])[];
}

/** What signs reports, and the name that it signs under. */
export interface ReportKey extends NoteKey {
  readonly installationId: string;
  sign(text: Uint8Array): Uint8Array;
}

const FORMAT = 'wardkeep-key-report/1';
const HEAD = /^([a-z-]+)\ninstallation (\S+)\nreport (\S+)\nbegun (\S+)\nended (\S+)\n/;

export async function reportKey(gate: Gate, tx: Tx): Promise<ReportKey> {
  const installationId = await readInstallationId(tx);
  const { privateKey, publicKey } = gate.vault.service.pair('report-signing');
  return {
    installationId,
    name: keyName(installationId),
    publicKey: rawPublicKey(publicKey),
    sign: (text) => sign(null, text, privateKey),
  };
}

/** Signs a report and keeps it, in the transaction of what it tells of where there is one. */
export async function keepReport(gate: Gate, tx: Tx, report: KeyReport): Promise<SignedReport> {
  const key = await reportKey(gate, tx);
  const reportId = randomUUID();
  const note = signReport({ ...report, reportId }, key);
  const signed = { reportId, kind: report.kind, note, createdAt: report.endedAt };
  await insertReport(tx, { ...signed, personId: report.personId ?? null });
  return signed;
}

export function signReport(
  report: KeyReport & { readonly reportId: string },
  key: ReportKey,
): string {
  const { kind, reportId, begunAt, endedAt, lines } = report;
  const head: ReportLine[] = [
    [FORMAT],
    [kind],
    ['installation', key.installationId],
    ['report', reportId],
    ['begun', begunAt.toISOString()],
    ['ended', endedAt.toISOString()],
  ];
  const text = [...head, ...lines].map((line) => `${line.map(oneLine).join(' ')}\n`).join('');
  return signNote(text, key, (bytes) => key.sign(bytes));
}

/**
 * Checks a report offline.
 * @param publicKey - Ed25519, 32 bytes.
 * @throws AuditError `bad_checkpoint` if that key did not sign it, or not under the name of the installation in it.
 */
export function verifyReport(note: string, publicKey: Uint8Array): VerifiedReport {
  const claimed = /^installation (\S+)$/m.exec(note)?.[1] ?? '';
  const text = openNote(note, { name: keyName(claimed), publicKey });
  const [kind = '', installationId = '', reportId = '', begunAt = '', endedAt = ''] =
    HEAD.exec(text.slice(FORMAT.length + 1))?.slice(1) ?? [];
  // An openable note of our own key can still be a text of another format: a restriction list, a later version.
  if (!text.startsWith(`${FORMAT}\n`) || installationId !== claimed || kind === '') {
    throw new TypeError('the signed text is no key report');
  }
  const lines = text.trimEnd().split('\n').slice(6);
  return {
    kind,
    installationId,
    reportId,
    begunAt,
    endedAt,
    lines: lines.map((line) => line.split(' ')),
  };
}

/** As the C2SP tools take it: `name+key id+key`. */
export function reportVerifierKey(key: ReportKey): string {
  return verifierKey(key);
}

function keyName(installationId: string): string {
  return `wardkeep-${installationId}/reports`;
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

/** A reference of a provider is somebody else's text: a line break in it would make a line of its own. */
function oneLine(value: string | number): string {
  // oxlint-disable-next-line no-control-regex -- signed-note forbids exactly these
  return String(value).replaceAll(/[\u0000-\u001f\u007f]/g, '?');
}
