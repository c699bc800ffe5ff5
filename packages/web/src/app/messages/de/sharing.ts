import type { sharing as english } from '../en/sharing.ts';

export const sharing: Record<keyof typeof english, string> = {
  'share.create': 'Link erstellen',
  'share.documents': '{count, plural, one {# Dokument} other {# Dokumente}}',
  'share.hours': 'Wie lange darf er geöffnet werden?',
  'share.hours.1': '1 Stunde',
  'share.hours.168': '7 Tage',
  'share.hours.24': '24 Stunden',
  'share.hours.72': '3 Tage',
  'share.label': 'Wofür ist er?',
  'share.label.default': 'Für meine Ärztin',
  'share.label.hint': 'Damit Sie Ihre Links auseinanderhalten. Wer den Link öffnet, sieht es auch.',
  'share.link': 'Link',
  'share.most': 'Höchstens so oft zu öffnen (freiwillig)',
  'share.most.hint': 'Leer lassen: beliebig oft, bis die Zeit um ist.',
  'share.new': 'Teilen',
  'share.new.lead':
    '{count, plural, one {Wer den Link hat, kann den ausgewählten Eintrag sowie Name und Geburtsdatum aus der Akte lesen, auch ohne Konto.} other {Wer den Link hat, kann die # ausgewählten Einträge sowie Name und Geburtsdatum aus der Akte lesen, auch ohne Konto.}}',
  'share.opened':
    '{count, plural, =0 {noch nicht geöffnet} one {einmal geöffnet} other {#-mal geöffnet}}',
  'share.openedOf': '{count} von {most} Mal geöffnet',
  'share.print': 'Code drucken',
  'share.qr': 'QR-Code des Links „{label}“',
  'share.qr.caption': '{label}, bis {until}',
  'share.ready': 'Der Link ist fertig',
  'share.ready.lead':
    'Schicken Sie ihn nur an die Person, für die er ist, oder lassen Sie sie den Code scannen. Er endet am {until}.',
  'share.records': '{count, plural, one {# Eintrag} other {# Einträge}}',
  'share.state.active': 'Aktiv',
  'share.state.expired': 'Zeit ist um',
  'share.state.revoked': 'Von Ihnen beendet',
  'share.state.used-up': 'So oft geöffnet wie erlaubt',
  'share.this': 'Teilen',
  'share.until': 'endet {relative} ({absolute})',
  'shares.title': 'Geteilte Links',
  'shares.lead':
    'Wer einen aktiven Link hat, kann lesen, was Sie ausgewählt haben, dazu Name und Geburtsdatum aus der Akte. Sie können ihn jederzeit beenden.',
  'shares.active': 'Aktiv',
  'shares.active.none': 'Kein Link ist aktiv. Niemand kann Ihre Akte über einen Link lesen.',
  'shares.empty': 'Es ist nichts geteilt',
  'shares.empty.words':
    'Wählen Sie Einträge in Ihrer Akte aus und erstellen Sie einen Link für Ihre Ärztin. Er endet von selbst oder sobald Sie es sagen.',
  'shares.ended': 'Beendet',
  'shares.new': 'Einträge teilen',
  'shares.revoke': 'Beenden',
  'shares.revoke.action': 'Link beenden',
  'shares.revoke.title': 'Diesen Link jetzt beenden?',
  'shares.revoke.words':
    '„{label}“ öffnet dann nichts mehr, egal wer ihn hat. Was schon gelesen oder gespeichert wurde, lässt sich nicht zurückholen.',
  'shares.showQr': 'QR-Code',
  'shared.title': 'Geteilte Akte',
  'shared.lead': 'Aus einer persönlichen Gesundheitsakte mit Ihnen geteilt.',
  'shared.born': 'Geboren am {date}',
  'shared.records': 'Einträge',
  'shared.until': '„{label}“. Dieser Link endet {relative} ({absolute}).',
  'shared.ended': 'Dieser Link ist beendet',
  'shared.ended.next': 'Bitten Sie um einen neuen',
  'shared.ended.words':
    'Er wurde beendet, seine Zeit ist um, oder er wurde nicht ganz kopiert. Wer ihn geschickt hat, kann in einer Minute einen neuen erstellen.',

  'access.title': 'Wer hineingesehen hat',
  'access.lead': 'Jeder Blick in Ihre Akte und jeder abgelehnte Versuch, das Neueste zuerst.',
  'access.aLink': 'einem geteilten Link',
  'access.altered':
    'Dieser Eintrag des Protokolls wurde verändert: Was er sagte, lässt sich nicht mehr feststellen. Es wurde Alarm ausgelöst.',
  'access.altered.badge': 'verändert',
  'access.empty': 'Niemand sonst hat hineingesehen',
  'access.empty.words': 'Sobald jemand anderes etwas von Ihnen öffnet, steht es hier.',
  'access.more': 'Ältere anzeigen',
  'access.number': 'Nr. {number} im Zugriffsprotokoll',
  'access.number.pending': 'wird nummeriert',
  'access.onlyOthers': 'Nur andere',
  'access.outcome.failed': 'Fehlgeschlagen',
  'access.outcome.refused': 'Abgelehnt',
  'access.sentence':
    '{who, select, you {Sie haben} link {Jemand mit {theLink} hat} named {{name} hat} person {Eine andere angemeldete Person hat} someone {Eine angemeldete Person hat} operator {Wer den Server betreibt, hat} service {Der Server hat} owner {Wem das Konto gehört, hat} anybody {Jemand hat} other {Jemand ohne Anmeldung hat}} {what}.',
  'access.theLink': 'dem Link „{label}“',
  'access.things': '{count, plural, =0 {Einträge} one {# Eintrag} other {# Einträge}}',
  'did.account.list':
    'die Liste der Konten {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.account.read': 'das Konto {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.account.set-up':
    'das erste Verwaltungskonto {tried, select, yes {anzulegen versucht} other {angelegt}}',
  'did.account.sign-up': 'das Konto {tried, select, yes {anzulegen versucht} other {angelegt}}',
  'did.audit.read':
    'die Liste der Zugriffe {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.chart.read':
    'die Übersicht der Akte {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.document.create':
    'ein Dokument {tried, select, yes {hinzuzufügen versucht} other {hinzugefügt}}',
  'did.document.delete': 'ein Dokument {tried, select, yes {zu löschen versucht} other {gelöscht}}',
  'did.document.list':
    'die Liste der Dokumente {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.document.read': 'ein Dokument {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.document.upload':
    'die Datei eines Dokuments {tried, select, yes {zu speichern versucht} other {gespeichert}}',
  'did.erasure.cancel':
    '{tried, select, yes {zu entscheiden versucht} other {entschieden}}, die Daten zu behalten statt sie zu löschen',
  'did.erasure.confirm':
    'die Löschung von allem {tried, select, yes {zu bestätigen versucht} other {bestätigt}}',
  'did.erasure.read':
    'die Seite zur Löschung {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.erasure.read-certificate':
    'eine Löschbescheinigung {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.erasure.request':
    'um die Löschung von allem {tried, select, yes {zu bitten versucht} other {gebeten}}',
  'did.invitation.accept':
    'eine Einladung {tried, select, yes {anzunehmen versucht} other {angenommen}}',
  'did.invitation.create':
    'eine Einladung {tried, select, yes {zu erstellen versucht} other {erstellt}}',
  'did.key.reseal':
    '{whose, select, theirs {die Daten einer Person} other {Ihre Daten}} mit einem neuen Schlüssel neu {tried, select, yes {zu versiegeln versucht} other {versiegelt}}',
  'did.keys.destroy':
    'alte Epochenschlüssel {tried, select, yes {zu vernichten versucht} other {vernichtet}}',
  'did.keys.generate':
    'einen neuen Schlüssel {tried, select, yes {zu erzeugen versucht} other {erzeugt}}',
  'did.keys.migrate':
    'den Hauptschlüssel zu einem anderen Anbieter {tried, select, yes {umzuziehen versucht} other {umgezogen}}',
  'did.keys.recover':
    'die Schlüssel mit dem Notfallblatt {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.keys.restore':
    'Schlüssel aus einer Sicherung {tried, select, yes {wiederherzustellen versucht} other {wiederhergestellt}}',
  'did.keys.revoke': 'Schlüssel {tried, select, yes {zu widerrufen versucht} other {widerrufen}}',
  'did.keys.rotate':
    'den Epochenschlüssel {tried, select, yes {zu wechseln versucht} other {gewechselt}}',
  'did.keys.unlock':
    'die Schlüssel {tried, select, yes {zu entsperren versucht} other {entsperrt}}',
  'did.other': 'etwas anderes {tried, select, yes {versucht} other {getan}} ({action})',
  'did.person.erase':
    'alles über {whose, select, theirs {eine Person} other {Sie}} {tried, select, yes {zu löschen versucht} other {gelöscht}}',
  'did.person.hold':
    'die Löschung {whose, select, theirs {der Daten einer Person} other {Ihrer Daten}} {tried, select, yes {zu sperren versucht} other {gesperrt}}, wie es das Gesetz verlangt',
  'did.person.index':
    '{whose, select, theirs {die Akte einer Person} other {Ihre Akte}} im Notfall auffindbar {tried, select, yes {zu machen versucht} other {gemacht}}',
  'did.person.release':
    'die Löschung {whose, select, theirs {der Daten einer Person} other {Ihrer Daten}} wieder {tried, select, yes {zu erlauben versucht} other {erlaubt}}',
  'did.person.resume':
    'das Konto wieder {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.person.suspend': 'das Konto {tried, select, yes {zu sperren versucht} other {gesperrt}}',
  'did.record.create': '{things} {tried, select, yes {hinzuzufügen versucht} other {hinzugefügt}}',
  'did.record.delete': '{things} {tried, select, yes {zu löschen versucht} other {gelöscht}}',
  'did.record.find':
    '{things} {tried, select, yes {anhand der Person zu finden versucht} other {anhand der Person gefunden}}',
  'did.record.import': '{things} {tried, select, yes {zu importieren versucht} other {importiert}}',
  'did.record.read': '{things} {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.record.read-all':
    'die ganze Akte {tried, select, yes {zu öffnen versucht} other {geöffnet}}: {things}',
  'did.record.read-history':
    'frühere Fassungen von {things} {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.record.search':
    'die Akte {tried, select, yes {zu durchsuchen versucht} other {durchsucht und dabei gelesen}}: {things}',
  'did.record.summarise':
    'eine Zusammenfassung der Akte {tried, select, yes {zu holen versucht} other {geholt}}: {things}',
  'did.record.update': '{things} {tried, select, yes {zu ändern versucht} other {geändert}}',
  'did.record.validate':
    'einen Eintrag {tried, select, yes {prüfen zu lassen versucht} other {prüfen lassen}}, ohne ihn zu speichern',
  'did.recovery.confirm':
    'das Notfallblatt {tried, select, yes {zu bestätigen versucht} other {bestätigt}}',
  'did.recovery.make':
    'ein Notfallblatt {tried, select, yes {zu erstellen versucht} other {erstellt}}',
  'did.recovery.test': 'das Notfallblatt {tried, select, yes {zu prüfen versucht} other {geprüft}}',
  'did.session.refresh':
    'eine Sitzung {tried, select, yes {fortzusetzen versucht} other {fortgesetzt}}',
  'did.session.sign-in':
    'sich {tried, select, yes {bei {whose, select, theirs {dem Konto} other {Ihrem Konto}} anzumelden versucht} other {angemeldet}}',
  'did.session.sign-out': 'sich {tried, select, yes {abzumelden versucht} other {abgemeldet}}',
  'did.share.create':
    'einen Link zum Teilen {tried, select, yes {zu erstellen versucht} other {erstellt}}',
  'did.share.list':
    'die Liste der geteilten Links {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.share.open':
    'die geteilten Einträge {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.share.read-document':
    'ein geteiltes Dokument {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.share.revoke':
    'einen geteilten Link {tried, select, yes {zu beenden versucht} other {beendet}}',
  'did.system.describe':
    'den Zustand der Installation {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.system.read-report':
    'einen Bericht über die Schlüssel {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.system.read':
    'die Seite der Verwaltung {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
};
