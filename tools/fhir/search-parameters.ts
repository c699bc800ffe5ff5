import type { GeneratedFile } from './generated-file.ts';
import { type ParameterDefinition, readSearchDefinitions } from './search-definitions.ts';
import type { SearchDefinitions } from './search-definitions.ts';
import { parseSearchExpression } from './search-expression.ts';
import { definedAt, extractorBody } from './search-extractor.ts';
import { summaryTables } from './search-summary.ts';

/**
 * The search parameters of R4 and US Core as JavaScript: for each type and code its kind and a
 * function that visits its values, so that no FHIRPath is read at run time. What can't be compiled
 * is listed in the output as `uncompiledParameters`, with the reason.
 */
export function generateSearchParameters(): GeneratedFile[] {
  const definitions = readSearchDefinitions();
  const output = new Output();
  for (const parameter of definitions.parameters) addParameter(definitions, parameter, output);
  return [
    {
      path: 'search-parameters.mjs',
      text: output.text() + summaryTables(definitions),
    },
    { path: 'search-parameters.d.mts', text: DECLARATIONS },
  ];
}

class Output {
  readonly #functions = new Map<string, string>();
  readonly #byType = new Map<string, Map<string, string>>();
  readonly #uncompiled: { parameter: string; reason: string }[] = [];

  /** Equal functions are written once: most types share `subject`, `identifier`, `code`. */
  functionOf(body: string): string {
    const name = this.#functions.get(body) ?? `e${this.#functions.size}`;
    this.#functions.set(body, name);
    return name;
  }

  add(type: string, code: string, text: string): void {
    const codes = this.#byType.get(type) ?? new Map<string, string>();
    codes.set(code, text);
    this.#byType.set(type, codes);
  }

  refuse(type: string, code: string, reason: string): void {
    this.#uncompiled.push({ parameter: `${type}.${code}`, reason });
  }

  text(): string {
    const functions = [...this.#functions].map(
      ([body, name]) => `const ${name}=(v,f)=>{${body}return false};`,
    );
    const types = [...this.#byType].map(([type, codes]) => {
      const entries = [...codes].map(([code, text]) => `${JSON.stringify(code)}:${text}`);
      return `${type}:{__proto__:null,${entries.join(',\n')}}`;
    });
    return [
      PREAMBLE,
      ...functions,
      `export const searchParameters={__proto__:null,${types.join(',\n')}};`,
      `export const uncompiledParameters=${JSON.stringify(this.#uncompiled)};\n`,
    ].join('\n');
  }
}

const PREAMBLE = `// Written by tools/fhir/search-parameters.ts from the R4 definitions.
const none=[];
const L=(v)=>Array.isArray(v)?v:none;
const R=(v,type)=>v?.type===type||(typeof v?.reference==='string'&&(v.reference.startsWith(type+'/')||v.reference.includes('/'+type+'/')));`;

function addParameter(
  definitions: SearchDefinitions,
  parameter: ParameterDefinition,
  output: Output,
): void {
  for (const type of parameter.base) {
    const refused = refusal(parameter);
    if (refused !== undefined) {
      output.refuse(type, parameter.code, refused);
      continue;
    }
    const each = bodyOf(definitions, type, parameter);
    const components = componentsOf(definitions, parameter, output);
    if (each === '' || components === undefined) {
      output.refuse(type, parameter.code, 'its expression is outside the subset that is compiled');
      continue;
    }
    output.add(type, parameter.code, entry(parameter, output.functionOf(each), components));
  }
}

function refusal(parameter: ParameterDefinition): string | undefined {
  if (parameter.type === 'special') return 'distance between places is not computed';
  if (parameter.code === '_query') return 'it names an operation, not a value';
  if (parameter.expression === undefined) return 'it reads the whole text and is written by hand';
  return undefined;
}

