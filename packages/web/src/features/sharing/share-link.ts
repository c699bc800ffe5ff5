/** Where a pasted share link leads: here, to another installation, or nowhere. */
export type PastedLink =
  | { readonly kind: 'here'; readonly token: string }
  | { readonly kind: 'elsewhere'; readonly url: string; readonly host: string }
  | { readonly kind: 'none' };

/** `origin` is that of this installation. The token is what stands after `#` and is never looked into. */
export function readPastedLink(pasted: string, origin: string): PastedLink {
  const url = URL.parse(pasted.trim());
  const token = url?.hash.slice(1) ?? '';
  const link = url && /^https?:$/.test(url.protocol) && url.pathname === '/shared' && token !== '';
  if (!url || !link) return { kind: 'none' };
  if (url.origin === origin) return { kind: 'here', token };
  return { kind: 'elsewhere', url: url.href, host: url.host };
}
