/** What each import rule must catch, and what it must let through. */
import type { Files } from './miniature.ts';

export interface Plant {
  /** The one rule that must catch it. */
  readonly rule: string;
  /** The file that breaks the rule, from the root of the tree. */
  readonly file: string;
  readonly source: string;
  /** Other files that the violation needs. */
  readonly also?: Files;
}

const src = 'packages/server/src';
const imports = (specifier: string) =>
  `import { value } from '${specifier}';\nexport const a = value;\n`;
const importsType = (specifier: string) =>
  `import type { Shape } from '${specifier}';\nexport type A = Shape;\n`;

const valueOf = (specifier: string) =>
  `import { value as other } from '${specifier}';\nexport const value = () => other;\n`;

const packagePlants: readonly Plant[] = [
  {
    rule: 'every-import-resolves',
    file: `${src}/gate/plant-unresolved.ts`,
    source: imports('./absent.ts'),
  },
  {
    rule: 'packages-meet-at-their-entry',
    file: 'packages/client/src/plant-inside.ts',
    source: imports('../../contract/src/inside.ts'),
    also: { 'packages/contract/src/inside.ts': imports('./index.ts') },
  },
  {
    rule: 'crypto-stands-alone',
    file: 'packages/crypto/src/plant-library.ts',
    source: imports('zod'),
  },
  {
    rule: 'crypto-stands-alone',
    file: 'packages/crypto/src/plant-ours.ts',
    source: importsType('@wardkeep/contract'),
  },
  {
    rule: 'contract-is-zod-only',
    file: 'packages/contract/src/plant.ts',
    source: imports('node:fs'),
  },
  {
    rule: 'client-is-contract-only',
    file: 'packages/client/src/plant-library.ts',
    source: imports('fastify'),
  },
  {
    rule: 'client-is-contract-only',
    file: 'packages/client/src/plant-node.ts',
    source: imports('node:crypto'),
  },
  {
    rule: 'web-speaks-through-client',
    file: 'packages/web/src/app/plant.ts',
    source: importsType('@wardkeep/server'),
  },
  {
    rule: 'web-speaks-through-client',
    file: 'packages/web/src/app/plant-node.tsx',
    source: imports('node:crypto'),
  },
  {
    rule: 'cli-speaks-through-client',
    file: 'packages/cli/src/plant.ts',
    source: imports('@wardkeep/server'),
  },
  {
    rule: 'server-needs-no-client',
    file: `${src}/gate/plant-client.ts`,
    source: imports('@wardkeep/client'),
  },
  {
    rule: 'shipped-code-imports-no-tests',
    file: `${src}/http/plant-testing.ts`,
    source: imports('../testing/index.ts'),
  },
  {
    rule: 'shipped-code-needs-no-dev-dependency',
    file: `${src}/gate/plant-dev.ts`,
    source: imports('fast-check'),
  },
  {
    rule: 'shipped-code-needs-no-dev-dependency',
    file: 'packages/cli/src/plant-undeclared.ts',
    source: imports('zod'),
  },
];

/** Folder → what it must not import, each way planted by itself. */
const forbiddenLayers: Readonly<Record<string, readonly string[]>> = {
  gate: ['http', 'operations', 'blobs'],
  vault: ['gate', 'audit', 'outbox', 'http', 'operations'],
  audit: ['gate', 'outbox', 'http', 'operations'],
  outbox: ['gate', 'audit', 'http', 'config', 'blobs', 'operations'],
  db: ['gate', 'vault', 'audit', 'outbox', 'http', 'config', 'blobs', 'operations'],
  blobs: ['gate', 'vault', 'audit', 'outbox', 'http', 'config', 'operations'],
  config: ['gate', 'vault', 'audit', 'outbox', 'http', 'blobs', 'operations'],
  operations: ['http'],
};

