import type { accounts as english } from '../en/accounts.ts';

export const accounts: Record<keyof typeof english, string> = {
  'account.email': 'E-Mail-Adresse',
  'account.email.invalid': 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org',
  'account.name': 'Name',
  'account.name.hint': 'So, wie Sie hier angesprochen werden möchten',
  'account.name.missing': 'Geben Sie Ihren Namen ein',
  'account.password': 'Passwort',
  'account.password.count': '{letters} von {least} Zeichen',
  'account.password.hint':
    'Mindestens {least} Zeichen. Gut sind ein paar Wörter, die nichts miteinander zu tun haben.',
  'account.password.short': 'Das Passwort braucht mindestens {least} Zeichen',
  'account.showPassword': 'Passwort anzeigen oder verbergen',
  'invitation.title': 'Sie sind eingeladen',
  'invitation.lead': 'Legen Sie Ihr Konto an, um dieser Installation beizutreten.',
  'invitation.action': 'Beitreten',
  'invitation.incomplete':
    'Ein Teil der Einladung fehlt. Öffnen Sie den Link genau so, wie Sie ihn bekommen haben, oder bitten Sie um einen neuen.',
  'setUp.action': 'Verwaltungskonto anlegen',
  'setUp.incomplete':
    'Ein Teil des Links fehlt. Öffnen Sie ihn genau so, wie ihn das Terminal zeigt, mit allem nach dem #.',
  'setUp.step.account': 'Verwaltung',
  'setUp.step.kit': 'Notfallblatt',
  'signIn.title': 'Anmelden',
  'signIn.lead': 'Schön, dass Sie wieder da sind.',
  'signIn.action': 'Anmelden',
  'signIn.ended':
    'Ihre Sitzung ist beendet. Melden Sie sich an, dann geht es dort weiter, wo Sie waren.',
  'signIn.failed': 'Die Anmeldung hat nicht geklappt',
  'signIn.noAccount': 'Noch kein Konto?',
  'signUp.title': 'Konto anlegen',
  'signUp.lead': 'Für Ihre eigene Akte. Nur Sie entscheiden, wer sie außer Ihnen sehen darf.',
  'signUp.action': 'Konto anlegen',
  'signUp.haveAccount': 'Sie haben schon ein Konto?',

  'setUp.title.account': 'Wardkeep einrichten',
  'setUp.title.kit': 'Ihr Notfallblatt',
  'setUp.title.factor': 'Ihr zweiter Faktor',
  'setUp.lead.account':
    'Legen Sie das erste Verwaltungskonto an. Die Verwaltung betreut die Installation; Akten sieht sie nicht.',
  'setUp.lead.kit':
    'Wenn die Schlüssel dieser Installation je verloren gehen, öffnet nur dieses Blatt die Akten wieder. Es wird einmal gezeigt und nirgends gespeichert: Drucken Sie es jetzt.',
  'setUp.lead.factor':
    'Ein Passwort kann gestohlen werden, ohne dass es jemand merkt. Darum zeigt die Verwaltung auch etwas, das sie hat.',
  'setUp.step.factor': 'Zweiter Faktor',
  'signIn.forgot': 'Passwort vergessen?',
  'signUp.closed': 'Nur mit Einladung',
  'signUp.closed.words':
    'Konten gibt es auf dieser Installation nur mit Einladung. Bitten Sie Ihre Praxis oder die Person, die sie betreibt, um einen Link.',
  'signUp.sent.title': 'Sehen Sie in Ihre E-Mails',
  'signUp.sent': 'Eine E-Mail ist unterwegs',
  'signUp.sent.words':
    'Wir haben an {email} geschrieben. Öffnen Sie innerhalb eines Tages den Link darin und geben Sie Ihr Passwort noch einmal ein. Wenn nichts ankommt, sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse.',
  'confirm.title': 'E-Mail-Adresse bestätigen',
  'confirm.lead': 'Noch ein Schritt, dann ist Ihr Konto fertig.',
  'confirm.password.hint':
    'Das, das Sie eben gewählt haben. Es zeigt, dass dieses Konto Ihnen gehört.',
  'confirm.password.wrong':
    'Das ist nicht das Passwort, mit dem das Konto angelegt werden sollte. Wenn das nicht Sie waren, schließen Sie diese Seite: Es gibt kein Konto.',
  'confirm.action': 'Bestätigen und anmelden',
  'link.mail.incomplete':
    'Ein Teil des Links fehlt. Öffnen Sie ihn genau so, wie er in der E-Mail steht, mit allem nach dem #.',
  'reset.title': 'Passwort vergessen?',
  'reset.lead':
    'Wir schicken Ihnen einen Link, mit dem Sie ein neues wählen. Er gilt einmal, zehn Minuten lang.',
  'reset.action': 'Link schicken',
  'reset.back': 'Zurück zur Anmeldung',
  'reset.sent.title': 'Sehen Sie in Ihre E-Mails',
  'reset.sent': 'Wenn es ein Konto gibt, ist eine E-Mail unterwegs',
  'reset.sent.words':
    'An {email}. Zu Ihrer Sicherheit sagen wir hier niemandem, ob es zu einer Adresse ein Konto gibt. Wenn nichts ankommt, sehen Sie im Spam-Ordner nach.',
  'reset.new.title': 'Neues Passwort wählen',
  'reset.new.lead':
    'Beim Speichern werden Sie überall abgemeldet. Wenn Sie einen zweiten Faktor haben, wird er weiterhin verlangt. Ohne einen braucht das Passwort 15 Zeichen.',
  'reset.new.password': 'Neues Passwort',
  'reset.new.action': 'Passwort speichern',
  'reset.again': 'Neuen Link anfordern',
  'reset.noMail': 'Von hier werden keine E-Mails verschickt',
  'reset.noMail.words':
    'Ein vergessenes Passwort lässt sich darum nicht per Link ersetzen. Fragen Sie, wer diese Installation betreibt: Ein Mailserver lässt sich einstellen. Wenn Sie einen Passkey haben, melden Sie sich damit an.',
  'reset.done.title': 'Ihr Passwort ist geändert',
  'reset.done': 'Gespeichert',
  'reset.done.words': 'Alle Sitzungen sind beendet. Melden Sie sich mit dem neuen Passwort an.',
  'emailChange.title': 'Neue E-Mail-Adresse bestätigen',
  'emailChange.lead': 'Ab dann melden Sie sich mit der Adresse an, an die dieser Link ging.',
  'emailChange.action': 'Diese Adresse verwenden',
  'emailChange.done': 'Die neue Adresse gilt',
  'emailChange.done.words': 'Ihrer alten Adresse haben wir Bescheid gesagt.',
  'strength.none': 'Wie schwer es zu erraten ist, steht hier, während Sie tippen.',
  'strength.unknown': 'Lang genug. Es wird geprüft, wie schwer es zu erraten ist …',
  'strength.refused':
    'Zu leicht zu erraten. Nehmen Sie ein paar Wörter, die nichts miteinander zu tun haben.',
  'strength.refused.because': 'Zu leicht zu erraten: {why}.',
  'strength.fair': 'Es geht. Ein Wort mehr macht es viel besser.',
  'strength.good': 'Gut: schwer zu erraten.',
  'strength.strong': 'Sehr gut: Das errät niemand.',
  'weakness.common': 'es gehört zu den Passwörtern, die als erste probiert werden',
  'weakness.personal': 'es besteht aus Ihrem Namen oder Ihrer Adresse',
  'weakness.keyboard': 'es folgt den Tasten einer Tastatur',
  'weakness.repeats': 'es wiederholt dieselben Zeichen',
  'weakness.sequence': 'es folgt einer Reihe wie abcd oder 4321',
  'weakness.date': 'es ist vor allem ein Datum',
  'weakness.like-common': 'es ähnelt einem Passwort, das als erstes probiert wird',
  'weakness.names': 'es besteht aus Namen',
  'weakness.one-word': 'es ist kaum mehr als ein Wort',

  'kit.title': 'Wardkeep-Notfallblatt',
  'kit.explanation':
    'Zusammen mit einer Kopie des Schlüsselspeichers und der Datenbank öffnen diese Zeichen alle Akten dieser Installation. Bewahren Sie das Blatt dort auf, wo Urkunden und Pässe liegen, getrennt vom Server und seinen Sicherungen.',
  'kit.address': 'Installation',
  'kit.made': 'Erstellt am',
  'kit.fingerprint': 'Blattnummer',
  'kit.groups': 'Zeichen zur Wiederherstellung',
  'kit.print': 'Drucken',
  'kit.download': 'Als Text herunterladen',
  'kit.confirm': 'Ist es auf Papier?',
  'kit.confirm.lead':
    'Lesen Sie die letzte Zeichengruppe von Ihrem Blatt ab und geben Sie sie hier ein.',
  'kit.confirm.action': 'Das Blatt ist in Sicherheit',
  'kit.lastGroup': 'Letzte Gruppe',
  'kit.lastGroup.wrong': 'Das ist nicht die letzte Gruppe. Sehen Sie noch einmal auf das Blatt.',

  'needsSetUp.title': 'Fast fertig',
  'needsSetUp.next': 'Das erste Verwaltungskonto anlegen',
  'needsSetUp.words':
    'Diese Installation ist neu. Öffnen Sie den Link, der in dem Terminal steht, in dem Wardkeep gestartet wurde. Er sieht so aus:',
  'locked.title': 'Die Akten sind gesperrt',
  'locked.next': 'Der Schlüssel fehlt noch',
  'locked.words':
    'Der Server ist ohne seine Passphrase gestartet, deshalb lässt sich nichts öffnen. Wer ihn betreibt, entsperrt ihn so:',
  'locked.check': 'Noch einmal prüfen',

  'admin.title': 'Verwaltung',
  'admin.lead': 'Der Zustand dieser Installation. Akten sind von hier aus nicht zu sehen.',
  'admin.kit.confirmed': 'Auf Papier bestätigt',
  'admin.kit.make': 'Neues Blatt erstellen',
  'admin.kit.make.action': 'Neues Blatt erstellen',
  'admin.kit.make.words':
    'Ab dann öffnet das alte Blatt nichts mehr. Halten Sie Papier und Drucker bereit: Das neue wird nur einmal gezeigt.',
  'admin.kit.notYet': 'Noch nicht',
  'admin.kit.words':
    'Das Blatt Papier, das die Akten öffnet, wenn alles andere verloren ist. Weiß niemand, wo es liegt, dann erstellen Sie ein neues.',
  'audit.title': 'Zugriffsprotokoll',
  'audit.size': 'Festgehaltene Ereignisse',
  'audit.pending': 'Noch ohne Nummer',
  'audit.lag': 'Rückstand',
  'audit.seconds': '{seconds} s',
  'audit.checkpoint': 'Signierter Prüfpunkt',
  'audit.checkpoint.none':
    'Es gibt noch keinen Prüfpunkt. Er entsteht kurz nach dem ersten Ereignis.',
  'audit.checkpoint.words':
    'Bewahren Sie eine Kopie an einem anderen Ort auf. Damit lässt sich später prüfen, ob ein Ereignis bis hierher geändert oder entfernt wurde.',
  'role.admin': 'Verwaltung',
  'role.carer': 'Pflegende Person',
  'role.client': 'Versicherung oder Forschung',
  'role.patient': 'Patientin oder Patient',
  'role.provider': 'Ärztlicher Dienst oder Pflege',
  'role.radiologist': 'Radiologie',
  'role.technologist': 'Medizinische Technologie',
};
