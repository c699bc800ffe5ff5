import { ClientError, ProblemError, type Client } from '@wardkeep/client';
import { IMPORT_BYTES, importBundle, readOwnAccount, type PersonId } from '@wardkeep/contract';
import { Command } from 'commander';
import { readBundleFile } from '../bundle-file.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { asCliError } from '../error-text.ts';
import type { Outcome, Report } from '../outcome.ts';
import { tenths } from '../progress.ts';
import { SERVER_HELP } from '../session/server-address.ts';
import { keptConnection, withOwnSession, type Connection } from '../session/connect.ts';
import type { Surroundings } from '../surroundings.ts';

interface Options {
  readonly server?: string;
  readonly email?: string;
  readonly passwordFile?: string;
  readonly codeFile?: string;
}

/** `wardkeep import`: FHIR R4 transaction Bundles into the chart of whoever is signed in. */
export function importCommand(around: Surroundings, report: Report): Command {
  return new Command('import')
    .description('Import FHIR R4 transaction Bundles into your own chart, one after the other.')
    .argument('<files...>', '.json or .json.gz')
    .option('--server <url>', 'address of the server (default: see below)')
    .addHelpText('after', SERVER_HELP)
    .option('--email <address>', 'sign in for this import only')
    .option('--password-file <file>', 'with --email: its first line is the password')
    .option('--code-file <file>', 'with --email: its first line is a code of the second factor')
    .action(async (files: readonly string[], options: Options) => {
      report(await withConnection(around, options, (to) => importAll(around, to, files)));
    });
}

async function withConnection<T>(
  around: Surroundings,
  { server, email, passwordFile, codeFile }: Options,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const toServer = server === undefined ? {} : { server };
  if (email !== undefined) {
    const password = passwordFile === undefined ? {} : { passwordFile };
    const code = codeFile === undefined ? {} : { codeFile };
    return withOwnSession(around, { email, ...toServer, ...password, ...code }, work);
  }
  if (passwordFile !== undefined || codeFile !== undefined)
    throw new CliError(
      'usage',
      `--${passwordFile === undefined ? 'code' : 'password'}-file goes with --email.`,
    );
  return work(keptConnection(around, server));
}

type Result =
  | {
      readonly file: string;
      readonly imported: number;
      readonly byType: Readonly<Record<string, number>>;
    }
  | { readonly file: string; readonly error: ReturnType<typeof describe> };

/** Each file is stored whole or not at all; one that is refused does not keep the others out. */
async function importAll(
  around: Surroundings,
  { client }: Connection,
  files: readonly string[],
): Promise<Outcome> {
  const { session } = await client.call(readOwnAccount);
  const results: Result[] = [];
  for (const file of files) {
    try {
      results.push({ file, ...(await importFile(around, client, session.personId, file)) });
    } catch (error) {
      const failure = asCliError(error);
      if (failure.code !== 'bad_file' && failure.code !== 'refused') throw failure;
      results.push({ file, error: describe(failure) });
    }
  }
  return outcomeOf(results);
}

async function importFile(around: Surroundings, client: Client, patientId: PersonId, file: string) {
  const body = await readBundleFile(file, IMPORT_BYTES);
  const isStep = tenths();
  around.progress.show(`${file}: sending ${body.length} bytes`, true);
  try {
    return await client.callWithProgress(
      importBundle,
      { params: { patientId }, body },
      ({ phase, done, total }) => {
        around.progress.show(`${file}: ${phase} ${done} of ${total}`, isStep(phase, done, total));
      },
    );
  } catch (error) {
    if (error instanceof ProblemError || error instanceof ClientError) throw error;
    throw brokeOff(file, error);
  }
}

function brokeOff(file: string, cause: unknown): CliError {
  return new CliError(
    'unreachable',
    `The connection broke before the server said whether ${file} is stored. Import it again: what is there already stays as it is.`,
    { cause },
  );
}

function describe(error: CliError) {
  return { code: error.problemCode ?? error.code, message: error.message };
}

function outcomeOf(results: readonly Result[]): Outcome {
  const isOk = results.every((result) => !('error' in result));
  return {
    exitCode: isOk ? EXIT.ok : EXIT.failed,
    document: { ok: isOk, files: results },
    lines: results.map((result) =>
      'error' in result
        ? `${result.file}: not imported. ${result.error.message}`
        : `${result.file}: ${result.imported} resources (${counts(result.byType)})`,
    ),
  };
}

function counts(byType: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(byType).sort(([, a], [, b]) => b - a);
  return sorted.map(([type, count]) => `${count} ${type}`).join(', ');
}
