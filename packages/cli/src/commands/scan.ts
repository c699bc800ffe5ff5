import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { readBundleFile } from '../bundle-file.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { Outcome, Report } from '../outcome.ts';
import { needlesFromBundle } from '../scan/bundle-needles.ts';
import { scanWithControl, type ControlledReport } from '../scan/control.ts';
import { checkNeedles, needlesFromLines, type Needle } from '../scan/needle.ts';
import { scanDirectory, type Finding, type ScanOptions } from '../scan/scan-directory.ts';
import type { Surroundings } from '../surroundings.ts';

interface Options {
  readonly needles?: string;
  readonly bundle?: readonly string[];
  readonly control?: true;
}

const BUNDLE_BYTES = 256 * 1024 * 1024;
const PROGRESS_MS = 200;

/** `wardkeep scan`: proves that a directory holds nothing readable of certain people. Exit 4 when it does. */
export function scanCommand(around: Surroundings, report: Report): Command {
  return new Command('scan')
    .description(
      'Search every file under a directory for names and numbers that must not be readable there, in many encodings.',
    )
    .argument('<directory>', 'a data directory, a backup, a disk')
    .option('--needles <file>', 'what to search for, one a line, six characters at least')
    .option('--bundle <files...>', 'FHIR Bundles: search for the people in them')
    .option('--control', 'also plant something made up, and insist that it is found')
    .action(async (directory: string, options: Options) => {
      const needles = await readNeedles(directory, options);
      await refuseNoDirectory(directory);
      const scanOptions = { onProgress: progressOf(around) };
      report(outcomeOf(await scan(directory, needles, { ...options, ...scanOptions })));
    });
}

async function scan(
  directory: string,
  needles: readonly Needle[],
  options: Options & ScanOptions,
): Promise<ControlledReport & { readonly isControlled: boolean }> {
  const isControlled = options.control === true;
  const done = isControlled
    ? await scanWithControl(directory, needles, options)
    : { report: await scanDirectory(directory, needles, options), missed: [] };
  return { ...done, isControlled };
}

async function readNeedles(directory: string, options: Options): Promise<readonly Needle[]> {
  const { needles: file, bundle = [] } = options;
  if (file === undefined && bundle.length === 0)
    throw new CliError('usage', 'Say what to search for: --needles FILE or --bundle FILE…');
  const needles: Needle[] = [];
  if (file !== undefined) {
    await refuseInside(directory, file);
    needles.push(...needlesFromLines(await readText(file)));
  }
  for (const each of bundle) {
    await refuseInside(directory, each);
    needles.push(...needlesFromBundle(await readJson(each), path.basename(each)));
  }
  return checkNeedles(withoutRepeats(needles));
}

function withoutRepeats(needles: readonly Needle[]): readonly Needle[] {
  return [
    ...new Map(needles.toReversed().map((needle) => [needle.value, needle])).values(),
  ].toReversed();
}

/** Would be found, of course. */
async function refuseInside(directory: string, file: string): Promise<void> {
  const [root, real] = await Promise.all([realpath(directory), realpath(file)]).catch(
    (): [string, string] => ['', ''],
  );
  if (root !== '' && real.startsWith(root + path.sep))
    throw new CliError(
      'usage',
      `${file} lies in the directory that is scanned. Move it elsewhere.`,
    );
}

async function refuseNoDirectory(directory: string): Promise<void> {
  const isDirectory = await stat(directory).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw new CliError('bad_file', `${directory} is no directory that can be read.`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CliError('bad_file', `${file} can’t be read.`, { cause });
  }
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await readBundleFile(file, BUNDLE_BYTES);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // The parser's own message quotes the text.
    throw new CliError('bad_file', `${file} is not JSON.`);
  }
}

function progressOf({ progress }: Surroundings): NonNullable<ScanOptions['onProgress']> {
  let shownAt = performance.now();
  return ({ files, bytes }) => {
    const now = performance.now();
    if (now - shownAt < PROGRESS_MS) return;
    // Never a step: where there is no terminal, the result is all.
    progress.show(`${files} files, ${mebibytes(bytes)} MiB`, false);
    shownAt = now;
  };
}

function outcomeOf(done: ControlledReport & { readonly isControlled: boolean }): Outcome {
  const { report, missed, isControlled } = done;
  const isFound = report.findings.length > 0;
  const isWhole = report.unreadable.length === 0 && missed.length === 0;
  return {
    exitCode: isFound ? EXIT.found : isWhole ? EXIT.ok : EXIT.failed,
    document: {
      ok: isWhole && !isFound,
      ...report,
      control: isControlled ? { found: missed.length === 0, missed } : null,
    },
    lines: [
      ...report.findings.map(lineOf),
      ...(report.findingsLeftOff > 0 ? [`… and ${report.findingsLeftOff} more.`] : []),
      ...report.unreadable.map(({ file, code }) => `NOT READ ${file || '.'} (${code})`),
      ...(missed.length > 0
        ? [`THE CONTROL WAS NOT FOUND as ${missed.join(', ')}: this scan proves nothing.`]
        : []),
      `${report.files} files, ${mebibytes(report.bytes)} MiB, ${report.needles} needles: ` +
        `${isFound ? 'FOUND' : 'nothing found'}${isWhole ? '' : ', but the scan is not complete'}` +
        `${isControlled && missed.length === 0 ? '; the control was found' : ''}.`,
    ],
  };
}

function lineOf({ file, place, needle, encoding, offset, count }: Finding): string {
  const where = place === 'name' ? 'in its name' : `at byte ${offset}`;
  return `FOUND ${file}: ${needle}, as ${encoding}, ${where}${count > 1 ? `, ${count} times` : ''}`;
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
