import type { security as english } from '../en/security.ts';

export const security: Record<keyof typeof english, string> = {
  'security.title': 'Sicherheit',
  'security.lead': 'Wie Sie sich anmelden, und wo Sie angemeldet sind.',
  'security.name': 'Name',
  'security.name.hint': 'Damit Sie es später wiedererkennen',
  'security.name.missing': 'Geben Sie einen Namen ein',
  'security.name.save': 'Speichern',
  'security.rename': 'Umbenennen',
  'security.rename.label': '{name} umbenennen',
  'ownAccount.security': 'Passwort, zweiter Faktor und die Geräte, auf denen Sie angemeldet sind.',
  'ownAccount.security.action': 'Zu den Sicherheitseinstellungen',

  'password.changed': 'Zuletzt geändert',
  'password.change': 'Passwort ändern',
  'password.change.words': 'Alle Ihre anderen Geräte werden abgemeldet.',
  'password.change.action': 'Ändern',
  'password.new': 'Neues Passwort',
  'password.done': 'Das Passwort ist geändert. Alle Ihre anderen Geräte sind abgemeldet.',

  'factors.title': 'Zweiter Faktor',
  'factors.isOn': 'An',
  'factors.isOff': 'Aus',
  'factors.on':
    'Wer Ihr Passwort erfährt, kann sich trotzdem nicht anmelden: Dazu braucht es etwas, das nur Sie haben.',
  'factors.off':
    'Nur Ihr Passwort schützt Ihr Konto. Mit einem zweiten Faktor kann sich auch niemand anmelden, der es erfährt.',
  'factors.kept':
    'Ihre Rolle braucht mindestens einen zweiten Faktor, deshalb lässt sich dieser nicht entfernen. Fügen Sie erst einen anderen hinzu.',
  'factors.totp': 'Authenticator-App',
  'factors.totp.words': 'Eine App auf Ihrem Telefon, die alle 30 Sekunden einen neuen Code zeigt.',
  'factors.totp.add': 'App einrichten',
  'factors.passkey': 'Passkey',
  'factors.passkey.added': 'Hinzugefügt am {date}',
  'factors.passkey.used': 'zuletzt benutzt {seen}',
  'factors.passkey.unused': 'noch nicht benutzt',
  'factors.passkey.synced': 'Auf allen Geräten des Kontos verfügbar, das ihn aufbewahrt',
  'factors.passkey.bound': 'Bleibt auf dem Gerät, auf dem er entstanden ist',
  'factors.passkey.rename': 'Passkey umbenennen',
  'factors.passkeys': 'Passkeys',
  'factors.passkeys.more': 'Noch ein Passkey',
  'factors.passkeys.words':
    'Melden Sie sich mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts an, ganz ohne Passwort.',
  'factors.passkeys.add': 'Passkey hinzufügen',
  'factors.remove': 'Entfernen',
  'factors.remove.label': '{name} entfernen',
  'factors.remove.title': '„{name}“ entfernen?',
  'factors.remove.one':
    'Danach öffnet er nichts mehr; Ihre anderen zweiten Faktoren bleiben. Alle Ihre anderen Geräte werden abgemeldet.',
  'factors.remove.last':
    'Das ist Ihr letzter zweiter Faktor. Danach genügt das Passwort allein, um sich anzumelden, und die Wiederherstellungscodes öffnen nichts mehr. Alle Ihre anderen Geräte werden abgemeldet.',
  'factors.codes': 'Wiederherstellungscodes',
  'factors.codes.keep': 'Bewahren Sie diese Codes auf',
  'factors.codes.left': '{count, plural, =0 {Keiner übrig} one {Noch #} other {Noch #}}',
  'factors.codes.words':
    'Jeder gilt einmal anstelle des zweiten Faktors, wenn Sie ihn nicht bei sich haben.',
  'factors.codes.few': 'Es ist Zeit für neue.',
  'factors.codes.make': 'Neue Codes erstellen',
  'factors.codes.make.action': 'Zehn neue Codes erstellen',
  'factors.codes.make.words':
    'Die bisherigen Codes öffnen danach nichts mehr. Die neuen werden nur einmal gezeigt: Halten Sie einen Platz bereit, um sie aufzubewahren.',

  'proof.password': 'Passwort',
  'proof.totp': 'Authenticator-App',
  'proof.passkey': 'Passkey',
  'proof.recovery-code': 'Wiederherstellungscode',

  'devices.title': 'Ihre Geräte',
  'devices.lead':
    'Alle Browser, mit denen Sie sich angemeldet haben. Kennen Sie einen nicht, dann vergessen Sie ihn und ändern Sie Ihr Passwort.',
  'devices.this': 'Dieses Gerät',
  'devices.signedIn': 'Angemeldet',
  'devices.signedOut': 'Abgemeldet',
  'devices.first': 'Zum ersten Mal gesehen am {date}',
  'devices.seen': 'Zuletzt gesehen {seen}',
  'devices.sessions': 'Angemeldet auf {device}',
  'devices.place.unknown': 'Ort unbekannt',
  'devices.since': 'Angemeldet am {since} mit {methods}',
  'devices.sessionSeen': 'Zuletzt aktiv {seen}',
  'devices.end': 'Abmelden',
  'devices.end.label': '{device} abmelden',
  'devices.endOthers': 'Überall sonst abmelden',
  'devices.endOthers.action': 'Abmelden',
  'devices.endOthers.words':
    '{count, plural, one {Eine andere Sitzung endet sofort.} other {# andere Sitzungen enden sofort.}} Hier bleiben Sie angemeldet.',
  'devices.rename': 'Gerät umbenennen',
  'devices.forget': 'Vergessen',
  'devices.forget.label': '{name} vergessen',
  'devices.forget.title': 'Dieses Gerät vergessen?',
  'devices.forget.action': 'Vergessen',
  'devices.forget.words':
    '„{name}“ wird abgemeldet. Meldet sich damit wieder jemand an, gilt es als neues Gerät.',
  'devices.countries':
    'Orte stammen aus einer Liste von Netzen und Ländern mit Stand {date}. Sie kennt Länder, keine Städte, und kann sich irren.',
  'devices.countries.none':
    'Orte werden nicht geprüft: Diese Installation hat keine Liste von Netzen und Ländern.',

  'email.current': 'Ihre Adresse',
  'email.change': 'Adresse ändern',
  'email.change.words':
    'Wir schicken einen Link an die neue Adresse. Erst wenn Sie ihn öffnen, ändert sie sich.',
  'email.change.action': 'Link schicken',
  'email.new': 'Neue E-Mail-Adresse',
  'email.noMail':
    'Diese Installation verschickt keine E-Mails. Deshalb lässt sich eine Adresse nicht bestätigen und nicht ändern. Fragen Sie, wer sie betreibt.',
  'email.sent':
    'Der Link ist unterwegs. Öffnen Sie ihn binnen 24 Stunden im neuen Postfach; bis dahin ändert sich nichts.',

  'deactivation.title': 'Konto schließen',
  'deactivation.action': 'Konto schließen …',
  'deactivation.words':
    'Sie werden überall abgemeldet, und niemand kann sich mehr mit diesem Konto anmelden. Nur die Verwaltung kann es wieder öffnen.',
  'deactivation.notErasing':
    'Ihre Akte bleibt, versiegelt. Soll sie verschwinden, dann löschen Sie stattdessen alles über sich.',
  'deactivation.lastAdmin':
    'Sie sind die einzige Person in der Verwaltung. Laden Sie erst eine weitere ein, damit sich jemand um diese Installation kümmert.',
  'deactivation.confirm': 'Jetzt schließen',
  'deactivation.confirm.words':
    'Sie werden sofort abgemeldet und können nicht von selbst zurückkommen. Links, die Sie geteilt haben, gelten weiter, bis sie enden.',
};
