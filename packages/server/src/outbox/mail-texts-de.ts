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
    'impossible-travel': ({ device, country, at, from, minutes }) => ({
      subject: 'Ihr Konto wurde fast gleichzeitig in zwei Ländern benutzt',
      paragraphs: [
        `Jemand hat sich bei Ihrem Konto bei Wardkeep angemeldet, ${minutes} nachdem es in einem anderen Land benutzt wurde (jetzt: ${country}; zuvor: ${from}). Das reicht selten für eine Reise. Gerät und Zeit: ${device}, ${at}.`,
        'Wenn Sie es waren, gleich hinter einer Grenze oder über ein VPN, ist alles gut. Wenn nicht, beenden Sie diese Sitzung unter Konto, Sicherheit, und ändern Sie Ihr Passwort.',
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
    'consent-offered': ({ link, patientLabel }) => ({
      subject: 'Jemand möchte Ihnen eigene Gesundheitsdaten zeigen',
      paragraphs: [
        `Sie sind eingeladen, Gesundheitsdaten bei Wardkeep zu sehen. Die Einladung kommt von: ${patientLabel}. Öffnen Sie diesen Link, lesen Sie, was Ihnen angeboten wird, und sagen Sie ja oder nein:`,
        link,
        'Er gilt einmal, höchstens 7 Tage lang, und nur mit einem Konto für diese Adresse. Wenn Sie nicht wissen, wer das ist, tun Sie nichts: niemand erfährt, ob Sie das gelesen haben.',
      ],
    }),
    'consent-accepted': ({ label }) => ({
      subject: 'Ihre Einladung wurde angenommen',
      paragraphs: [
        `Ihre Einladung wurde angenommen; Sie hatten sie so genannt: ${label}. Von jetzt an ist zu sehen, was Sie ausgewählt haben.`,
        'Wer es ist und was zu sehen ist, steht unter Personen mit Zugriff. Dort können Sie es jederzeit zurücknehmen, und es endet sofort.',
      ],
    }),
    'consent-declined': ({ label }) => ({
      subject: 'Ihre Einladung wurde abgelehnt',
      paragraphs: [
        `Ihre Einladung wurde abgelehnt; Sie hatten sie so genannt: ${label}. Niemand sieht dadurch etwas.`,
        'Wenn Sie noch einmal fragen möchten, laden Sie unter Personen mit Zugriff neu ein.',
      ],
    }),
    'consent-left': ({ label }) => ({
      subject: 'Jemand hat den Zugriff zurückgegeben, den Sie erlaubt hatten',
      paragraphs: [
        `Jemand, dem Sie Daten gezeigt haben, braucht das nicht mehr und hat es zurückgegeben; Sie hatten es so genannt: ${label}. Dadurch ist nichts mehr zu sehen.`,
        'Wenn Sie wieder etwas zeigen möchten, laden Sie unter Personen mit Zugriff neu ein.',
      ],
    }),
    'consent-widening-accepted': ({ label }) => ({
      subject: 'Was Sie zusätzlich angeboten haben, wurde angenommen',
      paragraphs: [
        `Sie hatten jemandem angeboten, mehr zu sehen oder zu tun, und die Antwort ist ja; Sie nennen es: ${label}. Es gilt von jetzt an.`,
        'Unter Personen mit Zugriff sehen Sie, was erlaubt ist, und können es jederzeit zurücknehmen.',
      ],
    }),
    'consent-widening-declined': ({ label }) => ({
      subject: 'Was Sie zusätzlich angeboten haben, wurde abgelehnt',
      paragraphs: [
        `Sie hatten jemandem angeboten, mehr zu sehen oder zu tun, und die Antwort ist nein; Sie nennen es: ${label}. Was vorher vereinbart war, gilt weiter.`,
        'Unter Personen mit Zugriff sehen Sie, was erlaubt ist.',
      ],
    }),
    'consent-widening': ({ patientLabel }) => ({
      subject: 'Möchten Sie mehr sehen oder tun dürfen?',
      paragraphs: [
        `Jemand, der Ihnen die eigenen Daten zeigt, bietet Ihnen mehr an als bisher. Das Angebot kommt von: ${patientLabel}. Es ändert sich nichts, bis Sie ja sagen.`,
        'Melden Sie sich an, und antworten Sie unter Mit mir geteilt.',
      ],
    }),
    'consent-narrowed': ({ patientLabel }) => ({
      subject: 'Sie sehen von jetzt an weniger von jemandes Daten',
      paragraphs: [
        `Jemand, der Ihnen die eigenen Daten zeigt, hat geändert, was Sie sehen oder tun dürfen, oder bis wann: ${patientLabel}. Links, die Sie daraus geteilt haben, sind beendet.`,
        'Was bleibt, steht unter Mit mir geteilt.',
      ],
    }),
    'consent-revoked': ({ patientLabel }) => ({
      subject: 'Sie sehen jemandes Daten nicht mehr',
      paragraphs: [
        `Jemand, der Ihnen die eigenen Daten gezeigt hat, hat das beendet: ${patientLabel}. Links, die Sie daraus geteilt haben, sind auch beendet.`,
        'Wenn Sie die Daten noch brauchen, bitten Sie um eine neue Einladung.',
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
    'emergency-opened': ({ at, until }) => ({
      subject: 'Ihre Akte wurde in einem Notfall geöffnet',
      paragraphs: [
        `Jemand aus der Behandlung hat Ihre Akte in Wardkeep, oder die eines Menschen, um den Sie sich kümmern, wegen eines Notfalls geöffnet: ${at}. Gelesen werden kann sie längstens bis ${until}; danach ist sie wieder zu.`,
        'Wer es war, warum, und was angesehen wurde, sehen Sie in Wardkeep unter „Notfallzugriffe“. Wenn es kein Notfall war, sagen Sie es dort: Jeder wird von jemandem geprüft, der Sie nicht behandelt.',
      ],
    }),
    'emergency-to-review': ({ at, until }) => ({
      subject: 'Ein Notfallzugriff wartet auf seine Prüfung',
      paragraphs: [
        `Eine Akte wurde in einem Notfall geöffnet: ${at}. Zu prüfen ist er bis ${until}.`,
        'Melden Sie sich bei Wardkeep an und öffnen Sie „Notfallprüfungen“: Dort steht, wer sie geöffnet hat und warum, und nichts aus der Akte.',
      ],
    }),
    'emergency-disputed': ({ at, until }) => ({
      subject: 'Jemand sagt, dass es kein Notfall war',
      paragraphs: [
        `Eine Akte wurde in einem Notfall geöffnet: ${at}. Wem sie gehört, sagt, dass es keiner war. Zu prüfen ist er bis ${until}.`,
        'Melden Sie sich bei Wardkeep an und öffnen Sie „Notfallprüfungen“: Er steht dort zuoberst, mit dem, was dazu geschrieben wurde.',
      ],
    }),
    'emergency-overdue': ({ count }) => ({
      subject: 'Prüfungen von Notfallzugriffen sind überfällig',
      paragraphs: [
        `Notfallzugriffe, deren Prüfung überfällig ist: ${count}. Sie hören davon jeden Tag, bis sie geprüft sind.`,
        'Melden Sie sich bei Wardkeep an und öffnen Sie „Notfallprüfungen“.',
      ],
    }),
    'emergency-misused': ({ at }) => ({
      subject: 'Ihre Akte wurde ohne guten Grund geöffnet',
      paragraphs: [
        `Ihre Akte in Wardkeep, oder die eines Menschen, um den Sie sich kümmern, wurde als Notfall geöffnet: ${at}. Die Prüfung hat ergeben, dass es keiner war. Dieser Zugriff ist beendet, und das Konto, mit dem es geschah, ist gesperrt.`,
        'Was angesehen wurde, sehen Sie in Wardkeep unter „Notfallzugriffe“. Es tut uns leid. Was daraus folgt, sagen Ihnen die, die Wardkeep für Sie betreiben.',
      ],
    }),
    'emergency-searches': ({ count, account }) => ({
      subject: 'Viele Notfallsuchen, die niemanden fanden',
      paragraphs: [
        `Jemand, der im Notfall Akten öffnen darf, hat ${count} Mal in einer Stunde nach Menschen gesucht, die nicht gefunden wurden. Das kann Eile sein, oder jemand probiert Namen aus. Das Konto hat diese Kennung: ${account}.`,
        'Fragen Sie nach, wessen Konto es ist. Wenn die Antwort Sie nicht überzeugt, sperren Sie es unter „Konten“.',
      ],
    }),
    'reidentification-requested': ({ until }) => ({
      subject: 'Eine Re-Identifizierung wartet auf eine zweite Person',
      paragraphs: [
        `Jemand anderes aus der Verwaltung möchte erfahren, zu wem ein Pseudonym gehört. Ohne eine zweite Person wird nichts nachgeschlagen; die Anfrage endet am ${until}.`,
        'Melden Sie sich bei Wardkeep an, öffnen Sie „Re-Identifizierung“, lesen Sie den Grund, und stimmen Sie zu oder lehnen Sie ab.',
      ],
    }),
    'reidentification-approved': ({ until }) => ({
      subject: 'Ihrer Re-Identifizierung wurde zugestimmt',
      paragraphs: [
        `Jemand anderes aus der Verwaltung hat zugestimmt. Sie können das Ergebnis einmal lesen, bis ${until}.`,
        'Melden Sie sich bei Wardkeep an und öffnen Sie „Re-Identifizierung“. Dass Sie es gelesen haben, steht im Protokoll der Person, um die es geht.',
      ],
    }),
    'reidentification-refused': () => ({
      subject: 'Ihre Re-Identifizierung wurde abgelehnt',
      paragraphs: [
        'Ihre Anfrage, zu wem ein Pseudonym gehört, wurde abgelehnt. Nachgeschlagen wurde nichts.',
        'Wenn Sie es weiter brauchen, sprechen Sie mit den anderen aus der Verwaltung, und fragen Sie noch einmal.',
      ],
    }),
    'care-team-joined': () => ({
      subject: 'Ihr Behandlungsteam hat ein neues Mitglied',
      paragraphs: [
        'Jemand aus einem Behandlungsteam, dem Sie Zugang gegeben haben, hat eine Kollegin oder einen Kollegen derselben Einrichtung dazugeholt. Zu sehen ist, was Sie dem Team erlaubt haben, und nicht mehr.',
        'Wer es ist, sehen Sie in Wardkeep unter „Menschen mit Zugang“. Dort können Sie die Person wieder herausnehmen oder den Zugang des ganzen Teams beenden.',
      ],
    }),
    'guardian-offer': ({ link }) => ({
      subject: 'Sie werden gebeten, sich um eine Akte mitzukümmern',
      paragraphs: [
        'Jemand, der sich in Wardkeep um die Akte eines Kindes oder Angehörigen kümmert, möchte das gemeinsam mit Ihnen tun. Öffnen Sie diesen Link, melden Sie sich an, und nehmen Sie an:',
        link,
        'Er gilt einmal, 7 Tage lang. Wenn Sie ihn nicht erwartet haben, tun Sie nichts.',
      ],
    }),
    'guardian-joined': () => ({
      subject: 'Noch jemand kümmert sich jetzt um die Akte',
      paragraphs: [
        'Jemand hat angenommen, sich in Wardkeep um die Akte desselben Kindes oder Angehörigen zu kümmern wie Sie, und sieht und darf dort, was Sie dürfen.',
        'Wer es ist, sehen Sie in Wardkeep unter „Kinder und Angehörige“. Wenn Sie das nicht erwartet haben, fragen Sie die anderen.',
      ],
    }),
    'hand-over': ({ link }) => ({
      subject: 'Übernehmen Sie Ihre Akte',
      paragraphs: [
        'Wer sich bisher in Wardkeep um Ihre Akte gekümmert hat, übergibt sie an Sie. Öffnen Sie diesen Link und wählen Sie ein Passwort; von da an entscheiden nur Sie, wer sie sieht:',
        link,
        'Er gilt einmal, 7 Tage lang. Wenn Sie ihn nicht erwartet haben, tun Sie nichts.',
      ],
    }),
    'audit-checkpoint': ({ origin, size, root, signature }) => ({
      subject: 'Prüfpunkt des Zugriffsprotokolls',
      paragraphs: [
        'Das war das Zugriffsprotokoll, in drei Zeilen und einer Signatur. Heben Sie es auf, wo niemand es ändern kann, der Wardkeep betreibt:',
        `${origin}\n${size}\n${root}`,
        signature,
        'Wer umschreibt, was vorher protokolliert wurde, kann es damit nicht mehr in Einklang bringen. Wie man vergleicht, steht in docs/escrow.md.',
      ],
    }),
    'handed-over': () => ({
      subject: 'Eine Akte, um die Sie sich gekümmert haben, wurde übergeben',
      paragraphs: [
        'Jemand, um dessen Akte Sie sich in Wardkeep gekümmert haben, hat jetzt ein eigenes Konto. Sie sehen diese Akte nicht mehr, außer Sie bekommen Zugang.',
        `Wenn das nicht so besprochen war, ${TELL}.`,
      ],
    }),
    'access-asked': () => ({
      subject: 'Jemand fragt nach einem Zugriff auf die eigenen Daten',
      paragraphs: [
        'Jemand hat in Wardkeep nachgesehen, wer die eigenen Daten geöffnet hat, und fragt nach einem der Zugriffe.',
        'Melden Sie sich in Wardkeep an und öffnen Sie „Fragen zu Zugriffen“, um die Frage zu lesen und zu beantworten.',
      ],
    }),
    'access-answered': () => ({
      subject: 'Ihre Frage zu einem Zugriff ist beantwortet',
      paragraphs: [
        'Sie haben in Wardkeep nach einem Zugriff auf Ihre Daten gefragt, oder auf die von jemandem, um den Sie sich kümmern. Es gibt eine Antwort.',
        'Melden Sie sich in Wardkeep an und öffnen Sie „Wer hat hineingesehen“: Die Antwort steht bei dem Zugriff.',
      ],
    }),
    alert: ({ rule, count, at, link }) => ({
      subject: `Sicherheitsalarm: ${rule}`,
      paragraphs: [
        `Wardkeep schlägt Alarm: ${rule}. Gezählt: ${count}. Zuletzt am ${at}.`,
        'Um wen und was es geht, sehen Sie dort, wo Sie den Alarm quittieren:',
        link,
        'Solange es andauert, erfahren Sie es nach einer Stunde wieder; nach dem Quittieren erst, wenn es von Neuem geschieht.',
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
    alerts: {
      'sign-in-failures': 'viele misslungene Anmeldungen',
      denials: 'ein Konto wurde viele Male abgewiesen',
      'emergency-access': 'ein Notfallzugriff wurde geöffnet',
      'mass-reads': 'ein Konto hat die Akten vieler Patienten gelesen',
      export: 'Daten wurden exportiert',
      'role-change': 'jemand von der Verwaltung hat geändert, wer was darf',
      'key-work-failed': 'Arbeit an den Schlüsseln ist misslungen',
      'backup-failed': 'eine Sicherung ist misslungen',
      'escrow-mismatch': 'das Protokoll und die außerhalb verwahrte Kopie passen nicht zusammen',
      'audit-fault': 'ein Eintrag des Protokolls passt nicht',
      'audit-lag': 'das Protokoll ist im Rückstand',
      'disk-low': 'die Festplatte ist fast voll',
      'clock-jump': 'die Uhr ist gesprungen',
    },
    unknownPlace: 'unbekannter Ort',
    unknownDevice: 'unbekanntes Gerät',
  },
};
