/** Tokens that nobody may get in with: what attack tools try, and what only the holder of our own key could make. */
import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { CompactEncrypt, exportJWK } from 'jose';
import type { KeyPair } from '../vault/service-keys.ts';
import type { SessionAlgorithm } from '../vault/session-signing.ts';

export interface JwtVictim {
  /** Valid now; with it everything begins. */
  readonly token: string;
  readonly algorithm: SessionAlgorithm;
  /** What it was signed with. */
  readonly key: KeyPair;
  /** Pairs of the same service that sign other things. */
  readonly others: readonly KeyPair[];
}

export interface JwtAttack {
  readonly name: string;
  readonly token: string;
}

type Json = Readonly<Record<string, unknown>>;
type Signer = (input: string) => Buffer;

interface Parts {
  readonly victim: JwtVictim;
  readonly header: Json;
  readonly claims: Json;
  /** As our own key signs. */
  readonly own: Signer;
}

/** The same token, built by this file: that it is accepted shows that the others fail for what was changed. */
export function rebuilt(victim: JwtVictim): string {
  const { header, claims, own } = partsOf(victim);
  return forge(header, claims, own);
}

export async function jwtAttacks(victim: JwtVictim): Promise<readonly JwtAttack[]> {
  const parts = partsOf(victim);
  return [
    ...unsigned(parts),
    ...confusedKeys(parts),
    ...confusedAlgorithms(parts),
    ...foreignKeys(parts),
    ...(await broughtKeys(parts)),
    ...injectedKeyNames(parts),
    ...wrongHeaders(parts),
    ...wrongClaims(parts),
    ...otherSpellings(parts),
    ...otherJson(parts),
    ...wrongSignatures(parts),
    ...(await otherForms(parts)),
  ];
}

function partsOf(victim: JwtVictim): Parts {
  const [header = '', claims = ''] = victim.token.split('.');
  return {
    victim,
    header: decode(header),
    claims: decode(claims),
    own: signerOf(victim.algorithm, victim.key.privateKey),
  };
}

/** RFC 8725 §2.1. */
function unsigned({ victim, header, claims }: Parts): JwtAttack[] {
  const [, , signature = ''] = victim.token.split('.');
  const names = ['none', 'None', 'NONE', 'nOnE', 'none ', '', null, false, 0, [], ['none'], {}];
  return names.flatMap((alg) =>
    ['', signature, 'AA'].map((end) => ({
      name: `unsigned as ${JSON.stringify(alg)}, signature ${end.slice(0, 4)}`,
      token: `${encode({ ...header, alg })}.${encode(claims)}.${end}`,
    })),
  );
}

/** What is public is tried as the secret of an HMAC. */
function confusedKeys({ victim, header, claims }: Parts): JwtAttack[] {
  const { publicKey, id } = victim.key;
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const secrets: readonly (readonly [string, string | Buffer])[] = [
    ['PEM', pem],
    ['PEM without its last line feed', pem.trim()],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['DER', publicKey.export({ type: 'spki', format: 'der' })],
    ['JWK', JSON.stringify(publicKey.export({ format: 'jwk' }))],
    ['the modulus or point', Buffer.from(modulus(publicKey), 'base64url')],
    ['the modulus or point as text', modulus(publicKey)],
    ['PKCS #1', pkcs1(publicKey)],
    ['the key’s name', id],
    ['nothing', ''],
    ['the issuer', 'wardkeep'],
    ['secret', 'secret'],
  ];
  return secrets.flatMap(([what, secret]) =>
    (['HS256', 'HS384', 'HS512', victim.algorithm] as const).map((alg) => ({
      name: `${alg} with ${what} as the secret`,
      token: forge({ ...header, alg }, claims, hmac(secret, alg)),
    })),
  );
}

