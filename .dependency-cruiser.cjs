/**
 * The import rules of ARCHITECTURE.md, as a program.
 *
 * Every rule has a comment that says why, and a planted violation in tools/architecture/ that must
 * be caught by exactly that rule (tools/architecture.test.ts). An arrow means "may import":
 *
 *   app → features → gate → { vault, audit, outbox, db }     http → gate     { audit, operations } → vault → crypto
 *   web, cli → client → contract     server → contract     features, gate → fhir → generated/fhir
 *
 * That features form no circle of folders is checked in tools/architecture/circles.ts: here, a test
 * that starts the whole server would make every feature part of one.
 *
 * Type-only imports vanish when the program runs. A rule with `value` lets them through; a rule
 * without it refuses them too, because a platform that knows a feature's types knows the feature.
 */
const server = '^packages/server/src/';
const folders = (...names) => `${server}(${names.join('|')})/`;
const platform = [
  'gate',
  'vault',
  'audit',
  'outbox',
  'db',
  'http',
  'config',
  'blobs',
  'operations',
];
/** Modules that reach outside of the process. */
const outside = '^(node:)?(fs|net|tls|dgram|http|http2|https|child_process|worker_threads)(/|$)';

/** Tests, and what only tests use. They may reach everything: they break rules to prove them. */
const testing = '\\.(test|test-d|bench)\\.tsx?$|^packages/[^/]+/(src/)?(testing|test)/';
const store = '-store\\.ts$';
/** What stands directly in src/ composes the folders: main.ts, app.ts and what starts them. */
const entry = `${server}[^/]+\\.ts$`;
const value = { dependencyTypesNot: ['type-only', 'type-import'] };

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** `folder` of the server may import nothing of these other folders: no type either, unless `kinds`. */
function layer(folder, forbidden, comment, kinds = {}) {
  const from = { path: folders(folder), pathNot: testing };
  return rule(`${folder}-knows-its-place`, comment, from, {
    path: folders(...forbidden),
    ...kinds,
  });
}

const packageRules = [
  rule(
    'every-import-resolves',
    'An import that does not resolve is invisible to every other rule here.',
    { path: '^packages/' },
    // Vite gives these their meaning.
    { couldNotResolve: true, pathNot: '^(virtual:|/)' },
  ),
  rule(
    'packages-meet-at-their-entry',
    'A package is what its exports say. A path into its sources binds to what it may change.',
    { path: '^packages/([^/]+)/' },
    {
      path: '^packages/[^/]+/src/',
      pathNot: [
        '^packages/$1/',
        '^packages/[^/]+/src/index\\.ts$',
        // One entry for each provider of the root key, so that its SDK is loaded when it is chosen.
        '^packages/crypto/src/providers/[^/]+\\.ts$',
        '^packages/server/src/testing/',
      ],
    },
  ),
  rule(
    'crypto-stands-alone',
    'crypto is published and audited alone: node: builtins, its own files, and optional peers that are loaded when chosen.',
    { path: '^packages/crypto/src/', pathNot: testing },
    { pathNot: '^packages/crypto/src/', dependencyTypesNot: ['core', 'npm-peer'] },
  ),
  rule(
    'contract-is-zod-only',
    'The contract is loaded by browsers, servers and the command line: zod, and nothing else.',
    { path: '^packages/contract/src/', pathNot: testing },
    { pathNot: ['^packages/contract/src/', 'node_modules/zod/'] },
  ),
  rule(
    'client-is-contract-only',
    'The client runs in a browser and in Node: the contract (and the zod types in its signatures), and the platform’s own fetch.',
    { path: '^packages/client/src/', pathNot: testing },
    { pathNot: ['^packages/(client|contract)/src/', 'node_modules/zod/'] },
  ),
  rule(
    'web-speaks-through-client',
    'The web app knows the server by its contract only, and runs where there is no node:.',
    { path: '^packages/web/src/', pathNot: testing },
    {
      path: [
        '^packages/(server|cli|crypto)/',
        '^(node:)?(fs|path|crypto|os|http|https|net|process)$',
      ],
    },
  ),
  rule(
    'cli-speaks-through-client',
    'The command line asks the running server, so that what it does is admitted and audited.',
    { path: '^packages/cli/(src|bin)/', pathNot: testing },
    { path: '^packages/(server|web|crypto)/' },
  ),
  rule(
    'server-needs-no-client',
    'The server is what the clients talk to; it shares only the contract with them.',
    { path: server, pathNot: testing },
    { path: '^packages/(client|web|cli)/' },
  ),
  rule(
    'shipped-code-imports-no-tests',
    'Test support opens doors that the product keeps shut.',
    { path: '^packages/', pathNot: testing },
    { path: testing },
  ),
  rule(
    'shipped-code-needs-no-dev-dependency',
    '`npm start` installs no dev dependency: what needs one fails on the first machine but ours.',
    { path: '^packages/[^/]+/(src|bin)/', pathNot: testing },
    // An optional peer is also a dev dependency here, for tests; its absence is an error with advice.
    {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
      dependencyTypesNot: ['npm-peer', 'type-only', 'type-import'],
    },
  ),
];

