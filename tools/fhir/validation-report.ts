/** What of the definitions is checked, how, and what is not: a test pins its numbers. */
import type { Expansion } from './value-set-codes.ts';

export interface ValidationReport {
  readonly resourceTypes: number;
  readonly constraints: {
    /** Constraints by key and type that became JavaScript. */
    readonly compiled: number;
    readonly byHand: readonly Entry[];
    readonly notCompiled: readonly Entry[];
  };
  readonly bindings: {
    readonly listed: number;
    readonly byShape: readonly string[];
    readonly unchecked: readonly { readonly valueSet: string; readonly why: string }[];
  };
}

interface Entry {
  readonly key: string;
  /** The number of types that say so, and one of them. */
  readonly types: number;
  readonly example: string;
  readonly why: string;
}

export interface ReportBuilder {
  readonly compiled: (key: string, type: string) => void;
  readonly byHand: (key: string, type: string, how: string) => void;
  readonly notCompiled: (key: string, type: string, why: string) => void;
  readonly binding: (valueSet: string, expansion: Expansion) => void;
  readonly finish: (resourceTypes: number) => ValidationReport;
}

export function reportBuilder(): ReportBuilder {
  let compiled = 0;
  const byHand = new Map<string, Entry>();
  const notCompiled = new Map<string, Entry>();
  const bindings = new Map<string, Expansion>();
  const count = (entries: Map<string, Entry>, key: string, type: string, why: string) => {
    const known = entries.get(key) ?? { key, types: 0, example: type, why };
    entries.set(key, { ...known, types: known.types + 1 });
  };
  return {
    compiled: () => void (compiled += 1),
    byHand: (key, type, how) => count(byHand, key, type, how),
    notCompiled: (key, type, why) => count(notCompiled, key, type, why),
    binding: (valueSet, expansion) => void bindings.set(valueSet, expansion),
    finish: (resourceTypes) => ({
      resourceTypes,
      constraints: {
        compiled,
        byHand: [...byHand.values()],
        notCompiled: [...notCompiled.values()],
      },
      bindings: bindingReport(bindings),
    }),
  };
}

function bindingReport(bindings: ReadonlyMap<string, Expansion>): ValidationReport['bindings'] {
  const all = [...bindings].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    listed: all.filter(([, one]) => one.kind === 'codes').length,
    byShape: all.filter(([, one]) => one.kind === 'shape').map(([valueSet]) => valueSet),
    unchecked: all.flatMap(([valueSet, one]) =>
      one.kind === 'unknown' ? [{ valueSet, why: one.why }] : [],
    ),
  };
}
