import { isObject } from './fhirpath-functions.ts';
import type { Findings } from './findings.ts';

type Node = Readonly<Record<string, unknown>>;

/** The types that an element may refer to; undefined for any. */
type Allowed = ReadonlySet<string> | undefined;

/** What is known about the resource whose contained resources `#id` means. */
interface Root {
  readonly resource: Node | undefined;
  /** Types of its contained resources by id, made when they are first asked for. */
  types: ReadonlyMap<string, unknown> | undefined;
  /** Fragments that References in it have named so far. */
  used: Set<string> | undefined;
}

const scheme = /^[A-Za-z][A-Za-z0-9+.-]{0,31}:/;
const idText = /^[A-Za-z0-9\-.]{1,64}$/;

/** What References point to, as far as the resource itself tells. */
export class References {
  readonly #findings: Findings;
  readonly #types: ReadonlySet<string>;
  #root: Root = { resource: undefined, types: undefined, used: undefined };
  #areResolved = true;

  constructor(findings: Findings, types: ReadonlySet<string>) {
    this.#findings = findings;
    this.#types = types;
  }

  /** @param areResolved - Whether what References name has been found, and so is known to be of that type. */
  begin(areResolved: boolean): void {
    this.#areResolved = areResolved;
  }

  /** From now on `#id` means what `resource` contains. @returns what `leave` wants back. */
  enter(resource: Node | undefined): Root {
    const before = this.#root;
    this.#root = { resource, types: undefined, used: undefined };
    return before;
  }

  leave(before: Root): void {
    this.#root = before;
  }

  /** Checks the Reference at `depth` against the types that its element allows. */
  target(value: unknown, depth: number, allowed?: ReadonlySet<string>): void {
    if (!isObject(value)) return;
    const { reference, type } = value;
    const points = typeof reference === 'string' ? this.#pointsTo(reference, depth) : undefined;
    if (typeof points === 'string' && !isAllowed(points, allowed))
      this.#wrongTarget(depth, 'reference', {
        allowed,
        isKnown: this.#areResolved || String(reference).startsWith('#'),
      });
    if (typeof type !== 'string') return;
    const said = type.replace('http://hl7.org/fhir/StructureDefinition/', '');
    if (!this.#types.has(said)) return;
    if (!isAllowed(said, allowed))
      return this.#wrongTarget(depth, 'type', { allowed, isKnown: true });
    if (typeof points === 'string' && points !== said) {
      this.#findings.error(depth, 'value', messages.otherType, 'type');
    }
  }

  /** dom-3: what a resource contains, something in it refers to. */
  containedAreReferenced(resource: Node, depth: number): void {
    // A canonical or a URI may name it too, which only a look at every text of the resource tells.
    let all: ReadonlySet<string> | undefined;
    listOf(resource['contained']).forEach((one, index) => {
      const fragment = `#${String(one['id'])}`;
      if (this.#root.used?.has(fragment) === true) return;
      all ??= fragments(resource);
      if (all.has(fragment) || fragments(one).has('#')) return;
      this.#findings.path[depth] = 'contained';
      this.#findings.path[depth + 1] = index;
      this.#findings.error(depth + 2, 'invariant', messages.notReferenced);
    });
  }

  #pointsTo(reference: string, depth: number): unknown {
    if (reference.startsWith('#')) return this.#contained(reference, depth);
    if (reference.startsWith('urn:')) return undefined;
    const named = typeIn(reference);
    if (named !== undefined && this.#types.has(named)) return named;
    if (!scheme.test(reference)) {
      this.#findings.error(depth, 'value', messages.noType, 'reference');
    }
    return undefined;
  }

  #contained(reference: string, depth: number): unknown {
    const root = this.#root;
    (root.used ??= new Set()).add(reference);
    root.types ??= new Map(
      listOf(root.resource?.['contained']).map((one) => [String(one['id']), one['resourceType']]),
    );
    const type =
      reference === '#' ? root.resource?.['resourceType'] : root.types.get(reference.slice(1));
    if (type === undefined) {
      this.#findings.error(depth, 'invariant', messages.noContained, 'reference');
    }
    return type;
  }

  /** An address alone names a type; what is there is known to whoever has looked. */
  #wrongTarget(
    depth: number,
    key: string,
    { allowed, isKnown }: { readonly allowed: Allowed; readonly isKnown: boolean },
  ): void {
    const types = [...(allowed ?? [])].join(', ');
    const diagnostics = `The element refers to ${types} only: refer to one of these.`;
    const severity = isKnown ? 'error' : 'warning';
    this.#findings.add(depth, { severity, code: 'structure', diagnostics }, key);
  }
}

const messages = {
  noContained: 'ref-1: No contained resource has this id: contain it, or correct the reference.',
  noType: 'A relative reference is Type/id: name a resource type of R4 and an id.',
  otherType: 'The type is not the one that the reference names: correct one of them.',
  notReferenced:
    'dom-3: Nothing in the resource refers to this contained resource: refer to it by # and its id, or remove it.',
};

function isAllowed(type: string, allowed: Allowed): boolean {
  return allowed === undefined || allowed.has(type);
}

/** The type in `Type/id`, `Type/id/_history/1` or `Type?identifier=…`, relative or at the end of a URL. */
function typeIn(reference: string): string | undefined {
  const query = reference.indexOf('?');
  if (query !== -1) return reference.slice(reference.lastIndexOf('/', query) + 1, query);
  const [withoutFragment = ''] = reference.split('#', 1);
  const parts = withoutFragment.split('/');
  const at = parts.at(-2) === '_history' ? -4 : -2;
  return idText.test(parts.at(at + 1) ?? '') ? parts.at(at) : undefined;
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Every text in `from` that begins with #, at whatever depth; without recursion. */
function fragments(from: Node): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = [from];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && next.startsWith('#')) found.add(next);
    else if (typeof next === 'object' && next !== null) {
      for (const inner of Object.values(next)) open.push(inner);
    }
  }
  return found;
}
