import type { Issue, IssueCode } from './issue.ts';

/** More help nobody, and cost memory on purpose-made nonsense. */
export const maximumIssues = 200;

/** Ends a walk; nobody but the walk's own beginning hears of it. */
export class TooManyIssues extends Error {
  override readonly name = 'TooManyIssues';
}

/**
 * Where the walk through a resource is, and what it has found.
 *
 * The generated code writes each step into `path` at its depth and never clears it; a finding takes
 * the first `depth` steps. So a valid element costs one store, and no text is built for it.
 */
export class Findings {
  readonly path: (string | number)[] = [];
  #issues: Issue[] = [];

  /** Begins a walk at the type `root`. */
  begin(root: string): void {
    this.path[0] = root;
    this.#issues = [];
  }

  /** An error at the first `depth` steps, or at their property `key`. */
  error(depth: number, code: IssueCode, diagnostics: string, key?: string): void {
    this.add(depth, { severity: 'error', code, diagnostics }, key);
  }

  /** @throws {@link TooManyIssues} once there is no room: the rest of the walk would only cost time. */
  add(depth: number, found: Omit<Issue, 'expression'>, key?: string): void {
    if (this.#issues.length >= maximumIssues) throw new TooManyIssues();
    this.#issues.push({ ...found, expression: this.#expression(depth, key) });
  }

  /** What was found, in the order of the walk. @param isCut - There is more: says so at the end. */
  end(isCut: boolean): readonly Issue[] {
    const issues = this.#issues;
    if (isCut) {
      issues.push({
        severity: 'error',
        code: 'too-costly',
        expression: String(this.path[0]),
        diagnostics: `There are more than ${maximumIssues} issues. Mend these and try again.`,
      });
    }
    this.#issues = [];
    return issues;
  }

  #expression(depth: number, key?: string): string {
    let text = String(this.path[0]);
    for (let at = 1; at < depth; at++) {
      const step = this.path[at] ?? '';
      text += typeof step === 'number' ? `[${step}]` : `.${step}`;
    }
    return key === undefined ? text : `${text}.${key}`;
  }
}
