import { createHash } from 'node:crypto';
import { FakeKey } from './fake-key.ts';
import { startFaultServer, type Answer, type FaultServer, type Received } from './fault-server.ts';

export type FakeVault = FaultServer & {
  key(path: string, kind?: 'plain' | 'derived'): FakeKey;
  /** What may be used, and what an AppRole gives. */
  readonly tokens: Set<string>;
  readonly role: { readonly roleId: string; readonly secretId: string };
};

/** Speaks Vault's HTTP protocol: Transit with AEAD keys, derived or not, and sign-in by AppRole. */
export async function startFakeVault(): Promise<FakeVault> {
  const state: State = {
    keys: new Map(),
    tokens: new Set(['hvs.example']),
    role: { roleId: 'role-1', secretId: 'secret-1' },
    given: 0,
  };
  const server = await startFaultServer({
    handle: (request) => handle(state, request),
    throttledAnswer: { status: 429, body: { errors: ['request rate limit exceeded'] } },
    failingAnswer: { status: 503, body: { errors: ['Vault is sealed'] } },
  });
  const key = (path: string, kind: 'plain' | 'derived' = 'plain'): FakeKey => {
    const found = state.keys.get(path)?.key ?? new FakeKey();
    state.keys.set(path, { key: found, isDerived: kind === 'derived' });
    return found;
  };
  return { ...server, key, tokens: state.tokens, role: state.role };
}

type State = {
  readonly keys: Map<string, { readonly key: FakeKey; readonly isDerived: boolean }>;
  readonly tokens: Set<string>;
  readonly role: { readonly roleId: string; readonly secretId: string };
  given: number;
};

function handle(state: State, request: Received): Answer {
  const input = JSON.parse(request.body) as Record<string, string>;
  if (request.path === '/v1/auth/approle/login') return signIn(state, input);
  const isKnown = state.tokens.has(request.headers['x-vault-token'] ?? '');
  if (!isKnown || request.headers['x-vault-request'] !== 'true')
    return refusal(403, 'permission denied');
  const namespace = request.headers['x-vault-namespace'] ?? '';
  const [, mount, action, name] =
    /^\/v1\/(.+)\/(encrypt|decrypt)\/([^/]+)$/.exec(request.path) ?? [];
  const entry = state.keys.get(`${namespace && `${namespace}/`}${mount}/${name}`);
  if (!entry) return refusal(400, 'encryption key not found');
  if (!entry.key.isEnabled) return refusal(403, '1 error occurred: permission denied');
  return transit(entry, String(action), input);
}

function transit(
  { key, isDerived }: { key: FakeKey; isDerived: boolean },
  action: string,
  input: Record<string, string>,
): Answer {
  if (isDerived && !input['context']) return refusal(400, "missing 'context' for key derivation");
  const context = isDerived
    ? createHash('sha256')
        .update(input['context'] ?? '')
        .digest()
    : '';
  const given = Buffer.from(input['associated_data'] ?? '', 'base64');
  const aad = Buffer.concat([Buffer.from(context), given]);
  if (action === 'encrypt') {
    const bytes = key.encrypt(Buffer.from(input['plaintext'] ?? '', 'base64'), aad);
    return { status: 200, body: { data: { ciphertext: `vault:v1:${bytes.toString('base64')}` } } };
  }
  const [, encoded] = /^vault:v1:([\w+/]+={0,2})$/.exec(input['ciphertext'] ?? '') ?? [];
  if (!encoded) return refusal(400, 'invalid ciphertext: no prefix');
  const bytes = Buffer.from(encoded, 'base64');
  // The bits that base64 leaves over are not part of the bytes: Go's decoder passes over them, too.
  const plaintext = key.decrypt(bytes, aad);
  if (!plaintext) return refusal(400, 'cipher: message authentication failed');
  return { status: 200, body: { data: { plaintext: plaintext.toString('base64') } } };
}

function signIn(state: State, input: Record<string, string>): Answer {
  const { roleId, secretId } = state.role;
  if (input['role_id'] !== roleId || input['secret_id'] !== secretId) {
    return refusal(400, 'invalid role or secret ID');
  }
  state.given += 1;
  const token = `hvs.given-${state.given}`;
  state.tokens.add(token);
  return { status: 200, body: { auth: { client_token: token, lease_duration: 60 } } };
}

function refusal(status: number, error: string): Answer {
  return { status, body: { errors: [error] } };
}
