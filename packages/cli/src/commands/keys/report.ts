import { Command } from 'commander';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { listReportsCommand } from './report/list.ts';
import { showReportCommand } from './report/show.ts';
import { verifyReportCommand } from './report/verify.ts';

/** `wardkeep keys report …`: what an auditor asks for. */
export function reportCommand(around: Surroundings, report: Report): Command {
  return new Command('report')
    .description('Signed reports of what was done with the keys.')
    .addCommand(listReportsCommand(around, report))
    .addCommand(showReportCommand(around, report))
    .addCommand(verifyReportCommand(around, report));
}
