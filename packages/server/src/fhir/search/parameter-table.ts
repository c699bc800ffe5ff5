import {
  mandatoryElements,
  searchParameters,
  type CompiledParameter,
  type EachValue,
  type ParameterKind,
} from '../../../generated/fhir/search-parameters.mjs';

export type { EachValue, ParameterKind };

export interface Parameter {
  readonly code: string;
  readonly kind: ParameterKind;
  readonly each: EachValue;
  /** The types to which a reference may lead; empty for any. */
  readonly targets: readonly string[];
  readonly components: readonly { readonly kind: ParameterKind; readonly each: EachValue }[];
}

export function parameterOf(type: string, code: string): Parameter | undefined {
  const found: CompiledParameter | undefined =
    searchParameters[type]?.[code] ??
    (code.startsWith('_') ? searchParameters['Resource']?.[code] : undefined);
  return found && { targets: [], components: [], ...found, code };
}

export function isSearchableType(type: string): boolean {
  return Object.hasOwn(mandatoryElements, type);
}

/** What a capability statement lists: codes and kinds of a type, those of every type included. */
export function parametersOf(type: string): readonly { code: string; kind: ParameterKind }[] {
  const codes = { ...searchParameters['Resource'], ...searchParameters[type] };
  return Object.entries(codes).map(([code, { kind }]) => ({ code, kind }));
}

export function referenceParametersOf(type: string): readonly Parameter[] {
  return parametersOf(type)
    .filter(({ kind }) => kind === 'reference')
    .flatMap(({ code }) => parameterOf(type, code) ?? []);
}
