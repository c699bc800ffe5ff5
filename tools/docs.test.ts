/**
 * Holds the documents to what there is: links, commands, paths, words and settings that they name. A document that was
 * true once is worse than none, and nobody rereads all of them for each change.
 *
 * Each check is a function from pages to findings, so that a planted mistake can show that it bites.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { makeProgram } from '../packages/cli/src/program.ts';
import { surroundingsOf } from '../packages/cli/src/surroundings.ts';
import { SETTINGS } from '../packages/server/src/config/settings.ts';
import { planImport } from '../packages/server/src/features/imports/plan-rules.ts';
import { readBundle } from '../packages/server/src/features/imports/sent-rules.ts';

const repository = path.resolve(import.meta.dirname, '..');

/** Text by path from the repository's root, for example `docs/settings.md`. */
type Pages = ReadonlyMap<string, string>;

const made = new Set(['.git', 'node_modules', 'dist', 'data', 'test-results', 'playwright-report']);
const files = listFiles('');
const folders = new Set(files.flatMap(parentsOf));
const pages = readAll(files.filter((file) => file.endsWith('.md')));
const code = [...readAll(files.filter(isCode)).values()].join('\n');
const scripts = Object.keys(scriptsOf(read('package.json')));
const commands = commandLine();

describe('the documents', () => {
  test('are found: there are some in each place', () => {
    const places = ['README.md', 'docs/glossary.md', 'docs/formats/value.md'];
    expect([...pages.keys()]).toEqual(expect.arrayContaining(places));
    expect(pages.size).toBeGreaterThan(20);
  });

  test('link to pages, headings and pictures that exist', () => {
    expect(brokenLinks(pages)).toEqual([]);
  });

  test('name commands and options that exist', () => {
    expect(unknownCommands(pages)).toEqual([]);
  });

  test('name files and folders that exist', () => {
    expect(missingPaths(pages)).toEqual([]);
  });

  test('are reached from the index, every page under docs', () => {
    expect(orphans(pages)).toEqual([]);
  });

  test('use words of the glossary that the code uses', () => {
    expect(unknownWords(page('docs/glossary.md'))).toEqual([]);
  });

  test('list each setting with the meaning and default that it has', () => {
    expect(wrongSettings(page('docs/settings.md'))).toEqual([]);
  });

  test('hold no note of what is still to do, no filler and no praise', () => {
    expect(forbiddenWords(pages)).toEqual([]);
  });

  test('give a file to import that can be imported', () => {
    const [json = ''] = /(?<=```json\n).*?(?=```)/s.exec(page('README.md')) ?? [];
    const read = readBundle(JSON.parse(json));
    expect(read).toMatchObject({ kind: 'entries', faults: [] });
    if (read.kind !== 'entries') return;
    const ids = {
      patientId: 'p',
      own: new Map<string, { readonly type: string }>(),
      forEntry: (type: string) => type,
    };
    const { entries, faults } = planImport(read.entries, ids);
    expect(faults).toEqual([]);
    for (const { dangling, outside } of entries) expect([dangling, outside]).toEqual([[], []]);
  });
});

