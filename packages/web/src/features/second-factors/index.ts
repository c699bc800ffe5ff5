export { PasskeySetUp } from './passkey-set-up.tsx';
export { RecoveryCodesSheet } from './recovery-codes-sheet.tsx';
export { SecondFactorPage } from './second-factor-page.tsx';
export { SecondFactorSetUp } from './second-factor-set-up.tsx';
export { type FactorSetUpProps, TotpSetUp } from './totp-set-up.tsx';
