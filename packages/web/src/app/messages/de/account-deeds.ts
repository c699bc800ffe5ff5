import type { accountDeeds as english } from '../en/account-deeds.ts';

export const accountDeeds: Record<keyof typeof english, string> = {
  'did.account-recovery.approve':
    'die Anmeldung ohne zweiten Faktor {tried, select, yes {freizugeben versucht} other {freigegeben}}',
  'did.account-recovery.cancel':
    'eine Bitte um Anmeldung ohne zweiten Faktor {tried, select, yes {zu stoppen versucht} other {gestoppt}}',
  'did.account-recovery.list':
    'nach verlorenen zweiten Faktoren {tried, select, yes {zu sehen versucht} other {gesehen}}',
  'did.account-recovery.refuse':
    'eine Bitte um Anmeldung ohne zweiten Faktor {tried, select, yes {abzulehnen versucht} other {abgelehnt}}',
  'did.account-recovery.request':
    'um Anmeldung ohne zweiten Faktor {tried, select, yes {zu bitten versucht} other {gebeten}}',
  'did.account.change-email':
    'um eine andere E-Mail-Adresse {tried, select, yes {zu bitten versucht} other {gebeten}}',
  'did.account.change-password':
    'das Passwort {tried, select, yes {zu ändern versucht} other {geändert}}',
  'did.account.complete-sign-up':
    'die E-Mail-Adresse {tried, select, yes {zu bestätigen versucht} other {bestätigt}}',
  'did.account.confirm-email-change':
    'die neue E-Mail-Adresse {tried, select, yes {zu bestätigen versucht} other {bestätigt}}',
  'did.account.deactivate':
    'das Konto {tried, select, yes {zu schließen versucht} other {geschlossen}}',
  'did.account.read-security':
    'die Sicherheitsseite {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.account.request-password-reset':
    'um einen Link für ein neues Passwort {tried, select, yes {zu bitten versucht} other {gebeten}}',
  'did.account.reset-password':
    'ein neues Passwort {tried, select, yes {zu setzen versucht} other {gesetzt}}',
  'did.account.resume':
    'das Konto wieder {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.account.suspend': 'das Konto {tried, select, yes {zu sperren versucht} other {gesperrt}}',
  'did.device.forget': 'ein Gerät {tried, select, yes {zu entfernen versucht} other {entfernt}}',
  'did.device.rename': 'ein Gerät {tried, select, yes {umzubenennen versucht} other {umbenannt}}',
  'did.mail.send':
    '{whose, select, theirs {jemandem} other {Ihnen}} eine E-Mail zum Konto {tried, select, yes {zu schicken versucht} other {geschickt}}',
  'did.passkey.add':
    'einen Passkey {tried, select, yes {hinzuzufügen versucht} other {hinzugefügt}}',
  'did.passkey.begin':
    'einen Passkey {tried, select, yes {einzurichten versucht} other {einzurichten begonnen}}',
  'did.passkey.remove':
    'einen Passkey {tried, select, yes {zu entfernen versucht} other {entfernt}}',
  'did.passkey.rename':
    'einen Passkey {tried, select, yes {umzubenennen versucht} other {umbenannt}}',
  'did.recovery-codes.make':
    'neue Wiederherstellungscodes {tried, select, yes {zu erstellen versucht} other {erstellt}}',
  'did.session.end':
    'ein anderes Gerät {tried, select, yes {abzumelden versucht} other {abgemeldet}}',
  'did.session.end-others':
    'alle anderen Geräte {tried, select, yes {abzumelden versucht} other {abgemeldet}}',
  'did.session.passkey-options':
    'sich mit einem Passkey {tried, select, yes {anzumelden versucht} other {anzumelden begonnen}}',
  'did.session.prove-code':
    'sich mit einem Code {tried, select, yes {auszuweisen versucht} other {ausgewiesen}}',
  'did.session.prove-passkey':
    'sich mit einem Passkey {tried, select, yes {bei {whose, select, theirs {dem Konto} other {Ihrem Konto}} anzumelden versucht} other {angemeldet}}',
  'did.session.prove-password':
    'sich mit dem Passwort {tried, select, yes {auszuweisen versucht} other {ausgewiesen}}',
  'did.session.read':
    'die eigene Sitzung {tried, select, yes {zu prüfen versucht} other {geprüft}}',
  'did.session.read-keys':
    'die öffentlichen Schlüssel der Sitzungen {tried, select, yes {zu lesen versucht} other {gelesen}}',
  'did.totp.begin':
    'eine Authenticator-App {tried, select, yes {einzurichten versucht} other {einzurichten begonnen}}',
  'did.totp.confirm':
    'eine Authenticator-App {tried, select, yes {einzurichten versucht} other {eingerichtet}}',
  'did.totp.remove':
    'die Authenticator-App {tried, select, yes {zu entfernen versucht} other {entfernt}}',
};