const layerRules = [
  rule(
    'only-the-top-composes',
    'app.ts is the table of contents and main.ts the start: a folder that imports them closes a circle.',
    { path: server, pathNot: [testing, entry] },
    { path: entry },
  ),
  rule(
    'platform-knows-no-feature',
    'The platform is what never varies. A feature is added, changed and removed without touching it.',
    { path: folders(...platform), pathNot: testing },
    { path: folders('features') },
  ),
  layer(
    'gate',
    ['http', 'operations', 'blobs'],
    'The gate stands on vault, audit, outbox and db, and does not know who calls it.',
  ),
  layer(
    'vault',
    ['gate', 'audit', 'outbox', 'http', 'operations'],
    'The vault unlocks and seals. Who may ask is decided above it.',
  ),
  layer(
    'audit',
    ['gate', 'outbox', 'http', 'operations'],
    'The audit log takes events from the gate; it never asks back.',
  ),
  layer(
    'outbox',
    ['gate', 'audit', 'http', 'config', 'blobs', 'operations'],
    'E-mail is queued through the gate and sent by operations: the outbox seals it, keeps it and talks to a mail server.',
  ),
  layer(
    'db',
    platform.filter((name) => name !== 'db'),
    'The database is the lowest layer: it runs rows, and knows others only by the shape of theirs.',
    value,
  ),
  layer(
    'blobs',
    platform.filter((name) => name !== 'blobs'),
    'A blob store keeps bytes under a name. It must not be able to see plaintext or rows.',
  ),
  layer(
    'config',
    platform.filter((name) => name !== 'config'),
    'Settings are parsed before anything else exists.',
  ),
  layer(
    'operations',
    ['http'],
    'Jobs run without a request: they start from the scheduler or an endpoint, never from http.',
  ),
  rule(
    'fhir-knows-only-fhir',
    'fhir/ says what FHIR says of a resource. It knows nobody’s chart, does no I/O, and can be read and tested alone.',
    { path: folders('fhir'), pathNot: testing },
    {
      path: ['^packages/', outside],
      pathNot: [folders('fhir'), '^packages/server/generated/fhir/'],
    },
  ),
  rule(
    'fhir-parts-meet-at-index',
    'What a part of fhir/ does not say in index.ts it may change without asking. Only index.ts is seen from outside.',
    { path: `${server}(?:fhir/([^/]+)/|(?!fhir/))`, pathNot: testing },
    {
      path: folders('fhir'),
      pathNot: ['^packages/server/src/fhir/$1/', '^packages/server/src/fhir/[^/]+/index\\.ts$'],
    },
  ),
  rule(
    'generated-only-for-fhir',
    'What is compiled from the definitions has the shape that fhir/ needs; everybody else asks fhir/.',
    { path: '^packages/', pathNot: [folders('fhir'), '^packages/server/generated/', testing] },
    { path: '^packages/server/generated/' },
  ),
  rule(
    'http-reaches-data-through-gate',
    'http turns a request into a caller and an error into a reply; data is behind the gate.',
    { path: folders('http'), pathNot: testing },
    { path: folders('vault', 'audit', 'outbox', 'db', 'blobs', 'operations'), ...value },
  ),
  rule(
    'features-reach-keys-and-log-through-gate',
    'No gate, no plaintext; no access without its event; no e-mail but with its commit. A feature gets all from its scope.',
    { path: folders('features'), pathNot: testing },
    { path: folders('vault', 'audit', 'outbox'), ...value },
  ),
  rule(
    'features-know-no-transport',
    'A feature declares routes; http serves them and operations runs jobs.',
    { path: folders('features'), pathNot: testing },
    { path: folders('http', 'operations', 'config'), ...value },
  ),
];

