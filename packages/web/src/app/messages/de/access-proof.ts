import type { accessProof as english } from '../en/access-proof.ts';

export const accessProof: Record<keyof typeof english, string> = {
  'ask.action': 'Nachfragen',
  'ask.action.label': 'Nachfragen: {access}',
  'ask.title': 'Nach diesem Zugriff fragen',
  'ask.words': 'Was möchten Sie wissen?',
  'ask.hint': 'Zum Beispiel: Warum war das nötig? Das lesen die Sicherheitsbeauftragten.',
  'ask.what':
    'Die Sicherheitsbeauftragten dieser Installation gehen dem nach und antworten hier. Sie sehen, wer es wann war, und Ihre Frage; Ihre Akte sehen sie nicht.',
  'ask.send': 'Frage abschicken',
  'ask.twice':
    'Zu diesem Zugriff gibt es schon eine Frage. Laden Sie die Seite neu, um sie zu sehen.',
  'ask.asked': 'Gefragt am {at}:',
  'ask.answered': 'Antwort vom {at}:',
  'ask.waiting': 'Noch nicht beantwortet.',

  'keep.action': 'Beweis speichern',
  'keep.action.label': 'Beweis speichern: {access}',
  'keep.pending':
    'Dieser Eintrag wird gerade nummeriert. Versuchen Sie es in ein paar Sekunden noch einmal.',

  'logCheck.title': 'Kann man dieser Liste trauen?',
  'logCheck.checking': 'Ihr Browser prüft das Protokoll …',
  'logCheck.first-seen':
    '{count, plural, one {# Eintrag steht} other {# Einträge stehen}} im Protokoll dieser Installation, und das Protokoll ist signiert. Ihr Browser hat sich den Stand gemerkt und vergleicht ab jetzt.',
  'logCheck.fine':
    '{count, plural, one {# Eintrag steht} other {# Einträge stehen}} im Protokoll dieser Installation, und das Protokoll ist signiert. Ihr Browser hat es mit dem verglichen, was er zuvor gesehen hat: Alles in Ordnung.',
  'logCheck.none':
    'Das Protokoll hat noch keinen signierten Stand. Kommen Sie in einer Minute wieder.',
  'logCheck.restored':
    'Der Server wurde aus einer Sicherung wiederhergestellt: Die neuesten Einträge von damals fehlen, und ein neues Protokoll, das dies selbst sagt, hat begonnen. Fragen Sie den Betreiber dieser Installation, was verloren ging.',
  'logCheck.failed':
    'Ihr Browser konnte das Protokoll gerade nicht vergleichen. Das allein bedeutet nichts; versuchen Sie es später noch einmal.',
  'logCheck.again': 'Noch einmal vergleichen',
  'logCheck.alarm': 'Dieses Protokoll ist nicht das, was Ihr Browser zuvor gesehen hat',
  'logCheck.alarm.forked':
    'Frühere Einträge wurden geändert oder entfernt, oder Ihnen wird ein anderes Protokoll gezeigt als anderen. Das darf nie geschehen.',
  'logCheck.alarm.went-back':
    'Das Protokoll ist kürzer als zuvor: Die neuesten Einträge fehlen. Das darf nie ohne Erklärung geschehen, etwa weil eine Sicherung eingespielt wurde.',
  'logCheck.alarm.key-changed':
    'Das Protokoll ist mit einem anderen Schlüssel signiert als zuvor. Es könnte durch ein anderes ersetzt worden sein.',
  'logCheck.alarm.signature':
    'Die Signatur des Protokolls ist ungültig. Verlassen Sie sich nicht auf diese Liste.',
  'logCheck.alarm.sizes':
    'Protokoll {log}: Ihr Browser sah {before} Einträge; jetzt werden ihm {now} genannt.',
  'logCheck.do': 'Was Sie tun können',
  'logCheck.do.save': 'Speichern Sie, was Ihr Browser gesehen hat: Das ist der Beweis.',
  'logCheck.do.keep': 'Löschen Sie die Daten dieser Website in Ihrem Browser nicht.',
  'logCheck.do.ask':
    'Bitten Sie den Betreiber dieser Installation um eine Erklärung. Gibt es keine, geben Sie die Datei Ihrer Datenschutzbehörde.',
  'logCheck.evidence': 'Beweis speichern',
  'logCheck.how': 'Wie das geht',
  'logCheck.how.words':
    'Jeder Eintrag hat eine Nummer, die sich nie ändert. Der Stand aller Nummern zusammen wird laufend signiert. Ihr Browser merkt sich den letzten Stand, den er gesehen hat, und prüft, dass der neue nur etwas hinzufügt. Der Beweis für einen Eintrag ist eine Datei, die jeder prüfen kann, auch ohne diesen Server.',
};
