import type { accounts as english } from '../en/accounts.ts';

export const accounts: Record<keyof typeof english, string> = {
  'account.email': 'E-Mail-Adresse',
  'account.email.invalid': 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org',
  'account.name': 'Name',
  'account.name.hint': 'So, wie Sie hier angesprochen werden möchten',
  'account.name.missing': 'Geben Sie Ihren Namen ein',
  'account.password': 'Passwort',
  'account.password.count': '{letters} von {least} Zeichen',
  'account.password.enough': 'Lang genug. Noch länger ist noch besser.',
  'account.password.hint':
    'Mindestens {least} Zeichen. Gut sind ein paar Wörter, die nichts miteinander zu tun haben.',
  'account.password.short': 'Das Passwort braucht mindestens {least} Zeichen',
  'account.showPassword': 'Passwort anzeigen oder verbergen',
  'invitation.title': 'Sie sind eingeladen',
  'invitation.lead': 'Legen Sie Ihr Konto an, um dieser Installation beizutreten.',
  'invitation.action': 'Beitreten',
  'invitation.incomplete':
    'Ein Teil der Einladung fehlt. Öffnen Sie den Link genau so, wie Sie ihn bekommen haben, oder bitten Sie um einen neuen.',
  'setUp.title': 'Wardkeep einrichten',
  'setUp.lead':
    'Legen Sie das erste Verwaltungskonto an. Die Verwaltung betreut die Installation; Akten sieht sie nicht.',
  'setUp.action': 'Verwaltungskonto anlegen',
  'setUp.incomplete':
    'Ein Teil des Links fehlt. Öffnen Sie ihn genau so, wie ihn das Terminal zeigt, mit allem nach dem #.',
  'setUp.kitTitle': 'Ihr Notfallblatt',
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

  'kit.title': 'Wardkeep-Notfallblatt',
  'kit.lead':
    'Wenn die Schlüssel dieser Installation je verloren gehen, öffnet nur dieses Blatt die Akten wieder. Es wird einmal gezeigt und nirgends gespeichert: Drucken Sie es jetzt.',
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
  'accounts.title': 'Konten',
  'accounts.role': 'Rolle',
  'accounts.since': 'Seit',
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
  'invite.title': 'Personal einladen',
  'invite.lead':
    'Patienten legen ihr Konto selbst an. Personal kommt über einen Link dazu, der einmal gilt.',
  'invite.role': 'Rolle',
  'invite.action': 'Link erstellen',
  'invite.link': 'Einladungslink',
  'invite.qr': 'QR-Code der Einladung mit der Rolle {role}',
  'invite.ready':
    'Schicken Sie diesen Link an eine einzige Person. Rolle: {role}. Er gilt einmal, bis {until}.',
  'role.admin': 'Verwaltung',
  'role.carer': 'Pflegende Person',
  'role.client': 'Versicherung oder Forschung',
  'role.patient': 'Patientin oder Patient',
  'role.provider': 'Ärztlicher Dienst oder Pflege',
  'role.radiologist': 'Radiologie',
  'role.technologist': 'Medizinische Technologie',
};
