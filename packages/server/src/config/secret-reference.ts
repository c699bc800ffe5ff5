import path from 'node:path';
import { z } from 'zod';

/** Where a secret is, never the secret itself: a setting can be shown, logged and kept with the unit file. */
export type SecretReference =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | {
      readonly kind: 'aws-secrets-manager';
      /** Name or ARN. */
      readonly id: string;
      /** Of a secret that is a JSON object. */
      readonly member: string | undefined;
    }
  | {
      readonly kind: 'vault';
      /** Of a KV engine, version 2. */
      readonly mount: string;
      readonly path: string;
      readonly member: string;
    };

const FORMS =
  'must be file:/path, env:NAME, aws-secrets-manager:ID, aws-secrets-manager:ID#member or vault:mount/path#member';

/** A setting whose value says where a secret is. */
export const Reference = z.string().transform((text, context): SecretReference => {
  const reference = parseReference(text);
  if (reference !== undefined) return reference;
  context.issues.push({ code: 'custom', input: text, message: FORMS });
  return z.NEVER;
});

/** Undefined when the text has none of the forms. */
export function parseReference(text: string): SecretReference | undefined {
  const [, scheme, rest = ''] = /^([a-z-]+):(.+)$/.exec(text) ?? [];
  switch (scheme) {
    case 'file':
      return path.isAbsolute(rest) ? { kind: 'file', file: path.normalize(rest) } : undefined;
    case 'env':
      return /^[A-Za-z_]\w*$/.test(rest) ? { kind: 'environment', variable: rest } : undefined;
    case 'aws-secrets-manager':
      return parseAws(rest);
    case 'vault':
      return parseVault(rest);
    default:
      return undefined;
  }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: no `#` in a name. */
function parseAws(rest: string): SecretReference | undefined {
  const [, id, member] = /^([\w/+=.@:-]{1,2048})(?:#(.+))?$/.exec(rest) ?? [];
  return id === undefined ? undefined : { kind: 'aws-secrets-manager', id, member };
}

function parseVault(rest: string): SecretReference | undefined {
  const [, mount, where, member] = /^([\w.-]+)\/([\w./-]+)#(.+)$/.exec(rest) ?? [];
  if (mount === undefined || where === undefined || member === undefined) return undefined;
  const parts = [mount, ...where.split('/')];
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  return { kind: 'vault', mount, path: where, member };
}
