import { Command } from 'commander';
import type { Report } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';
import { compareEscrowCommand } from './escrow/compare.ts';
import { settleEscrowCommand } from './escrow/settle.ts';
import { escrowStatusCommand } from './escrow/status.ts';

/** `wardkeep escrow …`: what is kept outside, so that nobody rewrites the audit log unseen. */
export function escrowCommand(around: Surroundings, report: Report): Command {
  return new Command('escrow')
    .description('See, compare and settle the copies of checkpoints that are kept outside.')
    .addCommand(escrowStatusCommand(around, report))
    .addCommand(compareEscrowCommand(around, report))
    .addCommand(settleEscrowCommand(around, report));
}