const layerPlants: readonly Plant[] = [
  ...Object.entries(forbiddenLayers).flatMap(([folder, others]) =>
    others.map((other) => ({
      rule: `${folder}-knows-its-place`,
      file: `${src}/${folder}/plant-${other}.ts`,
      source: (folder === 'db' ? imports : importsType)(`../${other}/index.ts`),
    })),
  ),
  ...['gate', 'vault', 'audit', 'outbox', 'db', 'http', 'config', 'blobs', 'operations'].map(
    (folder) => ({
      rule: 'platform-knows-no-feature',
      file: `${src}/${folder}/plant-feature.ts`,
      source: importsType('../features/records/index.ts'),
    }),
  ),
  ...['vault', 'audit', 'outbox', 'blobs', 'operations'].map((other) => ({
    rule: 'http-reaches-data-through-gate',
    file: `${src}/http/plant-${other}.ts`,
    source: imports(`../${other}/index.ts`),
  })),
  ...['vault', 'audit', 'outbox'].map((other) => ({
    rule: 'features-reach-keys-and-log-through-gate',
    file: `${src}/features/records/plant-${other}.ts`,
    source: imports(`../../${other}/index.ts`),
  })),
  ...['http', 'operations', 'config'].map((other) => ({
    rule: 'features-know-no-transport',
    file: `${src}/features/records/plant-${other}.ts`,
    source: imports(`../../${other}/index.ts`),
  })),
  {
    rule: 'only-the-top-composes',
    file: `${src}/features/records/plant-app.ts`,
    source: imports('../../app.ts'),
  },
  {
    rule: 'only-the-top-composes',
    file: `${src}/gate/plant-main.ts`,
    source: importsType('../main.ts'),
  },
];

const featurePlants: readonly Plant[] = [
  {
    rule: 'features-meet-at-index',
    file: `${src}/features/sharing/plant.ts`,
    source: importsType('../records/create-record.ts'),
  },
  {
    rule: 'features-meet-at-index',
    file: 'packages/web/src/features/sharing/plant.tsx',
    source: imports('../records/list.tsx'),
    also: { 'packages/web/src/features/records/list.tsx': 'export const value = 1;\n' },
  },
  {
    rule: 'no-value-cycles',
    file: `${src}/vault/plant-cycle.ts`,
    source: valueOf('./plant-cycle-back.ts'),
    also: {
      [`${src}/vault/plant-cycle-back.ts`]: valueOf('./plant-cycle.ts'),
    },
  },
  {
    // The shorter way back carries types only, and must not hide the longer one.
    rule: 'no-value-cycles',
    file: `${src}/vault/plant-hidden-a.ts`,
    source: valueOf('./plant-hidden-b.ts'),
    also: {
      [`${src}/vault/plant-hidden-b.ts`]:
        importsType('./plant-hidden-a.ts') + valueOf('./plant-hidden-c.ts'),
      [`${src}/vault/plant-hidden-c.ts`]:
        importsType('./plant-hidden-b.ts') + valueOf('./plant-hidden-d.ts'),
      [`${src}/vault/plant-hidden-d.ts`]:
        importsType('./plant-hidden-c.ts') + valueOf('./plant-hidden-a.ts'),
    },
  },
  {
    rule: 'web-ui-knows-no-feature',
    file: 'packages/web/src/ui/plant.tsx',
    source: importsType('../features/records/index.ts'),
  },
];

const doorPlants: readonly Plant[] = [
  ...['gate', 'audit', 'operations', 'features/records'].map((folder) => ({
    rule: 'only-vault-calls-crypto',
    file: `${src}/${folder}/plant-crypto.ts`,
    source: imports('@wardkeep/crypto'),
  })),
  ...['gate', 'vault', 'operations', 'features/records'].map((folder) => ({
    rule: 'sql-only-in-stores',
    file: `${src}/${folder}/plant-queries.ts`,
    source: imports(folder.includes('/') ? '../../db/queries.ts' : '../db/queries.ts'),
  })),
  ...['kysely', 'pg'].map((library) => ({
    rule: 'sql-libraries-only-in-stores',
    file: `${src}/features/records/plant-${library}.ts`,
    source: importsType(library),
  })),
  ...['../../db/tx.ts', '../../blobs/index.ts', './record-store.ts', 'fastify'].map(
    (target, at) => ({
      rule: 'rules-do-no-io',
      file: `${src}/features/records/plant-${at}-rules.ts`,
      source: imports(target),
    }),
  ),
  ...['fs', 'net', 'http', 'child_process', 'fs/promises'].map((builtin) => ({
    rule: 'rules-use-no-builtins',
    file: `${src}/features/records/plant-${builtin.replace('/', '-')}-rules.ts`,
    source: imports(`node:${builtin}`),
  })),
  {
    rule: 'process-is-a-global',
    file: `${src}/http/plant-env.ts`,
    source: imports('node:process'),
  },
];

