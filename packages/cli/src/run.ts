import { CommanderError, type Command } from 'commander';
import { CliError, EXIT, exitCodeOf, type ExitCode } from './cli-error.ts';
import { asCliError } from './error-text.ts';
import type { Outcome } from './outcome.ts';
import { makeProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs one command line. What it says goes to standard output, as text or as one JSON document. */
export async function run(
  args: readonly string[],
  around: Surroundings,
  stdout: NodeJS.WritableStream,
): Promise<ExitCode> {
  const isJson = args.includes('--json');
  const outcome = await outcomeOf(args, { around, stdout, isJson });
  around.progress.clear();
  if (outcome === undefined) return EXIT.ok;
  const text = isJson ? JSON.stringify(outcome.document) : outcome.lines.join('\n');
  const { onceWritten } = outcome;
  if (onceWritten !== undefined)
    return finish(outcome.exitCode, { around, stdout, text, onceWritten });
  if (text !== '') stdout.write(`${text}\n`);
  return outcome.exitCode;
}

/** Standard output has had its document when this fails: the exit code and standard error say so. */
async function finish(
  exitCode: ExitCode,
  {
    around,
    stdout,
    text,
    onceWritten,
  }: Omit<Run, 'isJson'> & { readonly text: string } & Required<Pick<Outcome, 'onceWritten'>>,
): Promise<ExitCode> {
  try {
    await written(stdout, `${text}\n`);
    await onceWritten();
    return exitCode;
  } catch (error) {
    const failure = asCliError(error);
    around.stderr.write(`${failure.message}\n`);
    return exitCodeOf(failure.code);
  }
}

function written(stdout: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const why = 'Standard output can’t be written, so nothing was put into force.';
      reject(new CliError('bad_file', why, { cause }));
    };
    stdout.once('error', fail);
    stdout.write(text, (error) => {
      if (error) fail(error);
      else resolve();
    });
  });
}

interface Run {
  readonly around: Surroundings;
  readonly stdout: NodeJS.WritableStream;
  readonly isJson: boolean;
}

/** Undefined when commander has answered already: help was asked for. */
async function outcomeOf(
  args: readonly string[],
  { around, stdout, isJson }: Run,
): Promise<Outcome | undefined> {
  try {
    return await execute(args, around, stdout);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    const failure = error instanceof CommanderError ? usage(error) : asCliError(error);
    around.progress.clear();
    around.stderr.write(`${failure.message}\n`);
    return failed(failure, isJson);
  }
}

async function execute(
  args: readonly string[],
  around: Surroundings,
  stdout: NodeJS.WritableStream,
): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  const program = makeProgram(around, (outcome) => outcomes.push(outcome));
  for (const command of withDescendants(program)) {
    // Errors are thrown to us, to be said once and in our way.
    command.exitOverride().configureOutput({
      outputError: () => undefined,
      writeErr: () => undefined,
      writeOut: (text) => stdout.write(text),
    });
  }
  await program.parseAsync(args, { from: 'user' });
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('the command said nothing of how it ended');
  return outcome;
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}

function usage(error: CommanderError): CliError {
  const message =
    error.code === 'commander.help'
      ? 'Say which command. wardkeep --help lists them.'
      : error.message.replace(/^error: /, '');
  return new CliError('usage', message, { cause: error });
}

function failed(error: CliError, isJson: boolean): Outcome {
  const { code, message, problemCode } = error;
  const document = { ok: false, error: { code, message, ...(problemCode ? { problemCode } : {}) } };
  return { exitCode: exitCodeOf(code), document: isJson ? document : {}, lines: [] };
}
