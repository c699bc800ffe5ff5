import { open, rm } from 'node:fs/promises';
import {
  PersonId,
  exportFhir,
  exportIps,
  exportOrganisation,
  exportPdf,
  exportZip,
  readOwnAccount,
} from '@wardkeep/contract';
import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import type { Outcome, Report } from '../outcome.ts';
import type { Connection } from '../session/connect.ts';
import {
  withConnection,
  withConnectionOptions,
  type ConnectionOptions,
} from '../session/chosen-connection.ts';
import type { Surroundings } from '../surroundings.ts';

const FORMATS = { fhir: exportFhir, zip: exportZip, pdf: exportPdf, ips: exportIps } as const;

interface Options extends ConnectionOptions {
  readonly format: string;
  readonly out: string;
  readonly patient?: string;
  readonly organisation?: string;
}

/** `wardkeep export`: everything of one person, or of an organisation’s patients, into a file. */
export function exportCommand(around: Surroundings, report: Report): Command {
  const command = new Command('export')
    .description(
      'Export a chart, or the charts in your care for an organisation, into a file that only you can read.',
    )
    .requiredOption(
      '--format <format>',
      'fhir, zip (with the files), pdf, ips; ndjson for an organisation',
    )
    .requiredOption('--out <file>', 'must not exist yet')
    .option('--patient <id>', 'whose chart (default: your own)')
    .option('--organisation <id>', 'of all whom you treat there, with --format ndjson');
  return withConnectionOptions(command).action(async (options: Options) => {
    if ((options.format === 'ndjson') !== (options.organisation !== undefined))
      throw new CliError(
        'usage',
        '--format ndjson goes with --organisation, and no other format does.',
      );
    report(await withConnection(around, options, (to) => exportTo(around, to, options)));
  });
}

async function exportTo(
  around: Surroundings,
  connection: Connection,
  options: Options,
): Promise<Outcome> {
  const response = await asked(connection, options);
  const bytes = await saved(around, response, options.out);
  return {
    exitCode: EXIT.ok,
    document: { ok: true, file: options.out, bytes },
    lines: [
      `${options.out}: ${bytes} bytes. It is not encrypted: keep it where only you can read it.`,
    ],
  };
}

async function asked(
  { client }: Connection,
  { format, patient, organisation }: Options,
): Promise<Response> {
  if (organisation !== undefined)
    return client.callForBytes(exportOrganisation, { params: { organisationId: organisation } });
  if (!isFormat(format))
    throw new CliError('usage', `--format is one of ${Object.keys(FORMATS).join(', ')}.`);
  const patientId =
    patient === undefined
      ? (await client.call(readOwnAccount)).session.personId
      : PersonId.parse(patient);
  return client.callForBytes(FORMATS[format], { params: { patientId } });
}

function isFormat(format: string): format is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, format);
}

/** Whole, or not there: half an export looks like one. */
async function saved(around: Surroundings, response: Response, file: string): Promise<number> {
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw new CliError('bad_file', `${file} exists already, or can’t be written.`, { cause });
  });
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
      around.progress.show(`${file}: ${bytes} bytes`, false);
    }
    await handle.sync();
    return bytes;
  } catch (cause) {
    await rm(file, { force: true });
    throw new CliError(
      'unreachable',
      'The export broke off, and nothing of it was kept. Whoever may not see it any more is told so here; else try again.',
      { cause },
    );
  } finally {
    await handle.close();
  }
}
