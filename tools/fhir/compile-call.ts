/** The functions of FHIRPath that constraints of R4 call. */
import {
  asList,
  asOne,
  bool,
  exists,
  many,
  negated,
  NotCompiled,
  one,
  tri,
  truth,
} from './compiled-code.ts';
import type { Code, Scope } from './compiled-code.ts';
import { typeTest } from './compile-type-test.ts';
import type { Expression } from './parse-fhirpath.ts';

type Call = Extract<Expression, { kind: 'call' }>;

interface Compiling {
  readonly inner: (part: Expression, scope?: Scope) => Code;
  readonly scopeOf: (js: string, like: Code) => Scope;
}

/** @throws NotCompiled for a function that needs what a validator has not, such as `resolve()`. */
export function call(expression: Call, of: Code, compiling: Compiling): Code {
  const { name, args } = expression;
  const plain = withoutArguments[name];
  if (plain !== undefined && args.length === 0) return plain(of);
  const [first, second, third] = args;
  if (first === undefined) throw new NotCompiled(`${name}()`);
  const argument = () => compiling.inner(first);
  switch (name) {
    case 'trace':
      return of;
    case 'exists':
      return bool(exists(criterion('filter', of, first, compiling)));
    case 'where':
      return criterion('filter', of, first, compiling);
    case 'all':
      return bool(criterion('every', of, first, compiling).js);
    case 'select':
      return select(of, first, compiling);
    case 'is':
      return typeTest(of, first);
    case 'iif': {
      const then = second === undefined ? undefined : compiling.inner(second);
      const otherwise = third === undefined ? 'undefined' : truth(compiling.inner(third));
      if (then === undefined) throw new NotCompiled('iif() without a result');
      return tri(`(${truth(argument())} === true ? ${truth(then)} : ${otherwise})`);
    }
    case 'combine':
      return many(`${asList(of)}.concat(${asList(argument())})`);
    case 'intersect':
      return many(`intersection(${asList(of)}, ${asList(argument())})`);
    case 'replaceMatches':
      return one(
        `replaceMatches(${asOne(of)}, ${argument().js}, ${replacement(second, compiling)})`,
      );
    case 'matches':
    case 'startsWith':
    case 'contains':
      return tri(`${name}(${asOne(of)}, ${asOne(argument())})`);
    default:
      throw new NotCompiled(`${name}() needs what a validator has not`);
  }
}

const withoutArguments: Readonly<Record<string, (of: Code) => Code>> = {
  exists: (of) => bool(exists(of)),
  empty: (of) => bool(`!${exists(of)}`),
  not: negated,
  count: (of) => one(of.kind === 'many' ? `size(${of.js})` : `size(${exists(of)} ? ONE : NOTHING)`),
  hasValue: (of) => bool(`(typeof ${asOne(of)} !== 'object' && ${asOne(of)} !== undefined)`),
  first: (of) => one(`${asList(of)}[0]`, 'models' in of ? of.models : []),
  tail: (of) => many(`${asList(of)}.slice(1)`, 'models' in of ? of.models : []),
  isDistinct: (of) => bool(`isDistinct(${asList(of)})`),
  allFalse: (of) => bool(`${asList(of)}.every(isFalse)`),
  children: (of) => many(`children(${asList(of)})`),
  descendants: (of) => many(`descendants(${asList(of)})`),
  toInteger: (of) => one(`toInteger(${asOne(of)})`),
  toString: (of: Code) => one(`toText(${asOne(of)})`),
};

let depth = 0;

function criterion(method: string, of: Code, part: Expression, compiling: Compiling): Code {
  const item = `t${depth++}`;
  const test = compiling.inner(part, compiling.scopeOf(item, of));
  depth -= 1;
  const js = test.kind === 'bool' ? test.js : `${truth(test)} === true`;
  return many(`${asList(of)}.${method}((${item}) => ${js})`, 'models' in of ? of.models : []);
}

function select(of: Code, part: Expression, compiling: Compiling): Code {
  const item = `t${depth++}`;
  const made = compiling.inner(part, compiling.scopeOf(item, of));
  depth -= 1;
  return many(
    `${asList(of)}.flatMap((${item}) => ${asList(made)})`,
    'models' in made ? made.models : [],
  );
}

function replacement(part: Expression | undefined, compiling: Compiling): string {
  if (part === undefined) throw new NotCompiled('replaceMatches() without a replacement');
  return compiling.inner(part).js;
}
