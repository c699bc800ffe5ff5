/** Writes the function that checks one type: one pass over the keys that are there, then the constraints. */
import { choiceKeys } from './compile-fhirpath.ts';
import { quoted } from './compiled-code.ts';
import { emitConstraints } from './emit-constraints.ts';
import type { EmittedConstraints } from './emit-constraints.ts';
import type { ModuleParts } from './module-parts.ts';
import type { ElementModel, ElementType, TypeModel } from './type-model.ts';

/** Checks by the run-time part, by primitive type. */
const primitives = new Set(
  'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid systemString systemUri systemId'.split(
    ' ',
  ),
);

export const isPrimitive = (model: string): boolean => primitives.has(model);
export const functionName = (model: string): string => model.replaceAll('.', '_');

/** Keys that are seldom there are compared last. */
const rare = ['modifierExtension', 'implicitRules', 'language', 'contained'];

export function emitType(type: TypeModel, parts: ModuleParts): string {
  const constraints = emitConstraints(type, parts);
  const elements = [...type.elements.values()].sort((a, b) => rank(a) - rank(b));
  const cases = elements.flatMap((element) => emitElement(element, constraints, parts));
  const siblings = elements.flatMap((element) => emitSiblings(element, constraints));
  const name = functionName(type.name);
  const locals = [
    ...new Set(cases.concat(siblings, constraints.lines, required(elements)).flatMap(localsIn)),
  ];
  const declared = locals.length === 0 ? '' : `  let ${locals.join(', ')};\n`;
  const start = type.isResource
    ? `  const outer = RES;\n  RES = v;\n${declared}`
    : `${declared}  let n = 0;\n`;
  const count = type.isResource ? '' : '    n++;\n';
  const resourceType = type.isResource ? `      case 'resourceType': break;\n` : '';
  return `
function ${name}(v, d) {
  if (!isObject(v)) return notObject(v, d, ${quoted(type.name)});
  if (d > DEPTH) return tooDeep(d);
${start}  for (const k in v) {
    const x = v[k];
${count}    switch (k) {
${resourceType}${cases.join('')}${siblings.join('')}      default: unknown(d, k);
    }
  }
${type.isResource ? '' : `  if (n === 0) empty(d);\n`}${required(elements).join('')}${constraints.lines.join('')}${
    type.isResource ? '  RES = outer;\n' : ''
  }}
`;
}

function rank(element: ElementModel): number {
  if (element.name === 'id') return -1;
  return element.name === 'extension' ? 1 : rare.indexOf(element.name) + 1;
}

function localsIn(line: string): string[] {
  return line.match(/(?<![\w$?.])\$[A-Za-z_][A-Za-z0-9_]*\$?(?![\w$])/g) ?? [];
}

const isUsed = (name: string, constraints: EmittedConstraints, element: ElementModel) =>
  element.isRequired || constraints.used.has(name);

function emitElement(
  element: ElementModel,
  constraints: EmittedConstraints,
  parts: ModuleParts,
): string[] {
  const keys = element.isChoice ? choiceKeys(element) : [element.name];
  return keys.map((key, index) => {
    const type = element.types[index] ?? { code: 'any', model: 'any' };
    const keep = isUsed(element.name, constraints, element) ? `$${element.name} = x; ` : '';
    const only = element.isChoice ? emitChoice(element.name, key) : '';
    const check = element.isArray
      ? checkMany(element, type, parts)
      : checkOne(element, type, parts);
    const idCount = key === 'id' && type.model === 'systemString' ? 'n--; ' : '';
    const extra = constraints.onElements.get(element.name) ?? '';
    return `      case ${quoted(key)}: ${idCount}${keep}${only}${check}${extra} break;\n`;
  });
}

/** The property that was taken is remembered, for "at most one" and for `is`. */
function emitChoice(name: string, key: string): string {
  const taken = `$${name}$`;
  return `if (${taken} === undefined) ${taken} = ${quoted(key)}; else if (${taken} !== ${quoted(key)}) twice(d, ${quoted(name)}); `;
}

/** `_name`, which holds the id and extensions of a primitive. */
function emitSiblings(element: ElementModel, constraints: EmittedConstraints): string[] {
  const keys = element.isChoice ? choiceKeys(element) : [element.name];
  return keys.flatMap((key, index) => {
    const model = element.types[index]?.model ?? '';
    if (!isPrimitive(model) || model.startsWith('system')) return [];
    const keep = isUsed(element.name, constraints, element) ? `$_${element.name} = x; ` : '';
    const only = element.isChoice ? emitChoice(element.name, key) : '';
    const check = element.isArray ? 'siblings' : 'sibling';
    return [`      case ${quoted(`_${key}`)}: ${keep}${only}${check}(x, v.${key}, d, k); break;\n`];
  });
}

function required(elements: readonly ElementModel[]): string[] {
  return elements
    .filter((element) => element.isRequired)
    .map((element) => {
      const { name } = element;
      const mayBeSibling = element.types.some(
        ({ model }) => isPrimitive(model) && !model.startsWith('system'),
      );
      const also = mayBeSibling ? ` && $_${name} === undefined` : '';
      return `  if ($${name} === undefined${also}) missing(d, ${quoted(name)});\n`;
    });
}

function checkOne(element: ElementModel, type: ElementType, parts: ModuleParts): string {
  const { model } = type;
  if (model === 'xhtml') return 'narrative(x, d, k);';
  if (!isPrimitive(model))
    return `P[d] = k; ${checkObject('x', 'd + 1', element, { type, parts })}`;
  const set = codesOf(element, model, parts);
  if (set === undefined) return `if (!${model}(x)) wrong(x, d, k, ${quoted(model)});`;
  return `if (!${set}.has(x)) notInSet(x, d, k, ${quoted(element.binding)});`;
}

function checkMany(element: ElementModel, type: ElementType, parts: ModuleParts): string {
  const { model, code } = type;
  if (isPrimitive(model)) {
    const set = codesOf(element, model, parts);
    const bound = set === undefined ? '' : `, codes: ${set}, valueSet: ${quoted(element.binding)}`;
    const items = parts.constant(`{ test: ${model}, type: ${quoted(code)}${bound} }`, 'I');
    return `primitives(x, v._${element.name}, [d, k], ${items});`;
  }
  const each = checkObject('x[i]', 'd + 2', element, { type, parts });
  return `if (isList(x, d, k)) { P[d] = k; for (let i = 0; i < x.length; i++) { P[d + 1] = i; ${each} } }`;
}

function codesOf(element: ElementModel, model: string, parts: ModuleParts): string | undefined {
  const isBound = model === 'code' && element.binding !== undefined;
  return isBound ? parts.codes(element.binding ?? '') : undefined;
}

function checkObject(
  js: string,
  depth: string,
  element: ElementModel,
  { type, parts }: { readonly type: ElementType; readonly parts: ModuleParts },
): string {
  if (type.model === 'Resource') {
    return `${element.name === 'contained' ? 'contained' : 'resource'}(${js}, ${depth});`;
  }
  const check = `${parts.functionOf(type.model)}(${js}, ${depth});`;
  if (type.model === 'Reference') {
    const targets = parts.targets(element.targets);
    return `${check} target(${js}, ${depth}${targets === undefined ? '' : `, ${targets}`});`;
  }
  const isBound = type.model === 'CodeableConcept' && element.binding !== undefined;
  const systems = isBound ? parts.concepts(element.binding ?? '') : undefined;
  if (systems === undefined) return check;
  return `${check} boundConcept(${js}, ${depth}, ${systems}, ${quoted(element.binding)});`;
}