describe('a planted mistake is found', () => {
  const plant = (text: string, name = 'docs/plant.md'): Pages => new Map([[name, text]]);

  test.each([
    ['[x](absent.md)', 'docs/plant.md: absent.md'],
    ['![x](../packages/absent.png)', 'docs/plant.md: ../packages/absent.png'],
    ['[x](#nowhere)', 'docs/plant.md: #nowhere'],
    ['# Here\n\n[x](plant.md#there)', 'docs/plant.md: plant.md#there'],
    ['[x](../../elsewhere.md)', 'docs/plant.md: ../../elsewhere.md'],
  ])('link %s', (text, finding) => {
    expect(brokenLinks(plant(text))).toEqual([finding]);
  });

  test('but a good link, one to the network and one in an example are not', () => {
    const good = '# Über A & B\n\n[x](#über-a--b) [x](../tools) [x](https://x.test/y.md)';
    expect(brokenLinks(plant(`${good}\n\n\`\`\`\n[x](no.md)\n\`\`\`\n`))).toEqual([]);
  });

  test.each([
    ['`npm run absent`', 'npm run absent'],
    ['```sh\nnpx wardkeep absent\n```', 'npx wardkeep absent'],
    ['`npx wardkeep status --absent`', 'npx wardkeep status --absent'],
    ['`npx wardkeep keys absent`', 'npx wardkeep keys absent'],
    ['`npx wardkeep keys recovery test --absent`', 'npx wardkeep keys recovery test --absent'],
  ])('command %s', (text, finding) => {
    expect(unknownCommands(plant(text))).toEqual([`docs/plant.md: ${finding}`]);
  });

  test('but commands that exist, and the bare name, are not', () => {
    const good =
      '`npm run check` `npm test` `npx wardkeep` `npx wardkeep scan d --control # x` `npx wardkeep keys recovery use --json`';
    expect(unknownCommands(plant(good))).toEqual([]);
  });

  test.each(['packages/server/src/absent.ts', 'tools/absent', 'gate/absent.ts', 'absent/x.sql'])(
    'path %s',
    (where) => {
      expect(missingPaths(plant(`\`${where}\``))).toEqual([`docs/plant.md: ${where}`]);
      expect(missingPaths(plant(`\`node ${where} --all\``))).toEqual([`docs/plant.md: ${where}`]);
    },
  );

  test('but a path below the server, a media type and a place on a disk are not', () => {
    expect(missingPaths(plant('`gate/scope.ts` `image/png` `<data dir>/a.json` `/x.ts`'))).toEqual(
      [],
    );
  });

  test('page that the index does not name', () => {
    const index = '[a](a.md)';
    const planted = new Map([
      ['docs/README.md', index],
      ['docs/a.md', ''],
      ['docs/b/c.md', ''],
    ]);
    expect(orphans(planted)).toEqual(['docs/b/c.md']);
  });

  test('word that the code does not have', () => {
    const absent = ['noSuch', 'Identifier'].join('');
    expect(unknownWords(`| gate | \`Gate\`, \`${absent}\` |`)).toEqual([absent]);
  });

  test('setting that is missing, made up, or described otherwise', () => {
    const good = Object.entries(SETTINGS).map(
      ([name, { meaning, default: value }]) => `| \`${name}\` | ${meaning} | ${value} |`,
    );
    expect(wrongSettings(good.join('\n'))).toEqual([]);
    const [port = '', host = '', ...rest] = good;
    const bad = [host.replace('localhost', '0.0.0.0'), '| `WARDKEEP_MADE_UP` | x | y |', ...rest];
    expect(wrongSettings(bad.join('\n'))).toEqual([
      'WARDKEEP_PORT',
      'WARDKEEP_HOST',
      'WARDKEEP_MADE_UP',
    ]);
    expect(wrongSettings([port.replace('8480', '`8481`'), host, ...rest].join('\n'))).toEqual([
      'WARDKEEP_PORT',
    ]);
  });

  test.each(['Todo: more', 'lorem ipsum', 'a seamless start', '../shared/x'])(
    'words %s',
    (text) => {
      expect(forbiddenWords(plant(text))).toHaveLength(1);
    },
  );
});

/** Links to what is not there, outside of examples; an anchor must be a heading of its page. */
function brokenLinks(where: Pages): string[] {
  return each(where, (name, text) => {
    const targets = [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
    return targets.filter((to) => !/^[a-z]+:/.test(to) && !leadsSomewhere(where, name, to));
  });
}

function leadsSomewhere(where: Pages, from: string, to: string): boolean {
  const [file = '', anchor] = decodeURIComponent(to).split('#');
  const target = file === '' ? from : path.posix.join(path.posix.dirname(from), file);
  if (!where.has(target) && !exists(target)) return false;
  if (anchor === undefined) return true;
  return headingsOf(where.get(target) ?? pages.get(target) ?? '').has(anchor);
}

/** As GitHub makes anchors of headings: lower case, no punctuation, blanks as dashes. */
function headingsOf(text: string): Set<string> {
  const headings = [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, words = '']) => words,
  );
  return new Set(
    headings.map((words) =>
      words
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function unknownCommands(where: Pages): string[] {
  return each(where, (_name, text) => [...unknownScripts(text), ...unknownWardkeep(text)]);
}

function unknownScripts(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)]
    .filter(([, run, own = '']) => !scripts.includes(run ?? own))
    .map(([whole]) => whole);
}

