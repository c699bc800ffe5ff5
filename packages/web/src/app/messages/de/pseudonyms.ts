import type { pseudonyms as english } from '../en/pseudonyms.ts';

export const pseudonyms: Record<keyof typeof english, string> = {
  'nav.export': 'Export',
  'export.title': 'Export ohne Kennzeichen',
  'export.lead':
    'Die Einträge aller, die Ihnen Zugang gegeben haben, in einer Datei, ohne was verrät, wer sie sind.',
  'export.what': 'Was in der Datei steht',
  'export.what.who':
    'Wer Ihnen Zugang gegeben und ihn nicht beendet hat, und nur die Arten von Einträgen, die ausgewählt wurden.',
  'export.what.out':
    'Keine Namen, Adressen, Telefonnummern oder Nummern von Karten und Geräten: Die 18 Kennzeichen der HIPAA-Regel „Safe Harbor“ fehlen, bis auf Daten. Alle über 89 Jahre sind eine Gruppe.',
  'export.what.dates':
    'Daten sind verschoben, bei allen Einträgen einer Person um gleich viele Tage: Die Zeit zwischen zweien stimmt. Streng gelesen lässt die Regel nur Jahre zu.',
  'export.what.pseudonym':
    'Jede Person hat ein Pseudonym, das in all Ihren Exporten gleich ist und anders als das, was andere bekommen.',
  'export.download': 'Herunterladen',
  'export.freeText': 'Freitext einschließen',
  'export.freeText.words':
    'Notizen und Beurteilungen in Worten. Bekannte Namen, Daten und Nummern werden entfernt, aber ein Programm findet nicht jeden Hinweis darauf, wer jemand ist. Lassen Sie es aus, wenn Sie es nicht brauchen.',
  'export.action': 'Datei herunterladen (NDJSON)',
  'export.logged': 'Jeder Download steht im Zugriffsprotokoll aller, die darin vorkommen.',
  'export.left':
    'Es wurde nichts exportiert: Eine letzte Prüfung fand darin etwas, das verraten könnte, wer jemand ist. Es ist protokolliert; bitten Sie, wer diese Installation betreibt, dem nachzugehen.',
  'export.left.freeText':
    'Es wurde nichts exportiert: Eine letzte Prüfung fand darin etwas, das verraten könnte, wer jemand ist. Versuchen Sie es ohne Freitext.',
  'export.tooMuch': 'Das ist mehr, als in einen Export passt. Es wurde nichts exportiert.',
  'export.empty': 'Es gibt nichts zu exportieren: Im Moment gibt Ihnen niemand Zugang.',
  'export.done': 'Gespeichert als {name} ({size}).',

  'nav.pseudonyms': 'Re-Identifizierung',
  'pseudonyms.title': 'Re-Identifizierung',
  'pseudonyms.lead':
    'Prüfungen und Exporte zeigen Pseudonyme. Zu wem eines gehört, lässt sich herausfinden, wenn es sein muss, von zwei Personen gemeinsam.',
  'pseudonyms.card': 'Zu wem ein Pseudonym gehört',
  'pseudonyms.card.words':
    'Wenn eine Prüfung oder ein Befund aus der Forschung zu einer Person zurückführen muss, tun es zwei aus der Verwaltung gemeinsam.',
  'pseudonyms.card.action': 'Zur Re-Identifizierung',
  'pseudonyms.how': 'Es braucht zwei Personen',
  'pseudonyms.how.ask':
    'Jemand aus der Verwaltung fragt und sagt, warum. Nachgeschlagen wird noch nichts.',
  'pseudonyms.how.approve': 'Jemand anderes liest den Grund und stimmt zu oder lehnt ab.',
  'pseudonyms.how.read':
    'Wer gefragt hat, liest es einmal, innerhalb eines Tages. Es steht im Zugriffsprotokoll der Person, um die es geht.',
  'pseudonyms.ask': 'Fragen, zu wem es gehört',
  'pseudonyms.ask.action': 'Eine zweite Person bitten',
  'pseudonyms.pseudonym': 'Pseudonym',
  'pseudonyms.pseudonym.hint': 'Fünf Gruppen zu vier Buchstaben oder Ziffern',
  'pseudonyms.pseudonym.wrong': 'Geben Sie fünf Vierergruppen ein, mit Bindestrichen dazwischen',
  'pseudonyms.reason': 'Warum müssen Sie es wissen?',
  'pseudonyms.reason.hint': 'Danach entscheidet die zweite Person. Es wird aufbewahrt.',
  'pseudonyms.notFound': 'Niemand hier hat dieses Pseudonym. Prüfen Sie es Zeichen für Zeichen.',
  'pseudonyms.requests': 'Anfragen',
  'pseudonyms.requests.none': 'Noch hat niemand gefragt.',
  'pseudonyms.somebody': 'jemandem, dessen Konto es nicht mehr gibt',
  'pseudonyms.state.waiting': 'Wartet auf eine zweite Person',
  'pseudonyms.state.approved': 'Zugestimmt',
  'pseudonyms.state.refused': 'Abgelehnt',
  'pseudonyms.state.expired': 'Abgelaufen',
  'pseudonyms.state.read': 'Gelesen',
  'pseudonyms.why': '„{reason}“',
  'pseudonyms.by': 'Gefragt von {name} am {date}',
  'pseudonyms.approvedBy': 'Zugestimmt von {name}',
  'pseudonyms.until': 'Bis {date}',
  'pseudonyms.own': 'Sie haben gefragt: Zustimmen muss jemand anderes aus der Verwaltung.',
  'pseudonyms.approve': 'Zustimmen',
  'pseudonyms.approve.label': 'Für {pseudonym} zustimmen',
  'pseudonyms.approve.title': 'Dieser Re-Identifizierung zustimmen?',
  'pseudonyms.approve.words':
    'Wer gefragt hat, erfährt einmal, zu wem das Pseudonym gehört. Stimmen Sie nur zu, wenn der Grund Sie überzeugt: Ihr Name bleibt dabei stehen.',
  'pseudonyms.refuse': 'Ablehnen',
  'pseudonyms.refuse.label': 'Für {pseudonym} ablehnen',
  'pseudonyms.refuse.title': 'Diese Re-Identifizierung ablehnen?',
  'pseudonyms.refuse.words':
    'Nachgeschlagen wird nichts. Wer gefragt hat, bekommt eine E-Mail und kann wieder fragen.',
  'pseudonyms.withdraw': 'Zurücknehmen',
  'pseudonyms.withdraw.label': 'Die Anfrage zu {pseudonym} zurücknehmen',
  'pseudonyms.withdraw.title': 'Diese Anfrage zurücknehmen?',
  'pseudonyms.withdraw.words': 'Nachgeschlagen wird nichts. Sie können wieder fragen.',
  'pseudonyms.read': 'Lesen …',
  'pseudonyms.read.label': 'Lesen, zu wem {pseudonym} gehört',
  'pseudonyms.read.title': 'Lesen, zu wem das Pseudonym gehört?',
  'pseudonyms.read.words':
    'Das geht einmal. Dass Sie es gelesen haben, steht im Zugriffsprotokoll der Person, um die es geht.',
  'pseudonyms.read.action': 'Jetzt lesen',
  'pseudonyms.who': 'Zu wem das Pseudonym gehört',
  'pseudonyms.who.id': 'Nummer der Akte',
  'pseudonyms.who.noAccount': 'Kein eigenes Konto, zum Beispiel ein Kind',
  'pseudonyms.who.once':
    'Das wird einmal gezeigt. Schreiben Sie auf, was Sie brauchen, bevor Sie es schließen.',
};
