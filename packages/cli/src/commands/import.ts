import {
  UNITS_AT_ONCE,
  importUnits,
  sendUnits,
  type ImportUnit,
  type SentUnit,
} from '@wardkeep/client';
import {
  ImportMode,
  importPatient,
  importRecords,
  readOwnAccount,
  PersonId,
  type ImportReport,
  type Progress,
} from '@wardkeep/contract';
import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { asCliError } from '../error-text.ts';
import type { Outcome, Report } from '../outcome.ts';
import { tenths } from '../progress.ts';
import { recordFiles } from '../record-files.ts';
import type { Connection } from '../session/connect.ts';
import {
  withConnection,
  withConnectionOptions,
  type ConnectionOptions,
} from '../session/chosen-connection.ts';
import type { Surroundings } from '../surroundings.ts';

interface Options extends ConnectionOptions {
  readonly organisation?: string;
  readonly patient?: string;
  readonly mode?: string;
  readonly revive?: boolean;
}

/** `wardkeep import`: records into one chart, or the patients of an organisation into theirs. */
export function importCommand(around: Surroundings, report: Report): Command {
  const command = new Command('import')
    .description(
      'Import records: FHIR R4 Bundles, NDJSON (Bulk Data) and C-CDA documents, also packed (.gz), or directories of them. The same file again changes nothing, so what broke off is gone on with by importing it again.',
    )
    .argument('<files...>', 'files and directories')
    .option('--patient <id>', 'into this person’s chart (default: your own)')
    .option(
      '--organisation <id>',
      'many patients, each into a chart of their own, for an organisation',
    )
    .option('--mode <mode>', 'strict: all of a file or nothing; lenient: what is right of it')
    .option('--revive', 'bring back what was deleted');
  return withConnectionOptions(command).action(
    async (files: readonly string[], options: Options) => {
      const mode = modeOf(options);
      if (options.organisation !== undefined && options.patient !== undefined)
        throw new CliError('usage', 'Either --patient or --organisation.');
      report(
        await withConnection(around, options, (to) =>
          importAll(around, to, { files, options, mode }),
        ),
      );
    },
  );
}

function modeOf({ mode }: Options): ImportMode | undefined {
  if (mode === undefined) return undefined;
  const parsed = ImportMode.safeParse(mode);
  if (parsed.success) return parsed.data;
  throw new CliError('usage', '--mode is strict or lenient.');
}

interface Asked {
  readonly files: readonly string[];
  readonly options: Options;
  readonly mode: ImportMode | undefined;
}

type Result =
  | { readonly file: string; readonly report: ImportReport }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

/** Each patient is stored by themselves; one who is refused does not keep the others out. */
async function importAll(
  around: Surroundings,
  connection: Connection,
  { files, options, mode }: Asked,
): Promise<Outcome> {
  const { progress } = around;
  const named = await recordFiles(files);
  const found = await importUnits(named.files, (lines) => {
    progress.show(`reading: ${lines} lines`, false);
  });
  const { units } = found;
  const leftOut = [...named.wrong, ...found.leftOut];
  const results: Result[] = leftOut.map(({ name, why }) => ({
    file: name,
    error: { code: 'bad_file', message: `It ${why}.` },
  }));
  const counts = { done: 0, imported: 0, unchanged: 0 };
  const isStep = tenths();
  const onSent = (sent: SentUnit<ImportReport>): void => {
    results.push(resultOf(sent));
    counts.done += 1;
    if ('report' in sent) {
      counts.imported += sent.report.imported;
      counts.unchanged += sent.report.unchanged;
    }
    const { done, imported, unchanged } = counts;
    const text = `${done} of ${units.length}: ${imported} records imported, ${unchanged} unchanged`;
    progress.show(text, isStep('files', done, units.length));
  };
  try {
    const send = await sender(around, connection, { options, mode, isOne: units.length === 1 });
    // Into one chart one after the other: what comes later counts.
    const atOnce = options.organisation === undefined ? 1 : UNITS_AT_ONCE;
    await sendUnits(units, { send, onSent, atOnce });
  } catch (error) {
    throw brokeOff(counts.done, units.length, error);
  }
  return outcomeOf(inOrder(results, files), found.leftOutCount - found.leftOut.length);
}

