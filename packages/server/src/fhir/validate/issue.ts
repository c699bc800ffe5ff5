/** Of FHIR's IssueType, what a validator says. */
export type IssueCode =
  'structure' | 'required' | 'value' | 'invariant' | 'code-invalid' | 'too-costly';

/** As in OperationOutcome.issue. No value of the resource is in it: values are about a patient. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: IssueCode;
  /** Where: `Patient.name[0].given`. */
  readonly expression: string;
  /** The element's rule, and what to do. */
  readonly diagnostics: string;
}
