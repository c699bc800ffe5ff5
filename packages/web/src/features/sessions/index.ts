export {
  ACCOUNT_KEY,
  type Account,
  accountOptions,
  useAccount,
  usePatientId,
} from './account-query.ts';
export { ClientProvider, useClient } from './client-context.tsx';
export { SignInPage } from './sign-in-page.tsx';
export { SIGN_OUT_KEY, useSignOut } from './use-sign-out.ts';
