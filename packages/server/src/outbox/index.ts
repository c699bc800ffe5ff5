export type { Mail, MailTemplate, MailTo, MailValues } from './mail.ts';
export { MailError, type MailErrorCode } from './mail-error.ts';
export { mailOutbox, outboxName, type MailOutbox } from './mail-outbox.ts';
export {
  claimOutbox,
  deferOutbox,
  deleteOutbox,
  deleteOutboxBefore,
  oldestFailing,
  readMailProfiles,
  type OutboxRow,
} from './outbox-store.ts';
export { smtpServer, type MailServer, type OutgoingMail } from './smtp.ts';
export { writeMail } from './write-mail.ts';
export { openWebhook, webhookOutbox, type WebhookOutbox } from './webhook-outbox.ts';
export {
  claimWebhooks,
  deferWebhook,
  deleteWebhook,
  type WebhookRow,
} from './webhook-outbox-store.ts';
export { isWebhookSecret, postWebhook, type WebhookErrorCode } from './webhook-post.ts';
