import { accessProof } from './de/access-proof.ts';
import { accessTable } from './de/access-table.ts';
import { accountDeeds } from './de/account-deeds.ts';
import { accounts } from './de/accounts.ts';
import { app } from './de/app.ts';
import { auditDeeds } from './de/audit-deeds.ts';
import { chart } from './de/chart.ts';
import { consents } from './de/consents.ts';
import { emergency } from './de/emergency.ts';
import { erasure } from './de/erasure.ts';
import { glossary } from './de/glossary.ts';
import { keys } from './de/keys.ts';
import { organisations } from './de/organisations.ts';
import { people } from './de/people.ts';
import { pseudonyms } from './de/pseudonyms.ts';
import { relationshipDeeds } from './de/relationship-deeds.ts';
import { relationships } from './de/relationships.ts';
import { secondFactors } from './de/second-factors.ts';
import { securityCenter } from './de/security-center.ts';
import { security } from './de/security.ts';
import { sharing } from './de/sharing.ts';
import type { en } from './en.ts';

export const de: Record<keyof typeof en, string> = {
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
