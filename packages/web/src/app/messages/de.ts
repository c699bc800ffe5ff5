import { accounts } from './de/accounts.ts';
import { app } from './de/app.ts';
import { chart } from './de/chart.ts';
import { glossary } from './de/glossary.ts';
import { sharing } from './de/sharing.ts';
import type { MessageKey } from './en.ts';

export const de: Record<MessageKey, string> = {
  ...app,
  ...accounts,
  ...chart,
  ...sharing,
  ...glossary,
};
