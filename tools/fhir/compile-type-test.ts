/** `is` and `as`: a choice tells its type by its property's name, a resource by its resourceType. */
import { asOne, bool, NotCompiled, one, quoted } from './compiled-code.ts';
import type { Code } from './compiled-code.ts';
import type { Expression } from './parse-fhirpath.ts';

function typeName(right: Expression): string {
  if (right.kind === 'member' && right.of === undefined) return right.name;
  throw new NotCompiled('a type that is not a name');
}

export function typeTest(of: Code, right: Expression): Code {
  const type = typeName(right);
  if ('taken' in of && of.taken !== undefined) {
    const name = type[0]?.toUpperCase() + type.slice(1);
    return bool(`(${of.taken.js} === ${quoted(of.taken.name + name)})`);
  }
  if ('models' in of && of.models.includes('Resource')) {
    return bool(`(${asOne(of)}?.resourceType === ${quoted(type)})`);
  }
  throw new NotCompiled('a type test on what is no choice and no resource');
}

export function typeCast(of: Code, right: Expression): Code {
  const test = typeTest(of, right);
  return one(`(${test.js} ? ${asOne(of)} : undefined)`);
}
