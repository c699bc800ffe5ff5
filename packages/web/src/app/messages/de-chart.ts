import type { enChart } from './en-chart.ts';
import { chartForms } from './de/chart-forms.ts';
import { chartPages } from './de/chart-pages.ts';
import { chartVersions } from './de/chart-versions.ts';
import { patientImports } from './de/patient-imports.ts';

export const deChart: Record<keyof typeof enChart, string> = {
  ...chartForms,
  ...chartPages,
  ...chartVersions,
  ...patientImports,
};
