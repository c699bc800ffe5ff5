import type { CodeSet } from './code-sets.ts';

/**
 * What an element of a resource holds, and so what of it can be shown. A value that does not look like its kind is not
 * shown at all.
 *
 * - `concept`, `coding`: system and code of a known terminology, never what is written beside them.
 * - `quantity`: a number and a unit of UCUM; an age over 89 years becomes “90 or more”. `range`, `ratio`: two of them.
 * - `date`, `period`, `birth-date`: as the view shows dates. `reference`: to a record of a type that the view shows.
 * - `initials`: of a name. `uid`: a DICOM UID; `study-uid`: one as an identifier.
 * - `text`: written by somebody: left out, but where a view has a way to show it.
 */
export type ElementKind =
  | `code:${CodeSet}`
  | 'birth-date'
  | 'boolean'
  | 'coding'
  | 'concept'
  | 'date'
  | 'decimal'
  | 'initials'
  | 'integer'
  | 'money'
  | 'period'
  | 'quantity'
  | 'range'
  | 'ratio'
  | 'reference'
  | 'study-uid'
  | 'text'
  | 'uid';

/** What is shown of an object; everything that is not named here is left out. Lists are shown entry by entry. */
export interface Elements {
  readonly [element: string]: ElementKind | Elements;
}

/** By resource type; a type that is not named is not shown. `id` and `resourceType` are always. */
export type Declaration = Readonly<Record<string, Elements>>;