/** Really signed by the right key, in a way that is not its own. */
function confusedAlgorithms({ victim, header, claims, own }: Parts): JwtAttack[] {
  const { privateKey } = victim.key;
  const labels = [
    'RS256',
    'RS384',
    'RS512',
    'PS256',
    'PS384',
    'PS512',
    'EdDSA',
    'Ed25519',
    'ES256',
  ];
  const cased = [victim.algorithm.toLowerCase(), `${victim.algorithm} `, `\t${victim.algorithm}`];
  const named = [...labels, ...cased].filter((label) => label !== victim.algorithm);
  const mislabelled = named.map((alg) => ({
    name: `signed as it should be, but labelled ${alg}`,
    token: forge({ ...header, alg }, claims, own),
  }));
  if (privateKey.asymmetricKeyType !== 'rsa') return mislabelled;
  const otherwise = (['RS256', 'PS256'] as const).filter((alg) => alg !== victim.algorithm);
  const hashes = ['sha1', 'sha384', 'sha512'];
  return [
    ...mislabelled,
    ...otherwise.flatMap((alg) =>
      [alg, victim.algorithm].map((label) => ({
        name: `signed by the right key with ${alg}, labelled ${label}`,
        token: forge({ ...header, alg: label }, claims, signerOf(alg, privateKey)),
      })),
    ),
    ...hashes.map((digest) => ({
      name: `signed by the right key over ${digest}`,
      token: forge(header, claims, (input) => sign(digest, Buffer.from(input), privateKey)),
    })),
  ];
}

/** Signed by a key that is not the one of access tokens. */
function foreignKeys({ victim, header, claims }: Parts): JwtAttack[] {
  const mine = attackerKey();
  const sameKind = victim.others.map(({ id, privateKey }) => {
    const alg = privateKey.asymmetricKeyType === 'rsa' ? 'RS256' : 'EdDSA';
    return { id, alg, signer: signerOf(alg, privateKey) } as const;
  });
  return [
    { name: 'a key of their own', token: forge(header, claims, signerOf('RS256', mine)) },
    ...sameKind.flatMap(({ id, alg, signer }) => [
      {
        name: `another key of the service, by its name: ${id}`,
        token: forge({ ...header, alg, kid: id }, claims, signer),
      },
      {
        name: `another key of the service, as ours: ${id}`,
        token: forge({ ...header, alg }, claims, signer),
      },
    ]),
  ];
}

/** RFC 8725 §2.5: the header says where the key is. Signed by theirs, and also by ours: neither may count. */
async function broughtKeys({ header, claims, own }: Parts): Promise<JwtAttack[]> {
  const mine = attackerKey();
  const jwk = { ...(await exportJWK(mine)), kid: header['kid'] };
  const { n, e, kty } = jwk;
  const brought: readonly Json[] = [
    { jwk: { kty, n, e, kid: header['kid'] } },
    { jwk },
    { jwk: { kty: 'oct', k: 'AA' } },
    { jku: 'https://evil.example/jwks.json' },
    { jku: 'http://127.0.0.1/.well-known/jwks.json' },
    { jku: 'file:///etc/passwd' },
    { x5u: 'https://evil.example/cert.pem' },
    { x5c: [Buffer.from('certificate').toString('base64')] },
    { x5t: 'AAAA' },
    { 'x5t#S256': 'AAAA' },
    { k: 'AA' },
    { keys: [jwk] },
    { crit: ['jwk'], jwk },
  ];
  return brought.flatMap((more) => [
    {
      name: `brings ${Object.keys(more).join()}, signed with it`,
      token: forge({ ...header, alg: 'RS256', ...more }, claims, signerOf('RS256', mine)),
    },
    {
      name: `brings ${Object.keys(more).join()}, signed with ours`,
      token: forge({ ...header, ...more }, claims, own),
    },
  ]);
}

function injectedKeyNames({ victim, header, claims, own }: Parts): JwtAttack[] {
  const [pair = ''] = victim.key.id.split('.');
  const names = [
    '../../../../../../dev/null',
    '/dev/null',
    'file:///dev/null',
    '/proc/sys/kernel/randomize_va_space',
    'C:\\Windows\\win.ini',
    "x' UNION SELECT 'AA' -- ",
    "' OR 1=1 --",
    '"; drop table session; --',
    '| whoami',
    '$(id)',
    '{{7*7}}',
    'https://evil.example/key',
    '__proto__',
    'constructor',
    'toString',
    `${victim.key.id}\u0000`,
    `${victim.key.id} `,
    ` ${victim.key.id}`,
    victim.key.id.toUpperCase(),
    `${victim.key.id}.pem`,
    pair,
    `${pair}.0`,
    `${pair}.-1`,
    `${pair}.01`,
    `${pair}.2`,
    `${pair}.1e0`,
    `${pair}.1/../1`,
    'pepper.1',
    'tokens.1',
    'csrf.1',
    '*',
    '%',
    '',
    'a'.repeat(2000),
    null,
    0,
    1,
    true,
    [victim.key.id],
    { kid: victim.key.id },
  ];
  const { kid: _kid, ...nameless } = header;
  return [
    ...names.flatMap((kid) => [
      {
        name: `kid ${JSON.stringify(kid).slice(0, 40)}, signed by ours`,
        token: forge({ ...header, kid }, claims, own),
      },
      {
        name: `kid ${JSON.stringify(kid).slice(0, 40)}, HMAC with an empty key`,
        token: forge({ ...header, alg: 'HS256', kid }, claims, hmac('', 'HS256')),
      },
    ]),
    { name: 'no kid', token: forge(nameless, claims, own) },
  ];
}

