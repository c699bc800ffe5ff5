/** What the functions of one generated module share: sets of codes, of targets, and other types. */
import { quoted } from './compiled-code.ts';
import type { TypeModel } from './type-model.ts';
import type { Expansion } from './value-set-codes.ts';
import type { ReportBuilder } from './validation-report.ts';

export interface ModuleParts {
  readonly models: ReadonlyMap<string, TypeModel>;
  readonly report: ReportBuilder;
  /** The name of a set of codes, or undefined where the value set can't be told here. */
  readonly codes: (valueSet: string) => string | undefined;
  /** The name of a map from system to set of codes. */
  readonly concepts: (valueSet: string) => string | undefined;
  /** The name of a set of resource types, or undefined where every type will do. */
  readonly targets: (types: readonly string[]) => string | undefined;
  /** The name of a constant, which begins with `letter`. */
  readonly constant: (js: string, letter: string) => string;
  /** The name of the function that checks the type. */
  readonly functionOf: (model: string) => string;
  /** The constants' declarations, and datatypes that come from the module of datatypes. */
  readonly declarations: () => string[];
  readonly datatypes: () => string[];
}

export function moduleParts(
  home: string,
  models: ReadonlyMap<string, TypeModel>,
  expand: (valueSet: string) => Expansion,
  report: ReportBuilder,
): ModuleParts {
  const constants = new Map<string, string>();
  const datatypes = new Set<string>();
  const constant = (js: string, letter: string) => {
    const known = constants.get(js);
    if (known !== undefined) return known;
    const name = `${letter}${constants.size}`;
    constants.set(js, name);
    return name;
  };
  const expanded = (valueSet: string) => {
    const expansion = expand(valueSet);
    report.binding(valueSet, expansion);
    return expansion;
  };
  return {
    models,
    report,
    constant,
    codes(valueSet) {
      const expansion = expanded(valueSet);
      if (expansion.kind === 'unknown') return undefined;
      if (expansion.kind === 'shape')
        return constant(`shape(/${expansion.pattern.replaceAll('/', '\\/')}/)`, 'S');
      const codes = [...new Set([...expansion.systems.values()].flat())];
      return constant(`new Set(${quoted(codes)})`, 'S');
    },
    concepts(valueSet) {
      const expansion = expanded(valueSet);
      if (expansion.kind === 'unknown') return undefined;
      const pairs =
        expansion.kind === 'shape'
          ? `[[${quoted(expansion.system)}, shape(/${expansion.pattern.replaceAll('/', '\\/')}/)]]`
          : `[${[...expansion.systems].map(([system, codes]) => `[${quoted(system)}, new Set(${quoted(codes)})]`).join(', ')}]`;
      return constant(`new Map(${pairs})`, 'M');
    },
    targets: (types) =>
      types.length === 0 ? undefined : constant(`new Set(${quoted(types)})`, 'G'),
    functionOf(model) {
      const name = model.replaceAll('.', '_');
      if (home !== '' && models.get(model)?.home !== home) datatypes.add(name);
      return name;
    },
    declarations: () => [...constants].map(([js, name]) => `const ${name} = ${js};`),
    datatypes: () => [...datatypes],
  };
}
