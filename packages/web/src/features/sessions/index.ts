export {
  ACCOUNT_KEY,
  type Account,
  accountOptions,
  useAccount,
  usePatientId,
} from './account-query.ts';
export { notingFetch } from './activity.ts';
export { ClientProvider, useClient } from './client-context.tsx';
export { CodeField, isWrongCode, plainCode } from './code-field.tsx';
export { IdleWatch } from './idle-watch.tsx';
export { PasskeyAlert } from './passkey-alert.tsx';
export { createPasskey, hasPasskeys } from './passkey.ts';
export { SecondStepPage } from './second-step-page.tsx';
export { type CurrentSession, sessionOptions, useSignedIn } from './session-query.ts';
export { SignInFirst } from './sign-in-first.tsx';
export { SignInPage } from './sign-in-page.tsx';
export { type StepUp, createStepUp } from './step-up.ts';
export { StepUpProvider, useFreshProof } from './step-up-context.tsx';
export { StepUpDialog } from './step-up-dialog.tsx';
export { useBack } from './use-back.ts';
export { SIGN_OUT_KEY, useSignOut } from './use-sign-out.ts';