/** Made by whoever has our key, which nobody has: what is not exactly a token of ours is none all the same. */
function wrongHeaders({ header, claims, own }: Parts): JwtAttack[] {
  const { typ: _typ, ...typeless } = header;
  const types = ['JWT', 'jwt', 'AT+JWT', 'application/at+jwt', 'at+jwt ', 'rt+jwt', '', null, 1];
  const more: readonly Json[] = [
    { crit: [] },
    { crit: ['exp'], exp: 1 },
    { crit: ['b64'], b64: false },
    { b64: false },
    { b64: true },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { enc: 'A256GCM' },
    { url: 'https://wardkeep.invalid' },
    { alg2: 'none' },
  ];
  return [
    { name: 'no typ', token: forge(typeless, claims, own) },
    ...types.map((typ) => ({
      name: `typ ${JSON.stringify(typ)}`,
      token: forge({ ...header, typ }, claims, own),
    })),
    ...more.map((member) => ({
      name: `header with ${JSON.stringify(member)}`,
      token: forge({ ...header, ...member }, claims, own),
    })),
  ];
}

function wrongClaims({ claims, own, header }: Parts): JwtAttack[] {
  const nowS = Number(claims['iat']);
  const id = String(claims['sub']);
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    exp: [
      nowS - 1,
      nowS - 86_400,
      0,
      -1,
      nowS + 86_400,
      4_000_000_000,
      1e308,
      `${nowS + 600}`,
      null,
      true,
      [nowS + 600],
      nowS + 600.5,
    ],
    nbf: [nowS + 3600, nowS + 61, 4_000_000_000, `${nowS}`, null, [nowS]],
    iat: [nowS + 3600, nowS - 86_400, 4_000_000_000, `${nowS}`, null, [nowS], nowS + 0.5],
    iss: ['evil', 'Wardkeep', 'wardkeep ', 'wardkeep.evil.example', '', null, ['wardkeep'], 1],
    aud: ['evil', 'Wardkeep', '', null, ['evil'], ['wardkeep', 'evil'], ['wardkeep'], [], 1],
    sub: ['', 'admin', '1', null, [id], { id }, `${id} `, `${id}\u0000`, "' or 1=1 --"],
    sid: ['', 'current', null, [claims['sid']], 1, `${String(claims['sid'])} `, true],
  };
  const changed = Object.entries(wrong).flatMap(([name, values]) =>
    values.map((value) => ({
      name: `${name} ${JSON.stringify(value)}`,
      token: forge(header, { ...claims, [name]: value }, own),
    })),
  );
  const missing = ['exp', 'iat', 'iss', 'aud', 'sub', 'sid'].map((name) => ({
    name: `no ${name}`,
    token: forge(header, without(claims, name), own),
  }));
  const added = ['role', 'scope', 'amr', 'admin', 'cnf'].map((name) => ({
    name: `with ${name}, which we never say`,
    token: forge(header, { ...claims, [name]: 'admin' }, own),
  }));
  return [...changed, ...missing, ...added];
}

