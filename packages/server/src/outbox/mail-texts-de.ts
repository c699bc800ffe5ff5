import type { MailTexts } from './mail-text.ts';

const TELL = 'sagen Sie sofort denen Bescheid, die Wardkeep für Sie betreiben';

export const GERMAN: MailTexts = {
  locale: 'de-DE',
  templates: {
    'confirm-sign-up': ({ link }) => ({
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        'Jemand, vermutlich Sie, möchte mit dieser Adresse ein Konto bei Wardkeep. Öffnen Sie diesen Link und geben Sie das Passwort ein, das Sie gewählt haben:',
        link,
        'Er gilt einmal, 24 Stunden lang. Wenn Sie es nicht waren, tun Sie nichts: ohne ihn gibt es kein Konto.',
      ],
    }),
    'already-registered': ({ link }) => ({
      subject: 'Diese Adresse hat schon ein Konto',
      paragraphs: [
        'Jemand, vermutlich Sie, wollte diese Adresse für ein Konto bei Wardkeep verwenden. Sie hat schon eines. Dort können Sie sich anmelden, oder ein neues Passwort wählen, wenn Sie Ihres vergessen haben:',
        link,
        'Wenn Sie es nicht waren, tun Sie nichts: es wurde nichts geändert.',
      ],
    }),
    invitation: ({ link, role }) => ({
      subject: 'Sie sind zu Wardkeep eingeladen',
      paragraphs: [
        `Sie sind zu Wardkeep eingeladen, Ihre Rolle: ${role}. Öffnen Sie diesen Link und wählen Sie ein Passwort:`,
        link,
        'Er gilt einmal. Wenn Sie ihn nicht erwartet haben, tun Sie nichts, oder fragen Sie dort nach, wo Sie arbeiten oder behandelt werden.',
      ],
    }),
    'password-reset': ({ link }) => ({
      subject: 'Wählen Sie ein neues Passwort',
      paragraphs: [
        'Jemand, vermutlich Sie, möchte ein neues Passwort für das Konto bei Wardkeep mit dieser Adresse. Wählen Sie es hier:',
        link,
        'Der Link gilt einmal, 10 Minuten lang; nach einem zweiten Faktor werden Sie danach trotzdem gefragt. Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
      ],
    }),
    'password-changed': () => ({
      subject: 'Ihr Passwort wurde geändert',
      paragraphs: [
        'Das Passwort Ihres Kontos bei Wardkeep wurde geändert, und seine anderen Sitzungen wurden beendet.',
        `Wenn Sie es waren, ist alles gut. Wenn nicht, wählen Sie dort, wo Sie sich anmelden, mit „Passwort vergessen?“ ein neues, und ${TELL}.`,
      ],
    }),
    'email-change': ({ link }) => ({
      subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      paragraphs: [
        'Jemand, vermutlich Sie, möchte diese Adresse von jetzt an für das eigene Konto bei Wardkeep verwenden. Öffnen Sie diesen Link, um sie zu bestätigen:',
        link,
        'Er gilt einmal, 24 Stunden lang; vorher ändert sich nichts. Wenn Sie es nicht waren, tun Sie nichts.',
      ],
    }),
    'email-changed': () => ({
      subject: 'Ihr Konto hat eine andere E-Mail-Adresse',
      paragraphs: [
        'Ihr Konto bei Wardkeep hat eine andere E-Mail-Adresse bekommen. An diese hier wird nicht mehr geschrieben.',
        `Wenn Sie es waren, ist alles gut. Wenn nicht, ist jemand anderes in Ihrem Konto: ${TELL}.`,
      ],
    }),
    'factor-added': ({ factor }) => ({
      subject: 'Ein Weg zur Anmeldung kam hinzu',
      paragraphs: [
        `Zu Ihrem Konto bei Wardkeep kam hinzu: ${factor}. Andere Sitzungen wurden beendet.`,
        `Wenn Sie es waren, ist alles gut. Wenn nicht, entfernen Sie das unter Konto, Sicherheit, und ändern Sie Ihr Passwort. Wenn Sie nicht hineinkommen, ${TELL}.`,
      ],
    }),
    'factor-removed': ({ factor }) => ({
      subject: 'Ein Weg zur Anmeldung wurde entfernt',
      paragraphs: [
        `Von Ihrem Konto bei Wardkeep wurde entfernt: ${factor}. Andere Sitzungen wurden beendet.`,
        `Wenn Sie es waren, ist alles gut. Wenn nicht, ändern Sie Ihr Passwort, und ${TELL}.`,
      ],
    }),
    'recovery-codes-made': () => ({
      subject: 'Es gibt neue Wiederherstellungscodes',
      paragraphs: [
        'Ihr Konto bei Wardkeep hat neue Wiederherstellungscodes. Die Sie vorher hatten, gelten nicht mehr.',
        `Wenn Sie es waren, ist alles gut. Wenn nicht, ändern Sie Ihr Passwort, erzeugen Sie unter Konto, Sicherheit, neue Codes, und ${TELL}.`,
      ],
    }),
    'recovery-code-used': ({ left }) => ({
      subject: 'Ein Wiederherstellungscode wurde benutzt',
      paragraphs: [
        `Einer Ihrer Wiederherstellungscodes wurde benutzt, um in Ihr Konto bei Wardkeep zu kommen. Übrige Codes: ${left}. Neue erzeugen Sie unter Konto, Sicherheit.`,
        `Wenn Sie es nicht waren, ändern Sie Ihr Passwort, erzeugen Sie neue Codes, und ${TELL}.`,
      ],
    }),
    'new-device': ({ device, country, at }) => ({
      subject: 'Ihr Konto wurde auf einem neuen Gerät benutzt',
      paragraphs: [
        `Jemand hat sich bei Ihrem Konto bei Wardkeep auf einem Gerät angemeldet, das es nicht kannte: ${device}, ${country}, ${at}.`,
        'Wenn Sie es waren, ist alles gut. Wenn nicht, beenden Sie diese Sitzung unter Konto, Sicherheit, und ändern Sie Ihr Passwort.',
      ],
    }),
    'new-country': ({ device, country, at }) => ({
      subject: 'Ihr Konto wurde in einem neuen Land benutzt',
      paragraphs: [
        `Jemand hat sich bei Ihrem Konto bei Wardkeep von dort angemeldet, wo es bisher nicht benutzt wurde: ${country}, ${device}, ${at}.`,
        'Wenn Sie es waren, ist alles gut. Wenn nicht, beenden Sie diese Sitzung unter Konto, Sicherheit, und ändern Sie Ihr Passwort.',
      ],
    }),
    'session-reused': ({ at }) => ({
      subject: 'Eine Ihrer Sitzungen wurde beendet',
      paragraphs: [
        `Eine Sitzung Ihres Kontos bei Wardkeep wurde doppelt benutzt (${at}), als hätte sie jemand kopiert. Sie wurde überall beendet: melden Sie sich neu an.`,
        'Wenn das wieder geschieht, oder jemand anderes an Ihrem Gerät war, ändern Sie unter Konto, Sicherheit, Ihr Passwort.',
      ],
    }),
    'recovery-requested': ({ waitsUntil, link }) => ({
      subject: 'Jemand möchte ohne Ihren zweiten Faktor hinein',
      paragraphs: [
        `Jemand, der das Passwort Ihres Kontos bei Wardkeep kennt, vermutlich Sie, hat den zweiten Faktor verloren und möchte ohne ihn hinein. Die Verwaltung muss zustimmen, und vor diesem Zeitpunkt öffnet sich nichts: ${waitsUntil}.`,
        'Wenn Sie es nicht waren, brechen Sie es mit diesem Link ab, und ändern Sie Ihr Passwort:',
        link,
      ],
    }),
    'recovery-approved': ({ waitsUntil }) => ({
      subject: 'Bald kommen Sie ohne Ihren zweiten Faktor hinein',
      paragraphs: [
        `Die Verwaltung hat zugestimmt, dass sich Ihr Konto bei Wardkeep ohne seinen zweiten Faktor öffnet. Melden Sie sich ab diesem Zeitpunkt mit Ihrem Passwort an, und richten Sie einen neuen ein: ${waitsUntil}.`,
        `Wenn Sie das nicht wollten, ${TELL}.`,
      ],
    }),
    'recovery-ended': () => ({
      subject: 'Ohne Ihren zweiten Faktor kommt niemand hinein',
      paragraphs: [
        'Die Bitte, ohne den zweiten Faktor in Ihr Konto bei Wardkeep zu kommen, ist beendet. Sie öffnet nichts.',
        'Wenn sie von Ihnen war und Sie weiter nicht hineinkommen, sprechen Sie mit denen, die Wardkeep für Sie betreiben. Wenn nicht, ändern Sie Ihr Passwort.',
      ],
    }),
    'recovery-used': () => ({
      subject: 'Ihr Konto wurde ohne seinen zweiten Faktor geöffnet',
      paragraphs: [
        'Ihr Konto bei Wardkeep wurde ohne seinen zweiten Faktor geöffnet, wie es die Verwaltung erlaubt hatte. Die Faktoren, die es hatte, gelten nicht mehr.',
        `Wenn Sie es waren, richten Sie einen neuen ein. Wenn nicht, ${TELL}.`,
      ],
    }),
    'account-suspended': () => ({
      subject: 'Ihr Konto wurde gesperrt',
      paragraphs: [
        'Bei Ihrem Konto bei Wardkeep kann sich vorerst niemand anmelden, und seine Sitzungen wurden beendet. Was darin ist, bleibt, wie es ist.',
        'Warum, sagen Ihnen die, die Wardkeep für Sie betreiben.',
      ],
    }),
    'account-resumed': () => ({
      subject: 'Ihr Konto ist wieder offen',
      paragraphs: [
        'Sie können sich bei Ihrem Konto bei Wardkeep wieder anmelden.',
        'Wenn Sie nicht wissen, warum es gesperrt war, fragen Sie die, die Wardkeep für Sie betreiben.',
      ],
    }),
    'account-deactivated': () => ({
      subject: 'Ihr Konto wurde geschlossen',
      paragraphs: [
        'Ihr Konto bei Wardkeep wurde geschlossen, und seine Sitzungen wurden beendet. Gelöscht wurde nichts.',
        'Wenn Sie es nicht waren, oder es wiederhaben möchten, sprechen Sie mit denen, die Wardkeep für Sie betreiben.',
      ],
    }),
  },
  footer:
    'Das hat Wardkeep von selbst geschrieben; Antworten liest niemand. Nach Ihrem Passwort fragt es nie per E-Mail.',
  words: {
    roles: {
      admin: 'Verwaltung',
      provider: 'Ärztlicher Dienst oder Pflege',
      carer: 'Pflegende Person',
      patient: 'Patientin oder Patient',
      radiologist: 'Radiologie',
      technologist: 'Medizinische Technologie',
      client: 'Versicherung oder Forschung',
    },
    factors: {
      totp: 'eine Authenticator-App',
      passkey: 'ein Passkey',
      'recovery-code': 'ein Wiederherstellungscode',
    },
    unknownPlace: 'unbekannter Ort',
    unknownDevice: 'unbekanntes Gerät',
  },
};
