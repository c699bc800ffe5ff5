import { accountDeeds } from './de/account-deeds.ts';
import { accounts } from './de/accounts.ts';
import { app } from './de/app.ts';
import { chart } from './de/chart.ts';
import { erasure } from './de/erasure.ts';
import { glossary } from './de/glossary.ts';
import { keys } from './de/keys.ts';
import { people } from './de/people.ts';
import { secondFactors } from './de/second-factors.ts';
import { security } from './de/security.ts';
import { sharing } from './de/sharing.ts';
import type { MessageKey } from './en.ts';

export const de: Record<MessageKey, string> = {
  ...app,
  ...accounts,
  ...accountDeeds,
  ...chart,
  ...erasure,
  ...keys,
  ...people,
  ...secondFactors,
  ...security,
  ...sharing,
  ...glossary,
};
