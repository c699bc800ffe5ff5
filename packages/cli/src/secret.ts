import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';
import type { Surroundings } from './surroundings.ts';

const SECRET_CHARACTERS_MOST = 4096;

/**
 * A password or passphrase: the first line of a file, or typed without echo, or the first line of standard input.
 * Never an argument: those are in the shell's history and in every user's list of processes.
 * @throws {@link CliError} `bad_secret`, `bad_file`, `cancelled`
 */
export async function readSecret(
  around: Surroundings,
  what: string,
  file: string | undefined,
): Promise<string> {
  const text =
    file === undefined ? await typedOrPiped(around, what, true) : await fromFile(file, what);
  const [secret = ''] = text.split(/\r?\n/, 1);
  return checked(secret, what);
}

/**
 * The characters of a printed recovery kit, on one line: all of a file or of standard input, for people copy the kit
 * with a group on each line too; lines that begin with `#` are what else is printed on its sheet. Otherwise as {@link readSecret}.
 * @throws {@link CliError} `bad_secret`, `bad_file`, `cancelled`
 */
export async function readKit(
  around: Surroundings,
  file: string | undefined,
  what = 'recovery kit',
): Promise<string> {
  const text =
    file === undefined ? await typedOrPiped(around, what, false) : await fromFile(file, what);
  const characters = text.replaceAll(/^\s*#.*$/gm, '');
  return checked(characters.trim().replaceAll(/\s+/g, ' '), what);
}

/**
 * A file that is sent as it is: settings, a signed note. No secret belongs in it, and none is shown.
 * @throws {@link CliError} `bad_file`
 */
export async function readNote(file: string): Promise<string> {
  return fromFile(file, '');
}

function checked(secret: string, what: string): string {
  if (secret === '') throw new CliError('bad_secret', `No ${what} was given.`);
  if (secret.length > SECRET_CHARACTERS_MOST)
    throw new CliError('bad_secret', `That is too long for a ${what}.`);
  return secret;
}

async function fromFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CliError(
      'bad_file',
      `The ${what === '' ? '' : `${what} `}file ${file} can’t be read.`,
      { cause },
    );
  }
}

async function typedOrPiped(
  around: Surroundings,
  what: string,
  isOneLine: boolean,
): Promise<string> {
  if (around.stdin.isTTY === true) return typed(around, what);
  let text = '';
  for await (const chunk of around.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if ((isOneLine && text.includes('\n')) || text.length > SECRET_CHARACTERS_MOST) break;
  }
  return text;
}

async function typed({ stdin, stderr }: Surroundings, what: string): Promise<string> {
  // readline turns the terminal's echo off and writes what is typed to its own output: nowhere.
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const line = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(`${what[0]?.toUpperCase() ?? ''}${what.slice(1)}: `);
  try {
    return await new Promise<string>((resolve, reject) => {
      line.once('SIGINT', () => {
        reject(new CliError('cancelled', 'Cancelled; nothing was done.'));
      });
      line.once('close', () => {
        reject(new CliError('bad_secret', `No ${what} was given.`));
      });
      line.question('').then(resolve, reject);
    });
  } finally {
    line.close();
    stderr.write('\n');
  }
}
