declare global {
  // get-nonce, inside Mantine's scroll lock, reads it before it adds a style element.
  var __webpack_nonce__: string | undefined;
}

/** The nonce that this response's policy allows styles with; Vite leaves it in a meta element. */
export function pageNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  const nonce = meta?.nonce ?? '';
  globalThis.__webpack_nonce__ = nonce;
  return nonce;
}
