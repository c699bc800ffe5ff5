import type { Interval } from './interval.ts';

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

/** One of the alternatives that a comma separates. */
export type SearchValue =
  /** `system` '' asks for codes without a system; undefined for any. No `code`: any of the system. */
  | { readonly kind: 'token'; readonly system?: string; readonly code?: string }
  | {
      readonly kind: 'of-type';
      readonly system: string;
      readonly code: string;
      readonly value: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'date';
      readonly prefix: Prefix;
      readonly text: string;
      readonly within: Interval;
    }
  | ({ readonly kind: 'number' } & SearchNumber)
  | ({
      readonly kind: 'quantity';
      readonly system?: string;
      readonly unit?: string;
    } & SearchNumber)
  | { readonly kind: 'uri'; readonly uri: string }
  /** Of any type that the parameter allows, of one type, or elsewhere. */
  | { readonly kind: 'reference'; readonly id: string; readonly type?: string }
  | { readonly kind: 'reference-url'; readonly url: string }
  | { readonly kind: 'composite'; readonly parts: readonly SearchValue[] }
  | { readonly kind: 'missing'; readonly missing: boolean };

export interface SearchNumber {
  readonly prefix: Prefix;
  readonly text: string;
  readonly number: number;
  /** What the digits leave open: `5.4` is 5.35 up to 5.45. */
  readonly within: Interval;
}

export type Modifier =
  'exact' | 'contains' | 'text' | 'not' | 'missing' | 'of-type' | 'identifier' | 'above' | 'below';

/** What one parameter asks. */
export type Condition =
  | {
      readonly by: 'value';
      readonly code: string;
      readonly modifier?: Modifier;
      /** `subject:Patient=1`. */
      readonly targetType?: string;
      /** Any of them suffices. */
      readonly values: readonly SearchValue[];
    }
  /** `subject.name`, `subject:Patient.name`: what the reference leads to, by type. */
  | {
      readonly by: 'chain';
      readonly code: string;
      readonly targetType?: string;
      readonly targets: readonly { readonly type: string; readonly condition: Condition }[];
      /** What stood after the dot and its value, since targets may read them differently. */
      readonly rest: string;
      readonly text: string;
    }
  /** `_has:Observation:patient:code`: something refers to it. */
  | {
      readonly by: 'has';
      readonly type: string;
      readonly reference: string;
      readonly condition: Condition;
    };

export type SummaryMode = 'true' | 'text' | 'data' | 'count' | 'false';

export interface Include {
  readonly type: string;
  /** `*` for every reference. */
  readonly parameter: string;
  readonly targetType?: string;
  /** Also from what was itself included. */
  readonly iterate: boolean;
}

export interface SortKey {
  readonly code: string;
  readonly descending: boolean;
}

/** A search of one type, understood. All conditions must hold. */
export interface Search {
  readonly type: string;
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  readonly includes: readonly Include[];
  readonly revIncludes: readonly Include[];
  readonly count?: number;
  readonly summary?: SummaryMode;
  readonly elements?: readonly string[];
  readonly total?: 'none' | 'estimate' | 'accurate';
  readonly format?: string;
  readonly pretty?: boolean;
  /** Names that a lenient search passed over. */
  readonly ignored: readonly string[];
}
