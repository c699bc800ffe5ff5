import { elementOf, type Resource } from '../resource/index.ts';
import { localReference } from './local-reference.ts';
import { dateTest, numberTest, quantityTest } from './match-range.ts';
import { stringTest } from './match-string.ts';
import { codeTextTest, ofTypeTest, tokenTest } from './match-token.ts';
import { referenceTest, referenceUrlTest, uriTest } from './match-uri.ts';
import { contentTest, narrativeTest } from './match-whole-text.ts';
import { parameterOf, type EachValue, type Parameter } from './parameter-table.ts';
import type { Condition, Modifier, Search, SearchValue } from './search.ts';
import type { ValueTest } from './value-test.ts';

export interface MatchContext {
  /** What `ap` measures dates from. */
  readonly nowMs: number;
  /** What chains and `_has` may look at: the opened chart, of one person. Nothing if not given. */
  readonly chart?: readonly Resource[] | undefined;
  readonly baseUrl?: string | undefined;
}

type ResourceTest = (resource: Resource) => boolean;

/** Decides for each resource whether the search finds it. Made once for a search, it costs µs a resource. */
export function matcherOf(search: Search, context: MatchContext): ResourceTest {
  return matcherFor(search.type, search.conditions, context);
}

function matcherFor(
  type: string,
  conditions: readonly Condition[],
  context: MatchContext,
): ResourceTest {
  const tests = conditions.map((condition) => conditionTest(type, condition, context));
  return (resource) => resource.resourceType === type && tests.every((test) => test(resource));
}

function conditionTest(type: string, condition: Condition, context: MatchContext): ResourceTest {
  switch (condition.by) {
    case 'value':
      return valueCondition(type, condition, context);
    case 'chain':
      return chainTest(type, condition, context);
    case 'has':
      return hasTest(condition, context);
    default:
      return condition satisfies never;
  }
}

function valueCondition(
  type: string,
  { code, modifier, values }: Extract<Condition, { readonly by: 'value' }>,
  context: MatchContext,
): ResourceTest {
  if (code === '_text' || code === '_content') return anyText(code, values);
  const parameter = parameterOf(type, code);
  if (parameter === undefined) return () => false;
  const { each } = parameter;
  if (modifier === 'missing') {
    const wanted = values.map((value) => value.kind === 'missing' && value.missing);
    return (resource) => wanted.includes(!each(resource, isThere));
  }
  const tests = values.map((value) => testOf(value, modifier, { context, parameter }));
  const [first] = tests;
  const any: ValueTest =
    tests.length === 1 && first !== undefined
      ? first
      : (kind, value, systems) => tests.some((test) => test(kind, value, systems));
  return modifier === 'not'
    ? (resource) => !each(resource, any)
    : (resource) => each(resource, any);
}

function isThere(_type: string, value: unknown): boolean {
  return value !== null && value !== undefined;
}

function anyText(code: '_text' | '_content', values: readonly SearchValue[]): ResourceTest {
  const texts = values.flatMap((value) => (value.kind === 'text' ? [value.text] : []));
  return code === '_text' ? narrativeTest(texts) : contentTest(texts);
}

interface TestSetting {
  readonly context: MatchContext;
  readonly parameter: Pick<Parameter, 'components'>;
}

function testOf(
  value: SearchValue,
  modifier: Modifier | undefined,
  setting: TestSetting,
): ValueTest {
  switch (value.kind) {
    case 'token':
      return modifier === 'identifier' ? identifierTest(tokenTest(value)) : tokenTest(value);
    case 'of-type':
      return ofTypeTest(value);
    case 'text':
      return modifier === 'text' ? codeTextTest(value) : stringTest(value, modifier);
    case 'date':
      return dateTest(value, setting.context.nowMs);
    case 'number':
      return numberTest(value);
    case 'quantity':
      return quantityTest(value);
    case 'uri':
      return uriTest(value, modifier);
    case 'reference':
      return referenceTest(value, setting.context.baseUrl);
    case 'reference-url':
      return referenceUrlTest(value);
    case 'composite':
      return compositeTest(value.parts, setting);
    case 'missing':
      return () => false;
    default:
      return value satisfies never;
  }
}

function identifierTest(isIdentifier: ValueTest): ValueTest {
  return (_type, value) => isIdentifier('Identifier', elementOf(value)['identifier']);
}

/** All parts in one and the same element. */
function compositeTest(parts: readonly SearchValue[], setting: TestSetting): ValueTest {
  const tests = parts.map((part) => testOf(part, undefined, setting));
  const components: readonly { readonly each: EachValue }[] = setting.parameter.components;
  return (_type, element) =>
    components.every(({ each }, index) => each(element, tests[index] ?? (() => false)));
}

/** The chart's resources that fit are looked up once, on the first resource that asks. */
function chainTest(
  type: string,
  { code, targets }: Extract<Condition, { readonly by: 'chain' }>,
  context: MatchContext,
): ResourceTest {
  const each = parameterOf(type, code)?.each;
  let found: ReadonlySet<string> | undefined;
  const targetsFound = () => {
    const tests = targets.map((target) => matcherFor(target.type, [target.condition], context));
    const fitting = (context.chart ?? []).filter((one) => tests.some((test) => test(one)));
    return new Set(fitting.map((one) => `${one.resourceType}/${one.id ?? ''}`));
  };
  return (resource) => {
    const wanted = (found ??= targetsFound());
    return (
      wanted.size > 0 &&
      each?.(resource, (_type, value) =>
        wanted.has(localReference(value, context.baseUrl) ?? ''),
      ) === true
    );
  };
}

function hasTest(
  { type, reference, condition }: Extract<Condition, { readonly by: 'has' }>,
  context: MatchContext,
): ResourceTest {
  let found: ReadonlySet<string> | undefined;
  const referred = () => {
    const fits = matcherFor(type, [condition], context);
    const each = parameterOf(type, reference)?.each;
    const keys = new Set<string>();
    for (const one of (context.chart ?? []).filter(fits)) {
      each?.(one, (_type, value) => {
        keys.add(localReference(value, context.baseUrl) ?? '');
        return false;
      });
    }
    return keys;
  };
  return (resource) => (found ??= referred()).has(`${resource.resourceType}/${resource.id ?? ''}`);
}
