export { InvitationPage } from './invitation-page.tsx';
export { LinkIncomplete } from './link-incomplete.tsx';
export type { Kit } from './kit-text.ts';
export { RecoveryKitSteps } from './recovery-kit-steps.tsx';
export { SetUpPage } from './set-up-page.tsx';
export { SignUpPage } from './sign-up-page.tsx';