function entry(
  parameter: ParameterDefinition,
  each: string,
  components: readonly string[],
): string {
  const parts = [`kind:'${parameter.type}'`, `each:${each}`];
  if (parameter.target !== undefined) parts.push(`targets:${JSON.stringify(parameter.target)}`);
  if (components.length > 0) parts.push(`components:[${components.join(',')}]`);
  return `{${parts.join(',')}}`;
}

function bodyOf(
  definitions: SearchDefinitions,
  type: string,
  { expression = '' }: ParameterDefinition,
): string {
  const unlessFalse = UNLESS_FALSE.exec(expression);
  if (unlessFalse !== null) return aliveOrNot(String(unlessFalse[1]));
  const paths = parseSearchExpression(expression) ?? [];
  const types = new Set<string>(definitions.resourceTypes);
  const bodies = paths.map(([first, ...rest]) => {
    if (first?.step !== 'child') return '';
    const isRoot = first.name === type || first.name === 'Resource';
    if (!isRoot && types.has(first.name)) return '';
    return extractorBody(definitions, type, isRoot ? rest : [first, ...rest]);
  });
  return [...new Set(bodies)].join('');
}

/** `Patient.deceased.exists() and Patient.deceased != false`, the only expression that computes. */
const UNLESS_FALSE = /^Patient\.(\w+)\.exists\(\) and Patient\.\1 != false$/;

function aliveOrNot(element: string): string {
  const stem = `v?.${element}`;
  return `if(f('boolean',${stem}DateTime!==undefined||${stem}Boolean===true))return true;`;
}

function componentsOf(
  definitions: SearchDefinitions,
  parameter: ParameterDefinition,
  output: Output,
): readonly string[] | undefined {
  const parts = (parameter.component ?? []).map((component) => {
    const one = definitions.parameters.find(({ url }) => url === component.definition);
    const body = componentBody(definitions, parameter, component.expression);
    return one === undefined || body === ''
      ? undefined
      : `{kind:'${one.type}',each:${output.functionOf(body)}}`;
  });
  return parts.some((part) => part === undefined)
    ? undefined
    : parts.filter((part) => part !== undefined);
}

/** A component is read from each place of the composite's expression: `Observation.component`. */
function componentBody(
  definitions: SearchDefinitions,
  { expression = '' }: ParameterDefinition,
  component: string,
): string {
  const bodies = expression.split('|').flatMap((start) => {
    const paths = parseSearchExpression(component) ?? [];
    const root = definedAt(definitions, start.trim());
    return paths.map((steps) => extractorBody(definitions, root, steps));
  });
  return [...new Set(bodies)].join('');
}

const DECLARATIONS = `/** Visits values until \`visit\` says true; says whether it did. */
export type EachValue = (
  value: unknown,
  visit: (type: string, value: unknown, systems?: readonly string[]) => boolean,
) => boolean;

export type ParameterKind =
  | 'token' | 'date' | 'reference' | 'string' | 'quantity' | 'number' | 'uri' | 'composite';

export interface CompiledParameter {
  readonly kind: ParameterKind;
  readonly each: EachValue;
  readonly targets?: readonly string[];
  readonly components?: readonly { readonly kind: ParameterKind; readonly each: EachValue }[];
}

export declare const searchParameters: Readonly<
  Record<string, Readonly<Record<string, CompiledParameter>>>
>;
export declare const uncompiledParameters: readonly {
  readonly parameter: string;
  readonly reason: string;
}[];

/** A child that a summary keeps: whole (1), or only the children that its own table names. */
export declare const summaryChildren: Readonly<
  Record<string, Readonly<Record<string, 1 | string>>>
>;
/** Elements of a resource that are mandatory or modify its meaning, at its top level. */
export declare const mandatoryElements: Readonly<Record<string, readonly string[]>>;
export declare const modifierElements: Readonly<Record<string, readonly string[]>>;
/** \`Observation\` → \`value\` → \`valueQuantity\`, \`valueString\` … */
export declare const choiceElements: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;
`;