const fhirPlants: readonly Plant[] = [
  ...['gate', 'db', 'vault', 'features/records'].map((other) => ({
    rule: 'fhir-knows-only-fhir',
    file: `${src}/fhir/search/plant-${other.replace('/', '-')}.ts`,
    source: importsType(other === 'db' ? '../../db/tx.ts' : `../../${other}/index.ts`),
  })),
  ...['@wardkeep/contract', 'node:fs', 'node:child_process', 'node:fs/promises'].map(
    (specifier, at) => ({
      rule: 'fhir-knows-only-fhir',
      file: `${src}/fhir/search/plant-outside-${at}.ts`,
      source: imports(specifier),
    }),
  ),
  {
    rule: 'fhir-parts-meet-at-index',
    file: `${src}/fhir/search/plant-inside.ts`,
    source: importsType('../resource/resource.ts'),
  },
  ...['gate', 'features/records'].map((folder) => ({
    rule: 'fhir-parts-meet-at-index',
    file: `${src}/${folder}/plant-fhir.ts`,
    source: importsType(`${folder.includes('/') ? '../..' : '..'}/fhir/resource/resource.ts`),
  })),
  {
    rule: 'generated-only-for-fhir',
    file: `${src}/features/records/plant-generated.ts`,
    source: imports('../../../generated/fhir/made.mjs'),
  },
];

export const plants: readonly Plant[] = [
  ...packagePlants,
  ...layerPlants,
  ...fhirPlants,
  ...featurePlants,
  ...doorPlants,
];

/** Imports that the product needs. A rule that grows too wide shows here. */
export const allowed: Files = {
  'packages/crypto/src/fine.ts': imports('node:crypto'),
  'packages/contract/src/fine.ts': imports('zod'),
  'packages/client/src/fine.ts': imports('@wardkeep/contract') + importsType('zod'),
  'packages/web/src/fine.tsx': imports('@wardkeep/client'),
  'packages/web/src/features/sharing/fine.tsx': imports('../records/index.ts'),
  'packages/cli/src/fine.ts': imports('@wardkeep/contract'),
  [`${src}/start-fine.ts`]: imports('./app.ts'),
  [`${src}/fine.test.ts`]: imports('./db/queries.ts') + imports('@wardkeep/crypto'),
  [`${src}/vault/fine.ts`]: imports('@wardkeep/crypto'),
  [`${src}/vault/fine-store.ts`]: imports('../db/queries.ts'),
  [`${src}/vault/fine-type-cycle.ts`]: importsType('./fine-type-cycle-back.ts'),
  [`${src}/vault/fine-type-cycle-back.ts`]: imports('./fine-type-cycle.ts').replace('value', 'a'),
  [`${src}/audit/fine.ts`]: imports('../db/queries.ts') + importsType('@wardkeep/crypto'),
  [`${src}/db/fine.ts`]: importsType('../audit/index.ts') + importsType('@wardkeep/crypto'),
  [`${src}/gate/fine.ts`]: imports('../vault/index.ts') + importsType('@wardkeep/crypto'),
  [`${src}/gate/fine-mail.ts`]: imports('../outbox/index.ts'),
  [`${src}/outbox/fine.ts`]: imports('../vault/index.ts'),
  [`${src}/outbox/fine-store.ts`]: imports('../db/queries.ts'),
  [`${src}/fhir/search/fine.ts`]:
    imports('../resource/index.ts') +
    imports('../../../generated/fhir/made.mjs').replaceAll('value', 'made').replace(' a', ' b'),
  [`${src}/features/records/fine-fhir.ts`]: imports('../../fhir/resource/index.ts'),
  [`${src}/http/fine.ts`]: imports('../gate/index.ts') + importsType('../db/tx.ts'),
  [`${src}/operations/fine.ts`]: imports('../vault/index.ts'),
  [`${src}/features/sharing/fine.ts`]:
    imports('../records/index.ts') + imports('../../gate/index.ts'),
  [`${src}/features/records/fine-store.ts`]: imports('../../db/queries.ts') + imports('kysely'),
  [`${src}/features/records/fine-rules.ts`]:
    imports('node:crypto') + importsType('../../gate/index.ts'),
  [`${src}/features/records/fine.test.ts`]: imports('../../testing/index.ts'),
};
