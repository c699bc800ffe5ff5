/**
 * Why this exists: an import rule that reads nothing, or has rotted, passes silently. So the rules
 * run here against the real tree, with a floor for what must have been read, and against a tree
 * with one violation planted for each rule.
 */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { featureCircles } from './architecture/circles.ts';
import { cruise, type Cruise } from './architecture/cruise.ts';
import { makeMiniature, type Miniature } from './architecture/miniature.ts';
import { unexplainedAssertions } from './architecture/assertions.ts';
import { allowed, plants, type Plant } from './architecture/plants.ts';
import { assertionsWithoutReason, sourceFiles } from './architecture/sources.ts';

const repository = path.resolve(import.meta.dirname, '..');

describe('the real tree', () => {
  let real: Cruise;
  let onDisk: string[];
  beforeAll(async () => {
    onDisk = sourceFiles(repository);
    real = await cruise(repository);
  });

  test('breaks no import rule', () => {
    expect(real.violations).toEqual([]);
  });

  test('has no features that need each other', () => {
    expect(featureCircles(real.imports)).toEqual([]);
  });

  test('gives a reason for every type assertion', () => {
    expect(assertionsWithoutReason(repository)).toEqual([]);
  });

  test('was read whole: every source file is among the modules', () => {
    expect(onDisk.length).toBeGreaterThan(20);
    expect(onDisk.filter((file) => !real.modulesRead.includes(file))).toEqual([]);
  });
});

describe('planted violations', () => {
  let miniature: Miniature;
  let planted: Cruise;
  beforeAll(async () => {
    miniature = makeMiniature({ ...allowed, ...plantedFiles() });
    planted = await cruise(miniature.root);
  });
  afterAll(() => miniature.remove());

  test('stand for every rule', () => {
    const covered = new Set(plants.map((plant) => plant.rule));
    expect(planted.ruleNames.filter((name) => !covered.has(name))).toEqual([]);
    expect(planted.ruleNames.length).toBeGreaterThan(20);
  });

  test.for(plants.map((plant) => [plant.rule, plant.file, plant] as const))(
    '%s catches %s, and no other rule does',
    ([rule, , plant]) => {
      expect(rulesThatCaught(plant)).toEqual([rule]);
    },
  );

  test.for(Object.keys(allowed))('%s is let through', (file) => {
    expect(planted.modulesRead).toContain(file);
    expect(planted.violations.filter((violation) => violation.from === file)).toEqual([]);
  });

  function rulesThatCaught(plant: Plant): string[] {
    const files = [plant.file, ...Object.keys(plant.also ?? {})];
    const caught = planted.violations.filter((violation) => files.includes(violation.from));
    return [...new Set(caught.map((violation) => violation.rule))];
  }
});

describe('type assertions', () => {
  test.for([
    'export const a = JSON.parse(text) as Shape;',
    'const b = 1; // a number\nconst a = f() as Shape;',
    "const a = g('// no comment') as Shape;",
    'const a = call(\n  one,\n  two as Shape,\n);',
  ])('without a reason are found: %j', (source) => {
    expect(unexplainedAssertions('a.ts', source)).toHaveLength(1);
  });

  test.for([
    'const a = f() as Shape; // checked on the line before',
    '// The pool made it.\nconst a = f() as Shape;',
    '// The pool made it.\nconst a = call(\n  one,\n  two as Shape,\n);',
    'const a = [1] as const;',
    'const a = f() as unknown;',
    "import { a as b } from './a.ts';",
  ])('with a reason, or without need of one, are let through: %j', (source) => {
    expect(unexplainedAssertions('a.ts', source)).toEqual([]);
  });
});

describe('features that need each other', () => {
  const feature = (name: string) => `packages/server/src/features/${name}`;
  const toSharing = {
    from: `${feature('records')}/share.ts`,
    to: `${feature('sharing')}/index.ts`,
  };
  const toConsent = {
    from: `${feature('sharing')}/offer.ts`,
    to: `${feature('consent')}/index.ts`,
  };
  const toRecords = {
    from: `${feature('consent')}/check.ts`,
    to: `${feature('records')}/index.ts`,
  };

  test('are found through different files, and through a third', () => {
    const circle = [feature('consent'), feature('records'), feature('sharing')];
    expect(featureCircles([toSharing, toConsent, toRecords])).toEqual(circle);
  });

  test('are not features in a row, nor what a test brings together', () => {
    const fromTest = { ...toRecords, from: `${feature('consent')}/check.test.ts` };
    expect(featureCircles([toSharing, toConsent, fromTest])).toEqual([]);
  });
});

function plantedFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const plant of plants) {
    if (files[plant.file] !== undefined) throw new Error(`${plant.file} is planted twice`);
    Object.assign(files, { [plant.file]: plant.source }, plant.also);
  }
  return files;
}
