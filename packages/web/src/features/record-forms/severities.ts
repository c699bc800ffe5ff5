import { textAt } from './resource-parts.ts';

/** https://hl7.org/fhir/R4/valueset-condition-severity.html */
export const SEVERITIES = [
  { value: 'mild', words: 'form.severity.mild', code: '255604002', display: 'Mild' },
  { value: 'moderate', words: 'form.severity.moderate', code: '6736007', display: 'Moderate' },
  { value: 'severe', words: 'form.severity.severe', code: '24484000', display: 'Severe' },
] as const;

/** Empty where it is none of these. */
export function severityOf(concept: unknown): string {
  const code = textAt(concept, 'coding', 0, 'code');
  return SEVERITIES.find((one) => one.code === code)?.value ?? '';
}
