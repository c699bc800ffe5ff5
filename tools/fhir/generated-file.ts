/** What one part of the generator makes: `path` is relative to packages/server/generated/fhir. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