/** RFC 4648 §3.5: base64url has one spelling for each sequence of bytes, unless a reader is lenient. */
function otherSpellings({ victim: { token } }: Parts): JwtAttack[] {
  const parts = token.split('.');
  const inPart = (index: number, change: (part: string) => string): string =>
    parts.map((part, at) => (at === index ? change(part) : part)).join('.');
  const changes: readonly (readonly [string, (part: string) => string])[] = [
    ['padding', (part) => `${part}${'='.repeat((4 - (part.length % 4)) % 4 || 4)}`],
    ['one =', (part) => `${part}=`],
    ['a space at its end', (part) => `${part} `],
    ['a space before it', (part) => ` ${part}`],
    ['a line feed', (part) => `${part.slice(0, 8)}\n${part.slice(8)}`],
    ['a carriage return at its end', (part) => `${part}\r`],
    ['a tab', (part) => `${part.slice(0, 8)}\t${part.slice(8)}`],
    ['a NUL', (part) => `${part}\u0000`],
    ['a character of no alphabet', (part) => `${part.slice(0, 8)}!${part.slice(8)}`],
    ['the other alphabet', (part) => `${part.replaceAll('-', '+').replaceAll('_', '/')}=`],
    ['other last bits', otherLastBits],
    ['one more character', (part) => `${part}A`],
    ['a byte order mark', (part) => `\uFEFF${part}`],
    ['a full-width character', (part) => part.replace(/[A-Z]/, (one) => fullWidth(one))],
    ['percent-encoding', (part) => `${part}%3D`],
  ];
  const spelt = changes.flatMap(([what, change]) =>
    [0, 1, 2].map((index) => ({
      name: `${what} in part ${index + 1}`,
      token: inPart(index, change),
    })),
  );
  const whole = [`Bearer ${token}`, `${token}.`, `.${token}`, `${token},${token}`, `"${token}"`];
  return [
    ...spelt.filter((attack) => attack.token !== token),
    ...whole.map((text) => ({ name: `as ${text.slice(0, 8)}`, token: text })),
  ];
}

/** Signed by ours, so that the JSON alone is what is wrong. */
function otherJson({ header, claims, own }: Parts): JwtAttack[] {
  const head = JSON.stringify(header);
  const body = JSON.stringify(claims);
  const heads = [
    head.replace('{', '{"alg":"none",'),
    head.replace(/\}$/, ',"alg":"none"}'),
    head.replace(/\}$/, `,"kid":${JSON.stringify(header['kid'])}}`),
    head.replace('"alg"', '"\\u0061lg"'),
    ` ${head}`,
    `${head}\n`,
    head.replace(':', ': '),
    `\uFEFF${head}`,
    head.replace('{', '{"__proto__":{"alg":"none"},'),
    head.replace('{', '{"ALG":"none",'),
    `[${head}]`,
    JSON.stringify(head),
    'null',
    '',
    '{}',
    head.slice(0, -1),
    `${head.slice(0, -1)},}`,
  ];
  const bodies = [
    body.replace('{', '{"sub":"00000000-0000-4000-8000-000000000000",'),
    body.replace(/\}$/, `,"exp":${Number(claims['exp'])}}`),
    body.replace(/\}$/, ',"sub":"00000000-0000-4000-8000-000000000000"}'),
    body.replace('"sub"', '"\\u0073ub"'),
    body.replace(':', ' :'),
    `${body} `,
    `\uFEFF${body}`,
    body.replace('{', '{"__proto__":{"sub":"x"},'),
    body.replace(String(claims['exp']), `${Number(claims['exp'])}.0`),
    body.replace(String(claims['exp']), `${Number(claims['exp'])}e0`),
    `[${body}]`,
    JSON.stringify(body),
    'null',
    '',
    '{}',
    body.slice(0, -1),
    body.replace('wardkeep', 'wardkeep\\u0000'),
    '['.repeat(500),
  ];
  return [
    ...heads.map((text) => ({
      name: `header text ${JSON.stringify(text).slice(0, 40)}`,
      token: forge(text, body, own),
    })),
    ...bodies.map((text) => ({
      name: `claims text ${JSON.stringify(text).slice(0, 40)}`,
      token: forge(head, text, own),
    })),
  ];
}

