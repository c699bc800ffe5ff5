/** Compiles FHIRPath to JavaScript that needs no engine: paths become property reads. */
import { call } from './compile-call.ts';
import {
  asList,
  asOne,
  bool,
  many,
  NotCompiled,
  one,
  quoted,
  tri,
  truth,
} from './compiled-code.ts';
import { typeCast, typeTest } from './compile-type-test.ts';
import type { Code, Scope } from './compiled-code.ts';
import type { Expression } from './parse-fhirpath.ts';
import type { ElementModel, TypeModel } from './type-model.ts';

export type Models = ReadonlyMap<string, TypeModel>;

/** @throws NotCompiled with the reason. */
export function compile(expression: Expression, scope: Scope, models: Models): Code {
  const inner = (part: Expression, within = scope) => compile(part, within, models);
  switch (expression.kind) {
    case 'literal':
      return one(quoted(expression.value));
    case 'nothing':
      return many('NOTHING');
    case 'variable':
      return variable(expression.name, scope);
    case 'member': {
      if (expression.of === undefined) return implicit(expression.name, scope, models);
      return member(inner(expression.of), expression.name, models);
    }
    case 'call': {
      const of = expression.of === undefined ? scope.self : inner(expression.of);
      return call(expression, of, {
        inner,
        scopeOf: (js, like) => scopeOf(js, like, scope, models),
      });
    }
    default:
      return binary(expression.operator, expression.left, expression.right, inner);
  }
}

function variable(name: string, scope: Scope): Code {
  if (name === '$this') return scope.self;
  if (name === '%ucum') return one(quoted('http://unitsofmeasure.org'));
  const found = scope.member(name);
  if (found === undefined) throw new NotCompiled(`${name} is not known`);
  return found;
}

function implicit(name: string, scope: Scope, models: Models): Code {
  const found = scope.member(name);
  return found ?? member(scope.self, name, models);
}

/** The element `name` of what `of` gives. */
export function member(of: Code, name: string, models: Models): Code {
  if (!('models' in of)) throw new NotCompiled('a member of a Boolean');
  const [first, ...others] = of.models;
  const element = others.length === 0 ? models.get(first ?? '')?.elements.get(name) : undefined;
  if (first === undefined || others.length > 0 || models.get(first) === undefined) {
    return many(`step(${asList(of)}, ${quoted(name)})`);
  }
  if (element === undefined) throw new NotCompiled(`${first} has no ${name}`);
  const types = element.types.map((type) => type.model);
  if (of.kind === 'many') {
    const js = element.isChoice
      ? `stepChoice(${of.js}, ${quoted(choiceKeys(element))})`
      : `step(${of.js}, ${quoted(name)})`;
    return many(js, types);
  }
  return memberOfOne(of.js, element, types);
}

function memberOfOne(of: string, element: ElementModel, models: readonly string[]): Code {
  const { name } = element;
  if (element.isChoice) return one(`choice(${of}, ${quoted(choiceKeys(element))})`, models);
  const isPrimitive = models.some((model) => /^[a-z]/.test(model) && !model.startsWith('system'));
  const also = isPrimitive ? ` || ${of}?._${name} !== undefined` : '';
  const exists = `${of}?.${name} !== undefined${also}`;
  if (!element.isArray) return { kind: 'one', js: `${of}?.${name}`, exists, models };
  return { kind: 'many', js: `listOf(${of}?.${name})`, exists, models };
}

export function choiceKeys(element: ElementModel): string[] {
  return element.types.map(({ code }) => element.name + code[0]?.toUpperCase() + code.slice(1));
}

/** Inside a criterion: names are members of the item. */
function scopeOf(js: string, like: Code, outer: Scope, models: Models): Scope {
  const self = one(js, 'models' in like ? like.models : []);
  return {
    self,
    member: (name) => (name.startsWith('%') ? outer.member(name) : member(self, name, models)),
  };
}

type Inner = (part: Expression) => Code;

function binary(operator: string, left: Expression, right: Expression, inner: Inner): Code {
  if (operator === 'is') return typeTest(inner(left), right);
  if (operator === 'as') return typeCast(inner(left), right);
  const a = inner(left);
  const b = inner(right);
  const bothBool = a.kind === 'bool' && b.kind === 'bool';
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies':
      return logic(operator, a, b);
    case 'xor':
      return bothBool ? bool(`(${a.js}) !== (${b.js})`) : tri(`xor(${truth(a)}, ${truth(b)})`);
    case '=':
      return bothBool ? bool(`(${a.js}) === (${b.js})`) : tri(equals(a, b));
    case '!=':
      return bothBool ? bool(`(${a.js}) !== (${b.js})`) : tri(`not(${equals(a, b)})`);
    case '|':
      return many(`union(${asList(a)}, ${asList(b)})`, 'models' in a ? a.models : []);
    case 'in':
      return tri(`isIn(${asOne(a)}, ${asList(b)})`);
    case 'contains':
      return tri(`isIn(${asOne(b)}, ${asList(a)})`);
    case '&':
      return one(`join(${asOne(a)}, ${asOne(b)})`);
    case '+':
      return one(`(${asOne(a)} + ${asOne(b)})`);
    case '<=':
    case '<':
    case '>=':
    case '>':
      return compared(operator, a, b);
    default:
      throw new NotCompiled(`the operator ${operator}`);
  }
}

const three = { and: 'and', or: 'or', implies: 'implies' } as const;

/** A side that is never nothing lets JavaScript's own operators do, and stop early. */
function logic(operator: 'and' | 'or' | 'implies', a: Code, b: Code): Code {
  const kind = a.kind === 'bool' && b.kind === 'bool' ? bool : tri;
  if (a.kind === 'bool') {
    const right = truth(b);
    if (operator === 'and') return kind(`((${a.js}) && (${right}))`);
    return kind(`(${operator === 'or' ? '' : '!'}(${a.js}) || (${right}))`);
  }
  if (b.kind === 'bool' && operator !== 'implies') return logic(operator, b, a);
  return tri(`${three[operator]}(${truth(a)}, ${truth(b)})`);
}

function equals(a: Code, b: Code): string {
  if (a.kind === 'many' || b.kind === 'many') return `sameLists(${asList(a)}, ${asList(b)})`;
  return `same(${a.js}, ${b.js})`;
}

const comparisons: Readonly<Record<string, string>> = {
  '<=': 'notAfter',
  '<': 'before',
  '>=': 'notBefore',
  '>': 'after',
};

function compared(operator: string, a: Code, b: Code): Code {
  // Counts compare as JavaScript's numbers do.
  if (/^size\(|^\(size\(/.test(a.js) && /^\d+$/.test(b.js))
    return bool(`(${a.js} ${operator} ${b.js})`);
  return tri(`${comparisons[operator]}(${asOne(a)}, ${asOne(b)})`);
}