const featureRules = [
  rule(
    'features-meet-at-index',
    'What a feature does not say in index.ts it may change without asking.',
    { path: '^packages/(server|web)/src/features/([^/]+)/' },
    {
      path: '^packages/(server|web)/src/features/[^/]+/',
      pathNot: ['^packages/$1/src/features/$2/', '/features/[^/]+/index\\.tsx?$'],
    },
  ),
  rule(
    'no-value-cycles',
    'In a circle of values the order of loading decides what is undefined.',
    { path: '^packages/' },
    { circular: true, viaOnly: value },
  ),
  rule(
    'web-ui-knows-no-feature',
    'ui/ is the alphabet: it has no domain, so that every feature can use it.',
    { path: '^packages/web/src/ui/', pathNot: testing },
    { path: '^packages/web/src/(app|features)/', pathNot: '^packages/web/src/app/messages/' },
  ),
];

const doorRules = [
  rule(
    'only-vault-calls-crypto',
    'One place where plaintext becomes bytes. The types of sealed values may travel.',
    { path: server, pathNot: [folders('vault'), testing] },
    { path: '^packages/crypto/', ...value },
  ),
  rule(
    'sql-only-in-stores',
    'A Tx is opaque: queries(tx) opens it, and only a store, db and audit may hold that key.',
    { path: server, pathNot: [store, folders('db', 'audit'), testing] },
    { path: `${server}db/queries\\.ts$` },
  ),
  rule(
    'sql-libraries-only-in-stores',
    'One kind of file to review for queries.',
    { path: '^packages/', pathNot: [store, folders('db', 'audit'), testing] },
    { path: 'node_modules/(@types/)?(kysely|pg|pg-[^/]+)/' },
  ),
  rule(
    'rules-do-no-io',
    'A decision without I/O can be tested as a table, and reviewed without running anything.',
    { path: '-rules\\.tsx?$', pathNot: testing },
    {
      path: [
        folders('db', 'blobs', 'vault', 'http', 'operations', 'config'),
        store,
        'node_modules/(fastify|pg|kysely|pino|pg-boss|@fastify)/',
      ],
      ...value,
    },
  ),
  rule(
    'rules-use-no-builtins',
    'Files, sockets and processes are I/O. Hashing and formatting are not.',
    { path: '-rules\\.tsx?$', pathNot: testing },
    { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|buffer)$' },
  ),
  rule(
    'process-is-a-global',
    '`node:process` imported under another name would hide a read of the environment from the linter.',
    { path: '^packages/', pathNot: [folders('config'), '^packages/cli/', testing] },
    { path: '^(node:)?process$' },
  ),
];

module.exports = {
  forbidden: [...packageRules, ...layerRules, ...featureRules, ...doorRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|\\.css$|\\.svg$|\\.woff2?$' },
    // Reads the sources as TypeScript, so that imports which only carry types are seen and told apart.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