/** As they were named; what was found inside of them, after them. */
function inOrder(results: readonly Result[], files: readonly string[]): readonly Result[] {
  const place = (file: string): number => {
    const index = files.findIndex((name) => file === name || file.startsWith(name));
    return index < 0 ? files.length : index;
  };
  return results.toSorted((a, b) => place(a.file) - place(b.file));
}

async function sender(
  { progress }: Surroundings,
  { client }: Connection,
  {
    options: { organisation, patient, revive },
    mode,
    isOne,
  }: Pick<Asked, 'options' | 'mode'> & { readonly isOne: boolean },
): Promise<(unit: ImportUnit) => Promise<ImportReport>> {
  const query = {
    ...(mode === undefined ? {} : { mode }),
    ...(revive === true ? { revive: 'true' as const } : {}),
  };
  const isStep = tenths();
  // Of many, what is done of each is too much to follow.
  const onProgress = (name: string) => (each: Progress) => {
    const { phase, done, total } = each;
    if (isOne) progress.show(`${name}: ${phase} ${done} of ${total}`, isStep(phase, done, total));
  };
  if (organisation !== undefined)
    return async ({ name, read, mediaType }) => {
      const input = { params: { organisationId: organisation }, query, mediaType };
      return client.callWithProgress(
        importPatient,
        { ...input, body: await read() },
        onProgress(name),
      );
    };
  const patientId =
    patient === undefined
      ? (await client.call(readOwnAccount)).session.personId
      : PersonId.parse(patient);
  return async ({ name, read, mediaType }) => {
    const input = { params: { patientId }, query, mediaType };
    return client.callWithProgress(
      importRecords,
      { ...input, body: await read() },
      onProgress(name),
    );
  };
}

function resultOf(sent: SentUnit<ImportReport>): Result {
  const file = sent.unit.name;
  if ('report' in sent) return { file, report: sent.report };
  const failure = asCliError(sent.problem);
  return { file, error: { code: failure.problemCode ?? failure.code, message: failure.message } };
}

/** What was answered is stored; what was on its way may be. */
function brokeOff(done: number, total: number, cause: unknown): CliError {
  const failure = asCliError(cause);
  if (total <= 1 && failure.code !== 'unreachable') return failure;
  const more = failure.problemCode === undefined ? {} : { problemCode: failure.problemCode };
  return new CliError(
    failure.code,
    `${failure.message} ${done} of ${total} are imported. Import the same again to go on: what is there already stays as it is.`,
    { cause, ...more },
  );
}

const REPORTED_MOST = 20;

function outcomeOf(results: readonly Result[], moreLeftOut: number): Outcome {
  const isOk = moreLeftOut === 0 && results.every((result) => !('error' in result));
  return {
    exitCode: isOk ? EXIT.ok : EXIT.failed,
    document: {
      ok: isOk,
      files: results.map((result) =>
        'error' in result ? result : { file: result.file, ...result.report },
      ),
    },
    lines: [
      ...results.flatMap(linesOf),
      ...(moreLeftOut === 0 ? [] : [`and ${moreLeftOut} more lines that belong to nobody`]),
    ],
  };
}

function linesOf(result: Result): readonly string[] {
  const { file } = result;
  if ('error' in result) return [`${file}: not imported. ${result.error.message}`];
  const { imported, unchanged, byType, notTaken, notTakenCount } = result.report;
  const same = unchanged === 0 ? '' : `, ${unchanged} unchanged`;
  const told = notTaken.slice(0, REPORTED_MOST);
  const rest = notTakenCount - told.length;
  return [
    `${file}: ${imported} resources${same} (${counts(byType)})`,
    ...told.map(({ where, why }) => `  not taken: ${where} ${why}`),
    ...(rest === 0 ? [] : [`  and ${rest} more`]),
  ];
}

function counts(byType: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(byType).sort(([, a], [, b]) => b - a);
  return sorted.map(([type, count]) => `${count} ${type}`).join(', ');
}
