/** One step of a search parameter's path. */
export type Step =
  | { readonly step: 'child'; readonly name: string }
  | { readonly step: 'type'; readonly type: string }
  | { readonly step: 'equal'; readonly name: string; readonly text: string }
  | { readonly step: 'refers'; readonly type: string }
  | { readonly step: 'exists' };

/** The alternatives of `a | b`, each a path from the resource's root. */
export type Paths = readonly (readonly Step[])[];

/**
 * The part of FHIRPath in which search parameters of R4 and US Core are written: paths, `|`, `as`,
 * `ofType()`, `where(name='text')`, `where(resolve() is Type)`, `extension('url')`, `exists()`.
 *
 * @returns undefined if the expression uses anything else.
 */
export function parseSearchExpression(expression: string): Paths | undefined {
  const words = [...expression.matchAll(WORDS)].map(([word]) => word);
  if (words.join('') !== expression.replaceAll(/('[^']*')|\s+/g, '$1')) return undefined;
  const reader = { words, at: 0 };
  const paths = union(reader);
  return reader.at === words.length ? paths : undefined;
}

const WORDS = /'[^']*'|[A-Za-z_]\w*|!=|[.()=|]/g;

interface Reader {
  readonly words: readonly string[];
  at: number;
}

function union(reader: Reader): Paths | undefined {
  const paths: (readonly Step[])[] = [];
  do {
    const more = path(reader);
    if (more === undefined) return undefined;
    paths.push(...more);
  } while (take(reader, '|'));
  return paths;
}

function path(reader: Reader): Paths | undefined {
  let paths = root(reader);
  while (paths !== undefined && take(reader, '.')) paths = followed(paths, next(reader));
  if (paths !== undefined && take(reader, 'as')) {
    const type = name(reader);
    return type === undefined ? undefined : followed(paths, [{ step: 'type', type }]);
  }
  return paths;
}

function root(reader: Reader): Paths | undefined {
  if (!take(reader, '(')) {
    const first = name(reader);
    return first === undefined ? undefined : [[{ step: 'child', name: first }]];
  }
  const inner = union(reader);
  return take(reader, ')') ? inner : undefined;
}

function followed(paths: Paths, steps: readonly Step[] | undefined): Paths | undefined {
  return steps && paths.map((path) => [...path, ...steps]);
}

function next(reader: Reader): readonly Step[] | undefined {
  const word = name(reader);
  if (word === undefined) return undefined;
  if (!take(reader, '(')) return [{ step: 'child', name: word }];
  const steps = called(word, reader);
  return take(reader, ')') ? steps : undefined;
}

function called(word: string, reader: Reader): readonly Step[] | undefined {
  if (word === 'exists') return [{ step: 'exists' }];
  if (word === 'where') return where(reader);
  if (word === 'extension') {
    const url = text(reader);
    if (url === undefined) return undefined;
    return [
      { step: 'child', name: 'extension' },
      { step: 'equal', name: 'url', text: url },
    ];
  }
  const type = name(reader);
  return (word === 'ofType' || word === 'as') && type !== undefined
    ? [{ step: 'type', type }]
    : undefined;
}

function where(reader: Reader): readonly Step[] | undefined {
  const left = name(reader);
  if (left === undefined) return undefined;
  if (left === 'resolve') {
    const called = take(reader, '(') && take(reader, ')') && take(reader, 'is');
    const type = called ? name(reader) : undefined;
    return type === undefined ? undefined : [{ step: 'refers', type }];
  }
  const right = take(reader, '=') ? text(reader) : undefined;
  return right === undefined ? undefined : [{ step: 'equal', name: left, text: right }];
}

function take(reader: Reader, word: string): boolean {
  if (reader.words[reader.at] !== word) return false;
  reader.at += 1;
  return true;
}

function name(reader: Reader): string | undefined {
  const word = reader.words[reader.at];
  if (word === undefined || !/^[A-Za-z_]/.test(word)) return undefined;
  reader.at += 1;
  return word;
}

function text(reader: Reader): string | undefined {
  const word = reader.words[reader.at];
  if (word === undefined || !word.startsWith("'")) return undefined;
  reader.at += 1;
  return word.slice(1, -1);
}
