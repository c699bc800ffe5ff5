import { availableParallelism } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import { faultText } from '../../audit/fault.ts';
import { exportFiles } from '../../audit/export-files.ts';
import { verifyExport, type ExportVerdict } from '../../audit/verify-export.ts';
import { verifyServer } from '../../audit/verify-server.ts';
import { refuseOtherThanKey } from '../../audit/key-option.ts';
import { CliError, EXIT } from '../../cli-error.ts';
import { operatorCommand, type ServerOptions } from '../../operator-command.ts';
import type { Outcome, Report } from '../../outcome.ts';
import { tenths } from '../../progress.ts';
import type { Surroundings } from '../../surroundings.ts';

interface Options extends ServerOptions {
  readonly key?: string;
  readonly threads?: number;
  readonly acceptRestore?: string;
}

/** Below, starting threads takes longer than they save. */
const SHARED_LEAVES = 50_000;
/** More wait for the disk, or for each other. */
const MOST_THREADS = 4;

/**
 * `wardkeep audit verify`: every log of the running server, and what is remembered of them; or, with a directory, an export,
 * without any server. Exit 4 when something does not fit.
 */
export function auditVerifyCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'verify',
    'Recompute the audit log: of the running server, or an export, which needs no server.',
  )
    .argument('[directory]', 'an export, as wardkeep audit export wrote it')
    .option('--key <verifier key>', 'of an export: the key that must have signed it')
    .option(
      '--threads <count>',
      'of an export: how many to use (default: one a core, at most 4)',
      count,
    )
    .option(
      '--accept-restore <log>',
      'of the server: that this log, such as 2026, is shorter because you restored the database',
    )
    .action(async (directory: string | undefined, options: Options) => {
      if (directory !== undefined && options.acceptRestore !== undefined)
        throw new CliError('usage', '--accept-restore is for a server, and not for an export.');
      if (directory !== undefined) {
        report(await verifyDirectory(around, directory, options));
        return;
      }
      if (options.key !== undefined || options.threads !== undefined)
        throw new CliError('usage', '--key and --threads are for an export: name its directory.');
      report(await verifyServer(around, options));
    });
}

async function verifyDirectory(
  around: Surroundings,
  directory: string,
  { key, threads }: Options,
): Promise<Outcome> {
  const files = exportFiles(directory);
  if (key !== undefined) refuseOtherThanKey(key);
  const verifierKey = key ?? files.text('log.vkey').trim();
  const isStep = tenths();
  const verdict = await verifyExport(files, {
    verifierKey,
    threadsFor: (size) => threads ?? usualThreads(size),
    onProgress: (done, total) => {
      if (isStep('leaves', done, total)) around.progress.show(`leaves ${done} of ${total}`, true);
    },
  });
  const keyFrom = key === undefined ? 'export' : 'option';
  return {
    exitCode: verdict.ok ? EXIT.ok : EXIT.found,
    document: { ...verdict, key: verifierKey, keyFrom },
    lines: [
      ...linesOf(verdict),
      ...(key === undefined
        ? [
            'The key came with the export: it shows that the export fits itself, not whose it is. Use --key.',
          ]
        : []),
    ],
  };
}

function usualThreads(size: number): number {
  return size < SHARED_LEAVES ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

function count(text: string): number {
  if (/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 64.');
}

function linesOf(verdict: ExportVerdict): readonly string[] {
  if (!verdict.ok)
    return [`FAULT at leaf ${verdict.at}: ${verdict.why}: ${faultText(verdict.why)}.`];
  const { origin, size, root, destroyed } = verdict;
  return [
    `${origin}: ${size} leaves, and every one fits.`,
    `root: ${root}`,
    `destroyed, and still proved: ${destroyed.cores} cores, ${destroyed.details} details`,
  ];
}
