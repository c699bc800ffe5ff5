/** Where to go after signing in: a path of this app, never another site and never a page of the way in. */
export function backPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted)) return '/';
  return GUEST_PAGES.some((page) => wanted.startsWith(page)) ? '/' : wanted;
}

/** The token of a link waits after `#` while somebody signs in. Only for pages of such links: every other has its own. */
export function waitingToken(wanted: string | undefined, hash: string): string {
  return TOKEN_PAGES.includes(backPath(wanted)) ? hash : '';
}

/** Where to go after signing in, with the token that waited. */
export function backWithToken(wanted: string | undefined, hash: string): string {
  const token = waitingToken(wanted, hash);
  return token === '' ? backPath(wanted) : `${backPath(wanted)}#${token}`;
}

const TOKEN_PAGES = ['/consent', '/guardianship'];

const GUEST_PAGES = [
  '/sign-in',
  '/sign-up',
  '/set-up',
  '/invitation',
  '/confirm',
  '/reset',
  '/email-change',
  '/recovery-cancel',
  '/account/second-factor',
  '/hand-over',
];
