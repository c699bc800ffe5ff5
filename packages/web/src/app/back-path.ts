/** Where to go after signing in: a path of this app, never another site and never a page of the way in. */
export function backPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted)) return '/';
  return GUEST_PAGES.some((page) => wanted.startsWith(page)) ? '/' : wanted;
}

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
];
