import { Command } from 'commander';
import type { Report } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';
import { auditExportCommand } from './audit/export.ts';
import { auditHoldCommand, auditHoldsCommand, auditReleaseCommand } from './audit/holds.ts';
import { auditKeyCommand } from './audit/key.ts';
import { auditVerifyProofCommand } from './audit/verify-proof.ts';
import { auditVerifyCommand } from './audit/verify.ts';

/** `wardkeep audit …`: what the operator and an auditor do with the audit log. */
export function auditCommand(around: Surroundings, report: Report): Command {
  const audit = new Command('audit').description(
    'Check the audit log, take it along, hold what must be kept.',
  );
  audit.addCommand(auditVerifyCommand(around, report));
  audit.addCommand(auditVerifyProofCommand(around, report));
  audit.addCommand(auditKeyCommand(around, report));
  audit.addCommand(auditExportCommand(around, report));
  audit.addCommand(auditHoldCommand(around, report));
  audit.addCommand(auditReleaseCommand(around, report));
  return audit.addCommand(auditHoldsCommand(around, report));
}
