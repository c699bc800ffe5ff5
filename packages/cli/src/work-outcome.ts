import { EXIT } from './cli-error.ts';
import type { Members } from './operator-reply.ts';
import type { Outcome } from './outcome.ts';

/** How the server says that something was done: a sentence, then what it counted. */
export function workOutcome(result: Members, sentence: string): Outcome {
  const { message = sentence } = result;
  return {
    exitCode: EXIT.ok,
    document: { ok: true, ...result },
    lines: [String(message), ...detailLines(result)],
  };
}

const HIDDEN: ReadonlySet<string> = new Set(['ok', 'message', 'dryRun']);

/** A line for each member that is a number, a word or a list of words; what is nested stands indented below its name. */
export function detailLines(members: Members, indent = '  '): string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    if (HIDDEN.has(name) || value === null) return [];
    const label = `${indent}${wordsOf(name)}:`;
    if (typeof value !== 'object') return [`${label} ${shortText(value)}`];
    if (!Array.isArray(value)) return [label, ...detailLines({ ...value }, `${indent}  `)];
    return value.length === 0 ? [] : [`${label} ${value.map(shortText).join(', ')}`];
  });
}

/** `personKeys` reads as `person keys`. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shortText(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).map(shortText).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
