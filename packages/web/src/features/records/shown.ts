/** What a reader sees of one value. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly type: string; readonly id: string }
  | { readonly kind: 'group'; readonly rows: readonly Row[] };

export interface Row {
  /** Of the element, as FHIR calls it: unique among its siblings. */
  readonly element: string;
  readonly label: string;
  readonly values: readonly Shown[];
}

export type Json = Readonly<Record<string, unknown>>;

export const text = (value: string): Shown => ({ kind: 'text', text: value });

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
