import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { CliError, EXIT } from '../../../cli-error.ts';
import { asCliError } from '../../../error-text.ts';
import {
  operatorCommand,
  operatorOf,
  type Operator,
  type ServerOptions,
} from '../../../operator-command.ts';
import { notOurs, type Members } from '../../../operator-reply.ts';
import type { Report } from '../../../outcome.ts';
import { removeFiles, writePrivateFiles } from '../../../private-file.ts';
import type { Surroundings } from '../../../surroundings.ts';

interface Options extends ServerOptions {
  readonly shares?: number;
  readonly threshold?: number;
  readonly out?: string;
  readonly print?: true;
}

/** A printable sheet, and the name of its file. */
interface Sheet {
  readonly name: string;
  readonly text: string;
}

/**
 * `wardkeep keys recovery make`: a new kit; the one before still opens what is held, and nothing that is in use. The
 * server takes it into use in a second step, once every sheet is on the disk or printed: whatever fails before leaves
 * the kit before in force.
 */
export function makeRecoveryCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'make',
    'Make a new recovery kit, whole or in shares. The one before still opens what is held, and nothing that is in use.',
  )
    .option('--shares <n>', 'for how many people, 2 to 255; else the kit is whole', wholeNumber)
    .option('--threshold <m>', 'how many of them are needed together', wholeNumber)
    .option('--out <directory>', 'write a file for each sheet there, mode 0600')
    .option('--print', 'print the sheets instead')
    .action(async (options: Options) => {
      const { out } = options;
      const count = sharesOf(options);
      await refuseNowhere(options);
      const operator = operatorOf(around, options);
      const made = await makeKit(operator, count);
      const sheets = sheetsOf({ ...count, ...made }, around.now());
      const document = { ok: true, ...count, fingerprint: made.fingerprint };
      if (out === undefined) {
        const lines = sheets.map(({ text }) => text);
        const onceWritten = (): Promise<void> => confirm(operator, made.fingerprint, []);
        report({ exitCode: EXIT.ok, document: { ...document, sheets: lines }, lines, onceWritten });
        return;
      }
      const files = sheets.map(({ name, text }) => ({ file: path.join(out, name), text }));
      const names = files.map(({ file }) => file);
      await writePrivateFiles(out, files).catch(stillInForce);
      await confirm(operator, made.fingerprint, names);
      report({
        exitCode: EXIT.ok,
        document: { ...document, files: names },
        lines: names.map(told),
      });
    });
}

async function makeKit(
  operator: Operator,
  count: object,
): Promise<Members & { readonly fingerprint: string }> {
  const made = await operator.tell('/recovery/make', count).catch(stillInForce);
  const { fingerprint } = made;
  // It goes into the names of files.
  if (typeof fingerprint !== 'string' || !/^[\w-]{4,64}$/.test(fingerprint)) throw notOurs();
  return { ...made, fingerprint };
}

function stillInForce(error: unknown): never {
  const { code, message, problemCode } = asCliError(error);
  // A refusal says enough, and nothing that is cut off here goes on.
  if (code === 'refused' || code === 'unreachable') throw error;
  const what = code === 'cut_off' ? 'The connection to the server ended.' : message;
  throw new CliError(code, `${what} The recovery kit before, if there was one, stays in force.`, {
    cause: error,
    ...(problemCode === undefined ? {} : { problemCode }),
  });
}

/** @param files - The sheets; a kit that the server refuses opens nothing for long, and must not lie around as one. */
async function confirm(
  operator: Operator,
  fingerprint: string,
  files: readonly string[],
): Promise<void> {
  try {
    await operator.tell('/recovery/confirm', { fingerprint });
  } catch (cause) {
    const { code, message, problemCode } = asCliError(cause);
    if (code === 'refused') {
      await removeFiles(files);
      const gone = files.length === 0 ? 'Destroy what was printed.' : 'Its files were removed.';
      throw new CliError(code, `${message} ${gone}`, {
        cause,
        ...(problemCode === undefined ? {} : { problemCode }),
      });
    }
    throw new CliError(
      code,
      `Whether the server took kit ${fingerprint} into use is not known. Keep it and the one before, make another, ` +
        'and then destroy both: wardkeep keys recovery test says which kit opens everything.',
      { cause },
    );
  }
}

function told(file: string): string {
  return `Written to ${file}, which only you can read. Print it, and delete the file.`;
}

function wholeNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function sharesOf({
  shares,
  threshold,
}: Options): { readonly shares: number; readonly threshold: number } | Record<string, never> {
  if (shares === undefined && threshold === undefined) return {};
  const isSensible =
    shares !== undefined &&
    threshold !== undefined &&
    threshold >= 2 &&
    threshold <= shares &&
    shares <= 255;
  if (isSensible) return { shares, threshold };
  throw new CliError(
    'usage',
    '--shares N and --threshold M go together, with M from 2 to N and N at most 255.',
  );
}

/** Before the server makes a kit that could then be written nowhere. */
async function refuseNowhere({ out, print }: Options): Promise<void> {
  if ((out === undefined) === (print === undefined))
    throw new CliError('usage', 'Say where the kit goes: --out DIRECTORY or --print.');
  if (out === undefined) return;
  await access(out, constants.W_OK).catch((cause: unknown) => {
    throw new CliError('bad_file', `${out} is no directory that can be written to.`, { cause });
  });
}

function sheetsOf(
  { kit, shares, threshold, fingerprint }: Members & { readonly fingerprint: string },
  now: Date,
): readonly Sheet[] {
  const day = now.toISOString().slice(0, 10);
  const which = `${day}-${fingerprint}`;
  const keep =
    'Print this, keep the paper where neither the server nor its backups are, and delete the file.';
  if (typeof kit === 'string') {
    const head = `# Wardkeep recovery kit ${fingerprint}, ${day}. With the key store it opens everything.\n# ${keep}`;
    return [{ name: `recovery-kit-${which}.txt`, text: `${head}\n\n${kit}\n` }];
  }
  if (!Array.isArray(shares) || shares.length === 0) throw notOurs();
  return shares.map((text, index) => {
    const place = `${index + 1} of ${shares.length}`;
    const head = `# Wardkeep recovery share ${place} of kit ${fingerprint}, ${day}. It takes ${String(threshold)} of them.\n# ${keep}`;
    return {
      name: `recovery-share-${which}-${place.replaceAll(' ', '-')}.txt`,
      text: `${head}\n\n${String(text)}\n`,
    };
  });
}