function unknownWardkeep(text: string): string[] {
  return [...text.matchAll(/npx wardkeep ([a-z][\w-]*(?: [a-z][\w-]*)*)([^`\n#]*)/g)].flatMap(
    ([, said = '', rest = '']) => {
      const name = longestCommand(said.split(' '));
      const options = commands.get(name);
      if (options === undefined) return [`npx wardkeep ${said}`];
      const used = rest.match(/--[a-z][\w-]*/g) ?? [];
      return used
        .filter((flag) => !options.has(flag))
        .map((flag) => `npx wardkeep ${name} ${flag}`);
    },
  );
}

/** `keys recovery test` of `keys recovery test file`; of a noun that has verbs, the verb must be one of them. */
function longestCommand(words: readonly string[]): string {
  const names = words.map((_word, index) => words.slice(0, index + 1).join(' '));
  const found = names.findLast((name) => commands.has(name)) ?? '';
  const isNoun = [...commands.keys()].some((name) => name.startsWith(`${found} `));
  return isNoun && found !== names.at(-1) ? words.join(' ') : found;
}

const top = new Set(files.map((file) => file.split('/')[0]));
const extension = /\.(ts|tsx|mjs|cjs|js|sql|json|md|css|html|png|yml)$/;

/** Paths in code spans: what begins with a folder of ours, or ends like a file. From the root, the page or the server. */
function missingPaths(where: Pages): string[] {
  return each(where, (name, text) => {
    const spans = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
    const paths = spans.flatMap((span) => span.split(/\s+/)).filter(isPath);
    const bases = ['', path.posix.dirname(name), 'packages/server/src'];
    return paths.filter((to) => !bases.some((base) => exists(path.posix.join(base, to))));
  });
}

function isPath(word: string): boolean {
  if (!/^[\w.@-]+(\/[\w.@-]+)+\/?$/.test(word) || /^node_modules\/|NAME/.test(word)) return false;
  return top.has(word.split('/')[0] ?? '') || extension.test(word);
}

/** Pages under docs that its index does not link to: nobody would find them. */
function orphans(where: Pages): string[] {
  const index = where.get('docs/README.md') ?? '';
  const linked = [...index.matchAll(/\]\(([^)#\s]+)/g)].map(([, to = '']) => `docs/${to}`);
  const all = [...where.keys()].filter((name) => name.startsWith('docs/'));
  return all.filter((name) => name !== 'docs/README.md' && !linked.includes(name));
}

/** In the column of sources. */
const wordsOfFhir = new Set(['agent', 'outcome', '_history']);

/** Code spans in the rows of a glossary that no source file holds as a whole word. */
function unknownWords(glossary: string): string[] {
  const rows = glossary.split('\n').filter((line) => line.startsWith('|'));
  const words = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));
  return words.filter((word) => !wordsOfFhir.has(word) && !hasWord(code, word));
}

/** Names of settings that the table lacks, has too many, or tells otherwise than the code. */
function wrongSettings(text: string): string[] {
  const rows = new Map(
    [...text.matchAll(/^\| `([A-Z][A-Z0-9_]+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)].map(
      ([, name = '', meaning = '', value = '']) => [name, { meaning, value }],
    ),
  );
  const real = Object.entries(SETTINGS).filter(([name, { meaning, default: value }]) => {
    const row = rows.get(name);
    return row?.meaning !== meaning || ![value, `\`${value}\``].includes(row.value);
  });
  const madeUp = [...rows.keys()].filter((name) => !(name in SETTINGS));
  return [...real.map(([name]) => name), ...madeUp];
}

const forbidden =
  /\b(to-?do|fixme|tbd|lorem|seamless(ly)?|blazing(ly)?|robust|cutting[- ]edge|military[- ]grade|bank[- ]grade|world[- ]class|state[- ]of[- ]the[- ]art|revolutionary|effortless(ly)?)\b|\.\.\/shared|\/work\//gi;

/** Test material beside the repository is named where developers read of it, and nowhere else. */
const mayNameMaterial = new Set(['CONTRIBUTING.md', 'packages/crypto/README.md']);

function forbiddenWords(where: Pages): string[] {
  return each(where, (name, text) =>
    [...text.matchAll(forbidden)]
      .map(([word]) => word)
      .filter((word) => word !== '../shared' || !mayNameMaterial.has(name)),
  );
}

function each(where: Pages, find: (name: string, text: string) => string[]): string[] {
  return [...where].flatMap(([name, text]) => find(name, text).map((what) => `${name}: ${what}`));
}

function withoutFences(text: string): string {
  return text.replaceAll(/^ *```.*?^ *```$/gms, '');
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w-])${escaped}(?![\w-])`).test(text);
}

function page(name: string): string {
  return pages.get(name) ?? '';
}

function exists(where: string): boolean {
  const plain = where.replace(/\/$/, '');
  return files.includes(plain) || folders.has(plain);
}

function isCode(file: string): boolean {
  return /^packages\/.*\.(ts|tsx|sql)$/.test(file);
}

/** Every file but what tools make, by path from the root; without links, so that nothing is met twice. */
function listFiles(folder: string): string[] {
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return made.has(entry.name) ? [] : listFiles(name);
    return entry.isFile() ? [name] : [];
  });
}

function parentsOf(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === '.' ? [] : [folder, ...parentsOf(folder)];
}

function readAll(names: readonly string[]): Pages {
  return new Map(names.map((name) => [name, read(name)]));
}

function read(name: string): string {
  const file = path.join(repository, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function scriptsOf(manifest: string): object {
  const parsed: unknown = JSON.parse(manifest);
  const isManifest = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed;
  return isManifest && typeof parsed.scripts === 'object' ? { ...parsed.scripts } : {};
}

/** Every command by the words that call it, `scan`, `keys recovery test`, with its options: from the program itself. */
function commandLine(): ReadonlyMap<string, ReadonlySet<string>> {
  const program = makeProgram(surroundingsOf(process), () => undefined);
  const named = program.commands.flatMap((command) => withVerbs(command, ''));
  return new Map(
    named.map(({ name, command: { options } }) => [
      name,
      new Set(['--help', ...options.flatMap(({ long }) => long ?? [])]),
    ]),
  );
}

type Command = ReturnType<typeof makeProgram>;

function withVerbs(command: Command, before: string): { name: string; command: Command }[] {
  const name = `${before} ${command.name()}`.trim();
  return [{ name, command }, ...command.commands.flatMap((verb) => withVerbs(verb, name))];
}
