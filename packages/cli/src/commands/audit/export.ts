import path from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';

interface Options extends ServerOptions {
  readonly log?: string;
}

/** `wardkeep audit export`: the server writes a log into a new directory, for who verifies it elsewhere. */
export function auditExportCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'export',
    'Write a log into a new directory, so that anybody can verify it without this server. What is sealed stays sealed.',
  )
    .argument('<directory>', 'must not exist yet; the server makes it')
    .option('--log <name>', 'for example 2026; the newest unless said')
    .action(async (directory: string, { log, ...options }: Options) => {
      const body = { directory: path.resolve(directory), ...(log === undefined ? {} : { log }) };
      const done = await operatorOf(around, options).tell('/audit/export', body);
      const missing = Number(done['missing']);
      report({
        exitCode: missing === 0 ? EXIT.ok : EXIT.found,
        document: { ok: missing === 0, ...done },
        lines: [
          `log ${String(done['log'])}: ${String(done['size'])} leaves in ${String(done['directory'])}`,
          `key: ${String(done['verifierKey'])}`,
          ...(missing === 0
            ? []
            : [
                `FAULT: the database has no event for ${missing} leaves; the first is ${String(done['firstMissing'])}.`,
              ]),
        ],
      });
    });
}
