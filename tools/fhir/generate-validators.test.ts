import { beforeAll, describe, expect, test } from 'vitest';
import { readStructures } from './read-definitions.ts';
import { parseFhirpath } from './parse-fhirpath.ts';
import { generateValidators } from './generate-validators.ts';
import type { GeneratedFile } from './generated-file.ts';
import { typeModels } from './type-model.ts';
import type { ValidationReport } from './validation-report.ts';

let files: readonly GeneratedFile[] = [];
let report: ValidationReport;
beforeAll(() => {
  files = generateValidators();
  const text = files.find((file) => file.path === 'validation-report.json')?.text ?? '';
  report = JSON.parse(text) as ValidationReport; // As the generator wrote it.
});

test('what of R4 is compiled, and what is not, changes only with this list', () => {
  expect(report.resourceTypes).toBe(146);
  expect(report.constraints.compiled).toBe(663);
  expect(report.constraints.byHand.map((one) => one.key)).toEqual([
    'txt-1',
    'txt-2',
    'ref-1',
    'dom-3',
  ]);
  expect(report.constraints.notCompiled.map((one) => `${one.key}: ${one.why}`).toSorted()).toEqual([
    'cid-0: ChargeItemDefinition has no name',
    'ctm-1: resolve()',
    'dom-6: advice to have a narrative: it would be said of nearly every resource',
    'ig-1: it takes time by the square, and no chart holds the type',
    'ig-2: it takes time by the square, and no chart holds the type',
    'sqty-1: SimpleQuantity has no comparator',
  ]);
  expect(report.bindings.listed).toBe(221);
  expect(report.bindings.byShape).toHaveLength(3);
  expect(report.bindings.unchecked.map((one) => one.valueSet)).toEqual([
    'http://hl7.org/fhir/ValueSet/characteristic-combination',
    'http://loinc.org/vs/LL379-9',
  ]);
});

test('no constraint of the definitions is lost on the way', () => {
  const told = new Set(
    [...report.constraints.byHand, ...report.constraints.notCompiled].map((one) => one.key),
  );
  const code = files.map((file) => file.text).join('\n');
  const models = [...typeModels(readStructures()).values()].map((model) => model.home);
  const homes = new Set(models);
  const lost = readStructures()
    .filter((one) => homes.has(one.name))
    .flatMap((one) => one.snapshot.element)
    .flatMap((element) => element.constraint ?? [])
    .filter(({ key }) => key !== 'ele-1' && !told.has(key) && !code.includes(`"${key}: `));
  expect(lost.map((one) => one.key)).toEqual([]);
});

test('generating twice gives the same files', () => {
  expect(generateValidators()).toEqual(files);
});

describe('FHIRPath is parsed by its precedence', () => {
  const text = (expression: ReturnType<typeof parseFhirpath>): string => {
    switch (expression.kind) {
      case 'literal':
        return JSON.stringify(expression.value);
      case 'nothing':
        return '{}';
      case 'variable':
        return expression.name;
      case 'binary':
        return `(${text(expression.left)} ${expression.operator} ${text(expression.right)})`;
      default: {
        const of = expression.of === undefined ? '' : `${text(expression.of)}.`;
        const args = expression.kind === 'call' ? `(${expression.args.map(text).join(', ')})` : '';
        return of + expression.name + args;
      }
    }
  };
  test.for([
    ['a or b and c', '(a or (b and c))'],
    ['a implies b or c', '(a implies (b or c))'],
    ['a = b.c | d', '(a = (b.c | d))'],
    ['a.where(b = 1).exists().not()', 'a.where((b = 1)).exists().not()'],
    ["$this in ('x' | 'it\\'s')", '($this in ("x" | "it\'s"))'],
    ['a is Quantity or %ucum <= 2.5', '((a is Quantity) or (%ucum <= 2.5))'],
    ['text.`div`', 'text.div'],
    ['iif(empty(), true, {})', 'iif(empty(), true, {})'],
  ] as const)('%s', ([expression, wanted]) => {
    expect(text(parseFhirpath(expression))).toBe(wanted);
  });

  test.for(['a.', '(a', 'a b', 'a # b', 'f(a', ''])('%j is refused', (expression) => {
    expect(() => parseFhirpath(expression)).toThrow(/FHIRPath/);
  });
});
