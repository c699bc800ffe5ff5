/**
 * Finds `as` without a reason. An assertion is where the compiler is told to believe: each one in
 * shipped code says why, in a comment on its line or on the line above.
 */
import ts from 'typescript';

/** @returns the line numbers, from 1, of assertions that nobody explained. */
export function unexplainedAssertions(file: string, text: string): number[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const lines = text.split('\n');
  const found = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node) && !isHarmless(node) && !isExplained(node, source, lines)) {
      found.add(lineOf(source, node.type.getStart()) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

/** `as const` asserts nothing, and `as unknown` gives knowledge up. */
function isHarmless({ type }: ts.AsExpression): boolean {
  return ts.isConstTypeReference(type) || type.kind === ts.SyntaxKind.UnknownKeyword;
}

function isExplained(node: ts.AsExpression, source: ts.SourceFile, lines: string[]): boolean {
  const first = lineOf(source, statementOf(node).getStart());
  const last = lineOf(source, node.getEnd());
  const nearby = lines.slice(lineOf(source, node.getStart()), last + 1);
  if (nearby.some((line) => /\/\/|\/\*/.test(withoutStrings(line)))) return true;
  const above = [lines[first - 1], lines[lineOf(source, node.getStart()) - 1]];
  return above.some((line) => /^(\/\/|\*|\/\*)/.test((line ?? '').trim()));
}

function statementOf(node: ts.Node): ts.Node {
  let statement = node;
  while (!ts.isStatement(statement) && !ts.isSourceFile(statement.parent))
    statement = statement.parent;
  return statement;
}

const withoutStrings = (line: string) => line.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '');

const lineOf = (source: ts.SourceFile, position: number) =>
  source.getLineAndCharacterOfPosition(position).line;