function wrongSignatures({ victim, header, claims, own }: Parts): JwtAttack[] {
  const [head = '', body = '', end = ''] = victim.token.split('.');
  const bytes = Buffer.from(end, 'base64url');
  const other = forge(header, { ...claims, sid: '00000000-0000-4000-8000-000000000000' }, own);
  const flipped = Array.from({ length: 48 }, (_, turn) => {
    const copy = Buffer.from(bytes);
    const at = Math.floor((turn * bytes.length) / 48);
    copy[at] = (copy[at] ?? 0) ^ (1 << (turn % 8));
    return copy;
  });
  const ends = [
    Buffer.alloc(0),
    Buffer.alloc(1),
    Buffer.alloc(bytes.length),
    Buffer.alloc(bytes.length, 0xff),
    // CVE-2022-21449: r and s of zero.
    Buffer.alloc(64),
    bytes.subarray(0, -1),
    bytes.subarray(1),
    Buffer.concat([bytes, Buffer.alloc(1)]),
    Buffer.concat([Buffer.alloc(1), bytes]),
    Buffer.concat([bytes, bytes]),
    Buffer.from(bytes).reverse(),
    ...flipped,
  ];
  return [
    ...ends.map((signature, index) => ({
      name: `signature ${index} of ${signature.length} bytes`,
      token: `${head}.${body}.${signature.toString('base64url')}`,
    })),
    {
      name: 'the signature of another of our tokens',
      token: `${head}.${body}.${other.split('.')[2] ?? ''}`,
    },
    {
      name: 'the claims of another of our tokens',
      token: `${head}.${other.split('.')[1] ?? ''}.${end}`,
    },
  ];
}

async function otherForms({ victim, header, claims, own }: Parts): Promise<JwtAttack[]> {
  const { token } = victim;
  const [head = '', body = '', end = ''] = token.split('.');
  const encrypted =
    victim.key.publicKey.asymmetricKeyType === 'rsa'
      ? await new CompactEncrypt(Buffer.from(token))
          .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
          .encrypt(victim.key.publicKey)
      : `${head}.${body}.${end}.${body}.${end}`;
  const direct = await new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(Buffer.alloc(32));
  const json = { payload: body, protected: head, signature: end };
  return [
    { name: 'nested in a JWE for our key', token: encrypted },
    { name: 'a JWE under a key of zeros', token: direct },
    { name: 'a token inside a token', token: forge(header, { ...claims, jwt: token }, own) },
    { name: 'JSON serialisation', token: JSON.stringify(json) },
    { name: 'detached', token: `${head}..${end}` },
    { name: 'only two parts', token: `${head}.${body}` },
    { name: 'four parts', token: `${token}.${end}` },
    { name: 'two dots', token: '..' },
    { name: 'nothing', token: '' },
    { name: 'not a token', token: 'null' },
    { name: 'longer than any', token: forge(header, { ...claims, more: 'x'.repeat(3000) }, own) },
    { name: 'huge', token: `${head}.${'A'.repeat(6000)}.${end}` },
  ];
}

/** Text as it is; everything else as JSON. */
export function forge(header: Json | string, claims: Json | string, signer: Signer): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signer(input).toString('base64url')}`;
}

export function signerOf(algorithm: SessionAlgorithm, key: KeyObject): Signer {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  switch (algorithm) {
    case 'RS256':
      return (input) => sign('sha256', Buffer.from(input), key);
    case 'PS256':
      return (input) => sign('sha256', Buffer.from(input), { key, padding, saltLength: 32 });
    case 'EdDSA':
      return (input) => sign(null, Buffer.from(input), key);
  }
}

function hmac(secret: string | Buffer, algorithm: string): Signer {
  const digest = { HS384: 'sha384', HS512: 'sha512' }[algorithm] ?? 'sha256';
  return (input) => createHmac(digest, secret).update(input).digest();
}

let made: KeyObject | undefined;

function attackerKey(): KeyObject {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return made;
}

function modulus(key: KeyObject): string {
  const { n, x } = key.export({ format: 'jwk' });
  return n ?? x ?? '';
}

/** RSA has a form of its own; of the others, the last 32 bytes of the SPKI are the point. */
function pkcs1(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'rsa'
    ? key.export({ type: 'pkcs1', format: 'der' })
    : key.export({ type: 'spki', format: 'der' }).subarray(-32);
}

/** Where the last character carries bits that no byte has, another one that reads alike to a lenient reader. */
function otherLastBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (part.length % 4 === 0) return part;
  return part.slice(0, -1) + (alphabet[alphabet.indexOf(part.slice(-1)) ^ 1] ?? '');
}

function fullWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 0xfee0);
}

function without(claims: Json, name: string): Json {
  return Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
}

function encode(value: Json | string): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}

function decode(part: string): Json {
  // Only tokens that our own server signed come here.
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
}
