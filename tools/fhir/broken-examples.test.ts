/** Whatever valid example is broken in one place, the validator sees it: properties over all examples. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Issue, validateResource } from '../../packages/server/src/fhir/validate/index.ts';
import { sharedData } from '../shared-data.ts';
import { choiceKeys } from './compile-fhirpath.ts';
import { readStructures } from './read-definitions.ts';
import { typeModels } from './type-model.ts';
import type { TypeModel } from './type-model.ts';

type Node = Record<string, unknown>;
/** A place in an example: the object, and the model that describes it. */
interface Place {
  readonly node: Node;
  readonly type: TypeModel;
}

const folder = sharedData('fhir/hl7-r4-examples') ?? '';
let models: ReadonlyMap<string, TypeModel>;
let examples: readonly Node[] = [];

beforeAll(() => {
  models = typeModels(readStructures());
  if (folder === '') return;
  examples = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .filter((text) => text.length < 30_000)
    .map((text) => JSON.parse(text) as Node) // A resource of HL7's.
    .filter((one) => isAccepted(one));
});

const isAccepted = (resource: Node) =>
  validateResource(resource).every((issue) => issue.severity !== 'error');

const isAbout = (word: string) => (issue: Issue) => issue.diagnostics.includes(word);

/** Every object of a known type in the example. */
function placesIn(node: Node, type: TypeModel): Place[] {
  const inner = [...type.elements.values()].flatMap((element) => {
    const keys = element.isChoice ? choiceKeys(element) : [element.name];
    return keys.flatMap((key, index) => {
      const values = [node[key]]
        .flat()
        .filter((one): one is Node => typeof one === 'object' && one !== null);
      return values.flatMap((value) => {
        const name = element.types[index]?.model ?? '';
        const model = models.get(name === 'Resource' ? String(value['resourceType']) : name);
        return model === undefined ? [] : placesIn(value, model);
      });
    });
  });
  return [{ node, type }, ...inner];
}

/** Breaks a copy of one example at one place that can be broken so, and expects a refusal. */
function everyBreak(
  breakIt: (place: Place, pick: number) => boolean,
  names: (issue: Issue) => boolean = () => true,
): void {
  let broken = 0;
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (which, where, pick) => {
      const copy = structuredClone(examples[which % examples.length] ?? {});
      const model = models.get(String(copy['resourceType']));
      if (model === undefined) return;
      const places = placesIn(copy, model);
      const place = places[where % places.length];
      if (place === undefined || !breakIt(place, pick)) return;
      broken += 1;
      const errors = validateResource(copy).filter((issue) => issue.severity === 'error');
      expect(errors.some(names), place.type.name).toBe(true);
    }),
    { numRuns: 2_000, seed: 7 },
  );
  expect(broken).toBeGreaterThan(100);
}

test.runIf(folder === '')('SKIPPED: shared/data/fhir is not on this machine', () => {});

describe.skipIf(folder === '')('a valid example is refused (needs ../shared/data)', () => {
  test('without an element that is required', () => {
    everyBreak(({ node, type }, pick) => {
      const required = [...type.elements.values()].filter((element) => element.isRequired);
      const element = required[pick % required.length];
      if (element === undefined) return false;
      const keys = element.isChoice ? choiceKeys(element) : [element.name];
      for (const key of keys) {
        delete node[key];
        delete node[`_${key}`];
      }
      return true;
    }, isAbout('required'));
  });

  test('with a key misspelled', () => {
    everyBreak(({ node }, pick) => {
      const keys = Object.keys(node);
      const key = keys[pick % keys.length];
      if (key === undefined) return false;
      node[`${key}x`] = node[key];
      delete node[key];
      return true;
    });
  });

  test('with a choice made twice', () => {
    everyBreak(({ node, type }) => {
      const choices = [...type.elements.values()].filter((element) => element.isChoice);
      const made = choices.find((element) => choiceKeys(element).some((key) => key in node));
      const other = made === undefined ? undefined : choiceKeys(made).find((key) => !(key in node));
      if (other === undefined) return false;
      node[other] = { text: 'x' };
      return true;
    }, isAbout('choice'));
  });

  test('with a single element as an array, or a repeating one alone', () => {
    everyBreak(({ node, type }, pick) => {
      const present = [...type.elements.values()].filter((element) => element.name in node);
      const element = present[pick % present.length];
      if (element === undefined) return false;
      const value = node[element.name];
      node[element.name] = Array.isArray(value) ? value[0] : [value];
      return true;
    });
  });

  test('with something empty', () => {
    everyBreak(({ node }, pick) => {
      const keys = Object.keys(node);
      const key = keys[pick % keys.length];
      if (key === undefined) return false;
      node[key] = [null, '', [], {}][pick % 4];
      return true;
    });
  });
});
