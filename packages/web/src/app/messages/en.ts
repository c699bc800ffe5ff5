import type { enChart } from './en-chart.ts';
import { accessProof } from './en/access-proof.ts';
import { accessTable } from './en/access-table.ts';
import { accountDeeds } from './en/account-deeds.ts';
import { accounts } from './en/accounts.ts';
import { app } from './en/app.ts';
import { auditDeeds } from './en/audit-deeds.ts';
import { chart } from './en/chart.ts';
import { consents } from './en/consents.ts';
import { emergency } from './en/emergency.ts';
import { erasure } from './en/erasure.ts';
import { glossary } from './en/glossary.ts';
import { keys } from './en/keys.ts';
import { organisations } from './en/organisations.ts';
import { people } from './en/people.ts';
import { pseudonyms } from './en/pseudonyms.ts';
import { relationshipDeeds } from './en/relationship-deeds.ts';
import { relationships } from './en/relationships.ts';
import { secondFactors } from './en/second-factors.ts';
import { securityCenter } from './en/security-center.ts';
import { security } from './en/security.ts';
import { sharing } from './en/sharing.ts';

/** ICU messages; the keys of this catalogue are the keys of every other. */
export const en = {
  ...app,
  ...accounts,
  ...accessProof,
  ...accessTable,
  ...accountDeeds,
  ...auditDeeds,
  ...chart,
  ...consents,
  ...emergency,
  ...erasure,
  ...keys,
  ...organisations,
  ...people,
  ...pseudonyms,
  ...relationshipDeeds,
  ...relationships,
  ...secondFactors,
  ...security,
  ...securityCenter,
  ...sharing,
  ...glossary,
};

export type MessageKey = keyof typeof en | keyof typeof enChart;
