import { splitUnescaped } from './escaping.ts';
import {
  isSearchableType,
  parameterOf,
  type Parameter,
  type ParameterKind,
} from './parameter-table.ts';
import { parseValue } from './parse-value.ts';
import type { Condition, Modifier } from './search.ts';
import { SearchError } from './search-error.ts';

/** Values that a comma separates, in one parameter. */
export const MAX_VALUES = 500;
/** Steps of chains and `_has` in one parameter. */
const MAX_STEPS = 3;
/** Types into which a chain may lead without saying which: more would multiply with each step. */
const MAX_TARGETS = 10;

export interface ConditionContext {
  readonly type: string;
  readonly baseUrl: string | undefined;
  /** The whole name as it was asked, for errors. */
  readonly asked: string;
  readonly steps: number;
}

/** @throws {@link SearchError} of any code. */
export function parseCondition(name: string, text: string, context: ConditionContext): Condition {
  if (context.steps > MAX_STEPS) throw refused('too_many', context, 'fewer steps, please');
  if (name.startsWith('_has:')) return has(name, text, context);
  const dot = name.indexOf('.');
  if (dot > 0) return chain(name.slice(0, dot), name.slice(dot + 1), text, context);
  const [code = '', suffix, ...more] = name.split(':');
  const parameter = conditionParameter(context.type, code);
  if (parameter === undefined) {
    throw refused('unknown_parameter', context, `${context.type} has no such search parameter`);
  }
  if (more.length > 0) throw refused('unknown_modifier', context, 'one modifier at most');
  return value(parameter, suffix, text, context);
}

/** `_text` and `_content` read everything and so are in no table. */
function conditionParameter(type: string, code: string): Parameter | undefined {
  if (code !== '_text' && code !== '_content') return parameterOf(type, code);
  return { code, kind: 'string', each: () => false, targets: [], components: [] };
}

function value(
  parameter: Parameter,
  suffix: string | undefined,
  text: string,
  context: ConditionContext,
): Condition {
  const { modifier, targetType } = suffixOf(parameter, suffix, context);
  const texts = splitUnescaped(text, ',');
  if (texts.length > MAX_VALUES) throw refused('too_many', context, `at most ${MAX_VALUES} values`);
  const form = { parameter, modifier, targetType, baseUrl: context.baseUrl };
  const values = texts.map((one) => {
    const parsed = parseValue(one, form);
    if (parsed === undefined) throw refused('bad_value', context, adviceFor(parameter, modifier));
    return parsed;
  });
  return {
    by: 'value',
    code: parameter.code,
    ...(modifier && { modifier }),
    ...(targetType && { targetType }),
    values,
  };
}

function suffixOf(
  { kind, code, targets }: Parameter,
  suffix: string | undefined,
  context: ConditionContext,
): { readonly modifier?: Modifier; readonly targetType?: string } {
  if (suffix === undefined) return {};
  const modifier = modifiersOf(kind, code).find((one) => one === suffix);
  if (modifier !== undefined) return { modifier };
  if (kind === 'reference' && isSearchableType(suffix) && allows(targets, suffix)) {
    return { targetType: suffix };
  }
  throw refused('unknown_modifier', context, `a ${kind} has no such modifier here`);
}

/** The modifiers that a kind of parameter takes; a reference also takes its targets' types. */
export function modifiersOf(kind: ParameterKind, code = ''): readonly Modifier[] {
  if (code === '_text' || code === '_content') return [];
  return MODIFIERS[kind];
}

const MODIFIERS: Readonly<Record<ParameterKind, readonly Modifier[]>> = {
  token: ['missing', 'text', 'not', 'of-type'],
  string: ['missing', 'exact', 'contains'],
  reference: ['missing', 'identifier'],
  uri: ['missing', 'above', 'below'],
  date: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
  composite: ['missing'],
};

function allows(targets: readonly string[], type: string): boolean {
  return targets.length === 0 || targets.includes(type) || targets.includes('Resource');
}

function chain(head: string, rest: string, text: string, context: ConditionContext): Condition {
  const [code = '', targetType, ...more] = head.split(':');
  const parameter = parameterOf(context.type, code);
  if (parameter?.kind !== 'reference' || more.length > 0) {
    throw refused('unknown_parameter', context, `${context.type} has no such reference`);
  }
  const types = targetType === undefined ? parameter.targets : [targetType];
  if (
    targetType !== undefined &&
    !(isSearchableType(targetType) && allows(parameter.targets, targetType))
  ) {
    throw refused('unknown_modifier', context, 'the reference leads to no such type');
  }
  if (types.length > MAX_TARGETS || types.length === 0) {
    throw refused('too_many', context, 'say the type: reference:Type.parameter');
  }
  const targets = types.flatMap((type) => {
    const [next = ''] = rest.split(/[.:]/, 1);
    if (targetType === undefined && next !== '_has' && !knows(type, next)) return [];
    const steps = context.steps + 1;
    return { type, condition: parseCondition(rest, text, { ...context, type, steps }) };
  });
  if (targets.length === 0) {
    throw refused('unknown_parameter', context, 'no target of the reference has it');
  }
  return { by: 'chain', code, ...(targetType && { targetType }), targets, rest, text };
}

function knows(type: string, code: string): boolean {
  return conditionParameter(type, code) !== undefined;
}

/** `_has:Observation:patient:code`, where the last part may itself be a chain or a `_has`. */
function has(name: string, text: string, context: ConditionContext): Condition {
  const [, type = '', reference = '', ...rest] = name.split(':');
  const parameter = isSearchableType(type) ? parameterOf(type, reference) : undefined;
  if (parameter?.kind !== 'reference' || !allows(parameter.targets, context.type)) {
    throw refused('unknown_parameter', context, `no such reference leads to ${context.type}`);
  }
  const steps = context.steps + 1;
  const condition = parseCondition(rest.join(':'), text, { ...context, type, steps });
  return { by: 'has', type, reference, condition };
}

function adviceFor({ kind }: Parameter, modifier: Modifier | undefined): string {
  return modifier === undefined
    ? `its value is no ${kind}`
    : `its value does not fit the modifier ${modifier}`;
}

function refused(code: SearchError['code'], { asked }: ConditionContext, advice: string) {
  return new SearchError(code, asked, advice);
}
