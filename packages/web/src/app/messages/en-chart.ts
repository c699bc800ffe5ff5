import { chartForms } from './en/chart-forms.ts';
import { chartPages } from './en/chart-pages.ts';
import { chartVersions } from './en/chart-versions.ts';
import { patientImports } from './en/patient-imports.ts';

/** What is said on pages of a chart and of imports only, which are loaded when somebody opens one. */
export const enChart = { ...chartForms, ...chartPages, ...chartVersions, ...patientImports };
