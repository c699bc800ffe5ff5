import type { erasure as english } from '../en/erasure.ts';

export const erasure: Record<keyof typeof english, string> = {
  'menu.account': 'Ihr Konto',
  'ownAccount.title': 'Ihr Konto',
  'ownAccount.you': 'Sie',
  'ownAccount.erase':
    'Hier können Sie alles über sich löschen lassen, für immer. Beim ersten Klick geschieht nichts: Die nächste Seite sagt, was gelöscht wird, was bleibt und wann.',
  'ownAccount.erase.action': 'Weiterlesen',
  'ownAccount.erase.staff':
    'Was Sie bei der Arbeit tun, gehört Ihrer Einrichtung. Bitten Sie die Verwaltung, Ihr Konto zu beenden.',

  'erasure.title': 'Alles über mich löschen',
  'erasure.lead':
    'Löschen ist endgültig: Niemand kann Ihre Akte zurückholen, weder Sie noch wer diese Installation betreibt. Deshalb sind es zwei Schritte, mit Zeit dazwischen.',
  'erasure.keep': 'Meine Daten behalten',
  'erasure.word': 'LÖSCHEN',
  'erasure.hold': 'Ihre Daten können vorerst nicht gelöscht werden',
  'erasure.hold.words':
    'Das Gesetz verlangt, dass sie aufbewahrt werden, etwa wegen eines laufenden Verfahrens. Warum und bis wann, sagt Ihnen, wer diese Installation betreibt.',

  'erasure.steps': 'So läuft es ab',
  'erasure.step.ask': 'Sie bitten darum',
  'erasure.step.ask.words':
    '{days, plural, =0 {Gelöscht wird dadurch nichts.} one {Gelöscht wird dadurch nichts. Sie haben einen Tag, es sich anders zu überlegen.} other {Gelöscht wird dadurch nichts. Sie haben # Tage, es sich anders zu überlegen.}}',
  'erasure.step.confirm': 'Sie bestätigen',
  'erasure.step.confirm.after':
    '{days, plural, =0 {Mit Ihrem Passwort.} one {Mit Ihrem Passwort, frühestens nach einem Tag.} other {Mit Ihrem Passwort, frühestens nach # Tagen.}}',
  'erasure.step.confirm.from': 'Mit Ihrem Passwort, ab {date}.',
  'erasure.step.erase': 'Alles wird gelöscht',
  'erasure.step.erase.words':
    'In wenigen Minuten sind Ihre Schlüssel und Einträge gelöscht. Sobald die Tagesschlüssel gewechselt sind, kann dieser Server sie nicht mehr zurückholen.',
  'erasure.step.backups': 'Die Sicherungen sind weg',
  'erasure.step.backups.words':
    'Bis etwa {date}. Bis dahin liegen versiegelte Reste in Sicherungen; wer eine wiederherstellt, löscht Sie damit erneut, bevor jemand hineinsehen kann.',

  'erasure.goes': 'Was gelöscht wird',
  'erasure.goes.records':
    '{count, plural, =0 {Ihre Akte (sie ist leer)} one {# Eintrag Ihrer Akte mit seinen früheren Fassungen} other {# Einträge Ihrer Akte mit ihren früheren Fassungen}}',
  'erasure.goes.documents':
    '{count, plural, =0 {Ihre Dokumente (es gibt keine)} one {# Dokument und seine Datei} other {# Dokumente und ihre Dateien}}',
  'erasure.goes.shares':
    '{count, plural, =0 {Ihre geteilten Links (es gibt keine)} one {# geteilter Link, der nichts mehr öffnet} other {# geteilte Links, die nichts mehr öffnen}}',
  'erasure.goes.account': 'Ihr Konto: Name, E-Mail-Adresse, Passwort und Sitzungen',
  'erasure.goes.log': 'Was in Ihrer Akte angesehen wurde, im Zugriffsprotokoll',
  'erasure.goes.keys': 'Ihre Schlüssel, ohne die sich nichts Verbliebenes lesen lässt',
  'erasure.stays': 'Was bleibt, und warum',
  'erasure.stays.log':
    'Dass es Zugriffe gab und wann: Zeilen des Zugriffsprotokolls ohne ihren Inhalt, weil das Gesetz sie verlangt und das Protokoll ohne sie nicht aufginge. Sie tragen eine Zufallsnummer, nicht Ihren Namen.',
  'erasure.stays.others':
    'Was andere über ihre eigene Arbeit geschrieben haben. Es gehört ihnen, und nichts, was Wardkeep dort geschrieben hat, nennt Sie.',
  'erasure.stays.copies':
    'Was Menschen, mit denen Sie geteilt haben, gespeichert oder gedruckt haben. Keine Software holt das zurück.',
  'erasure.stays.certificate':
    'Eine Bescheinigung, dass Sie gelöscht wurden, mit derselben Zufallsnummer.',

  'erasure.request': 'Anfangen',
  'erasure.request.words':
    '{days, plural, =0 {Damit wird noch nichts gelöscht: Sie bestätigen auf der nächsten Seite.} one {Damit wird noch nichts gelöscht. Erst muss ein Tag vergehen, dann bestätigen Sie mit Ihrem Passwort. Bis dahin genügt ein Klick, um alles zu behalten.} other {Damit wird noch nichts gelöscht. Erst müssen # Tage vergehen, dann bestätigen Sie mit Ihrem Passwort. Bis dahin genügt ein Klick, um alles zu behalten.}}',
  'erasure.request.action': 'Um Löschung meiner Daten bitten',
  'erasure.cancelled': 'Sie haben es sich schon einmal anders überlegt; alles wurde behalten.',
  'erasure.waiting': 'Noch ist nichts gelöscht',
  'erasure.waiting.words':
    'Sie haben darum gebeten, alles über Sie zu löschen. Bestätigen können Sie es ab {date} ({relative}). Wenn Sie nichts tun, wird nichts gelöscht.',
  'erasure.confirm': 'Der letzte Schritt',
  'erasure.confirm.words':
    'Noch ist nichts gelöscht. Wenn Sie jetzt bestätigen, beginnt es sofort und lässt sich nicht mehr aufhalten. Sie werden abgemeldet und bekommen eine Bescheinigung.',
  'erasure.confirm.word': 'Geben Sie {word} ein, um zu zeigen, dass Sie es so meinen',
  'erasure.confirm.word.wrong': 'Das Wort ist {word}',
  'erasure.confirm.password.wrong': 'Das Passwort stimmt nicht. Es wurde nichts gelöscht.',
  'erasure.confirm.action': 'Jetzt alles löschen',
  'erasure.confirm.failed': 'Es wurde nichts gelöscht',
  'erasure.erasing': 'Ihre Daten werden gelöscht',
  'erasure.erasing.words':
    'Sie haben es bestätigt, und es lässt sich nicht mehr aufhalten. Gleich werden Sie abgemeldet.',

  'erasure.banner.label': 'Geplante Löschung',
  'erasure.banner.waiting':
    'Ihre Daten sollen gelöscht werden: ab {date}, sobald Sie es bestätigen. Noch ist nichts gelöscht.',
  'erasure.banner.confirmable':
    'Ihre Daten sollen gelöscht werden: Die Wartezeit ist seit {date} vorbei, es fehlt nur noch Ihre Bestätigung.',
  'erasure.banner.erasing':
    'Ihre Daten werden gelöscht. Die Wartezeit ist seit {date} vorbei, und Sie haben es bestätigt.',
  'erasure.banner.details': 'Einzelheiten',

  'erased.running': 'Ihre Daten werden gelöscht',
  'erased.running.lead':
    'Sie sind abgemeldet. Es geht von selbst weiter, auch wenn Sie die Seite verlassen.',
  'erased.running.words':
    'Das dauert ein bis zwei Minuten. Sobald alles gelöscht ist, steht hier die Bescheinigung.',
  'erased.title': 'Ihre Daten sind gelöscht',
  'erased.title.lead':
    'Ihr Konto, Ihre Einträge und Ihre Schlüssel sind gelöscht. Danke für Ihr Vertrauen.',
  'erased.certificate': 'Bescheinigung der Löschung',
  'erased.certificate.words':
    'Erstellt am {date} und von dieser Installation signiert. Sie nennt Sie nur mit einer Zufallsnummer. In ihr steht, was gelöscht wurde und bis wann die letzte Sicherung weg ist.',
  'erased.download': 'Bescheinigung herunterladen',
  'erased.incomplete':
    'Ein Teil des Links zur Bescheinigung fehlt. Öffnen Sie ihn genau so, wie Sie ihn gespeichert haben, mit allem nach dem #.',
  'erased.link': 'Der Weg zurück zu dieser Seite',
  'erased.link.words':
    'Sie haben kein Konto mehr. Speichern Sie diesen Link, wenn Sie die Bescheinigung später noch brauchen. Wer ihn hat, sieht die Bescheinigung und sonst nichts.',
  'erased.link.label': 'Link zur Bescheinigung',
};
