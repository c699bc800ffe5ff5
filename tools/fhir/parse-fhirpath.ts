/** Parses the part of FHIRPath (N1, 2.0.0) that constraints and search parameters of R4 are written in. */

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `{}` */
  | { readonly kind: 'nothing' }
  /** `%resource`, `$this` */
  | { readonly kind: 'variable'; readonly name: string }
  /** A member of what stands before it, or of `$this`. */
  | { readonly kind: 'member'; readonly of: Expression | undefined; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Expression | undefined;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

const precedence: Readonly<Record<string, number>> = {
  implies: 1,
  or: 2,
  xor: 2,
  and: 3,
  in: 4,
  contains: 4,
  '=': 5,
  '!=': 5,
  '<': 6,
  '>': 6,
  '<=': 6,
  '>=': 6,
  '|': 7,
  is: 8,
  as: 8,
  '+': 9,
  '-': 9,
  '&': 9,
};

const token =
  /\s*(?:(?<text>'(?:\\.|[^'\\])*')|(?<number>\d+(?:\.\d+)?)|(?<name>[%$]?[A-Za-z_][A-Za-z0-9_]*|`[^`]+`)|(?<mark><=|>=|!=|\{\s*\}|[=<>|+\-&().,]))/y;

/** @throws Error for what is not in the subset; it names the position. */
export function parseFhirpath(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = () => tokens[at++] ?? '';
  const expect = (mark: string) => {
    if (take() !== mark) throw new Error(`FHIRPath: expected ${mark} as token ${at}`);
  };

  function binary(least: number): Expression {
    let left = path();
    for (;;) {
      const operator = peek();
      const strength = precedence[operator] ?? 0;
      if (strength < least || strength === 0) return left;
      take();
      const right = binary(strength + 1);
      left = { kind: 'binary', operator, left, right };
    }
  }
  function path(): Expression {
    let left = term();
    while (peek() === '.') {
      take();
      left = memberOrCall(left, take());
    }
    return left;
  }
  function term(): Expression {
    const one = take();
    if (one === '(') {
      const inner = binary(1);
      expect(')');
      return inner;
    }
    if (one.startsWith('{')) return { kind: 'nothing' };
    if (one.startsWith("'")) return { kind: 'literal', value: unquote(one) };
    if (/^\d/.test(one)) return { kind: 'literal', value: Number(one) };
    if (one === 'true' || one === 'false') return { kind: 'literal', value: one === 'true' };
    if (/^[%$]/.test(one)) return { kind: 'variable', name: one };
    return memberOrCall(undefined, one);
  }
  function memberOrCall(of: Expression | undefined, name: string): Expression {
    if (!/^[A-Za-z_`]/.test(name)) throw new Error(`FHIRPath: no name as token ${at}`);
    if (peek() !== '(') return { kind: 'member', of, name: name.replaceAll('`', '') };
    take();
    const args: Expression[] = [];
    while (peek() !== ')') {
      args.push(binary(1));
      if (peek() === ',') take();
      else if (peek() !== ')') throw new Error(`FHIRPath: expected ) as token ${at}`);
    }
    take();
    return { kind: 'call', of, name, args };
  }

  const whole = binary(1);
  if (at !== tokens.length) throw new Error(`FHIRPath: something is left at token ${at}`);
  return whole;
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`FHIRPath: no token at ${from}`);
    found.push(match[0].trim());
  }
  return found;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

function unquote(text: string): string {
  const inner = text.slice(1, -1);
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, one: string) =>
    one.length > 1 ? String.fromCharCode(parseInt(one.slice(1), 16)) : (escapes[one] ?? one),
  );
}
