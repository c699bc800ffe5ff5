/** One module for the datatypes, one for each resource type, and the report. */
import { emitType, functionName } from './emit-type.ts';
import type { GeneratedFile } from './generated-file.ts';
import { moduleParts } from './module-parts.ts';
import type { ModuleParts } from './module-parts.ts';
import { readStructures, readTerminology } from './read-definitions.ts';
import { typeModels } from './type-model.ts';
import type { TypeModel } from './type-model.ts';
import { reportBuilder } from './validation-report.ts';
import { expander } from './value-set-codes.ts';

export function generateValidators(): GeneratedFile[] {
  const models = typeModels(readStructures());
  const { valueSets, codeSystems } = readTerminology();
  const expand = expander(valueSets, codeSystems);
  const report = reportBuilder();
  const all = [...models.values()];
  const resources = all.filter((model) => model.isResource).map((model) => model.name);
  const homes = new Set(resources);
  const emit = (home: string, types: readonly TypeModel[]): GeneratedFile => {
    const parts = moduleParts(home, models, expand, report);
    return {
      path: `validate/${home === '' ? 'datatypes' : home}.mjs`,
      text: moduleText(home, types, parts),
    };
  };
  const datatypes = emit(
    '',
    all.filter((model) => !homes.has(model.home)),
  );
  const modules = resources.map((name) =>
    emit(
      name,
      all.filter((model) => model.home === name),
    ),
  );
  return [
    datatypes,
    ...modules,
    {
      path: 'resource-types.json',
      text: `${JSON.stringify(resources.toSorted(), undefined, 1)}\n`,
    },
    {
      path: 'validation-report.json',
      text: `${JSON.stringify(report.finish(resources.length), undefined, 2)}\n`,
    },
  ];
}

/** The run-time part comes in as a parameter, so that there is one of it however this is loaded. */
function moduleText(home: string, types: readonly TypeModel[], parts: ModuleParts): string {
  const functions = types.map((type) => emitType(type, parts));
  const body = `${parts.declarations().join('\n')}\n${functions.join('')}`;
  const datatypes = parts.datatypes();
  const uses = datatypes.length === 0 ? '' : `const { ${datatypes.join(', ')} } = datatypes;\n`;
  const result =
    home === '' ? `{ ${types.map((type) => functionName(type.name)).join(', ')} }` : home;
  return `// Made by tools/fhir/generate.ts from the definitions of FHIR R4. Do not edit.
export function create(runtime, datatypes) {
const { ${usedNames(body).join(', ')} } = runtime;
${uses}let RES;
${body}
return ${result};
}
`;
}

const runtimeNames =
  'P DEPTH NOTHING ONE isObject notObject tooDeep unknown missing twice empty invariant wrong notInSet primitives sibling siblings isList resource contained containedAreReferenced target narrative shape boundConcept base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid systemString systemUri systemId truth truthOfMany listOf single not and or implies xor same sameLists isIn join union step stepChoice choice size intersection isDistinct isFalse children descendants toInteger toText matches startsWith contains replaceMatches before after notBefore notAfter'.split(
    ' ',
  );

function usedNames(body: string): string[] {
  const words = new Set(body.match(/(?<![.\w$'"])[A-Za-z][A-Za-z0-9]*/g) ?? []);
  return runtimeNames.filter((name) => words.has(name));
}
