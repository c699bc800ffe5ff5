import type { auditDeeds as english } from '../en/audit-deeds.ts';

export const auditDeeds: Record<keyof typeof english, string> = {
  'did.alert.acknowledge':
    'einen Alarm {tried, select, yes {zu erledigen versucht} other {erledigt}}',
  'did.alert.list': 'die Alarme {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.audit-event.search':
    'die Liste der Zugriffe (FHIR) {tried, select, yes {herunterzuladen versucht} other {heruntergeladen}}',
  'did.audit.answer':
    'eine Frage zu einem Zugriff {tried, select, yes {zu beantworten versucht} other {beantwortet}}',
  'did.audit.ask': 'nach einem Zugriff {tried, select, yes {zu fragen versucht} other {gefragt}}',
  'did.audit.begin-log':
    'ein neues Zugriffsprotokoll {tried, select, yes {zu beginnen versucht} other {begonnen}}',
  'did.audit.check':
    'das Zugriffsprotokoll {tried, select, yes {zu prüfen versucht} other {geprüft}}',
  'did.audit.export':
    'das Zugriffsprotokoll für eine Prüfung {tried, select, yes {zu exportieren versucht} other {exportiert}}',
  'did.audit.hold':
    'ein Jahr des Zugriffsprotokolls länger {tried, select, yes {aufzubewahren versucht} other {aufbewahrt}}',
  'did.audit.list-questions':
    'die Fragen zu Zugriffen {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.audit.read-checkpoints':
    'die Signaturen des Zugriffsprotokolls {tried, select, yes {zu lesen versucht} other {gelesen}}',
  'did.audit.read-consistency':
    'das Wachstum des Zugriffsprotokolls {tried, select, yes {zu prüfen versucht} other {geprüft}}',
  'did.audit.read-proof':
    'den Beweis für einen Eintrag dieser Liste {tried, select, yes {zu speichern versucht} other {gespeichert}}',
  'did.audit.release':
    'ein Jahr des Zugriffsprotokolls wieder zum Ablauf {tried, select, yes {freizugeben versucht} other {freigegeben}}',
  'did.audit.retire':
    'die Ereignisse eines abgelaufenen Jahres aus dem Zugriffsprotokoll {tried, select, yes {zu entfernen versucht} other {entfernt}}',
  'did.audit.search':
    'das Zugriffsprotokoll {tried, select, yes {zu durchsuchen versucht} other {durchsucht}}',
  'did.audit.verify':
    'das Zugriffsprotokoll {tried, select, yes {nachzurechnen versucht} other {nachgerechnet}}',
  'did.escrow.compare':
    'das Zugriffsprotokoll mit der auswärts verwahrten Kopie {tried, select, yes {zu vergleichen versucht} other {verglichen}}',
  'did.escrow.settle':
    'für erledigt {tried, select, yes {zu erklären versucht} other {erklärt}}, dass in der auswärtigen Kopie des Protokolls etwas fehlte oder nicht passte',
  'did.request.limited':
    'zu schnelle Anfragen {tried, select, yes {abzuweisen versucht} other {abgewiesen}}',
  'did.security.read-dashboard':
    'die Zahlen der Sicherheitsseite {tried, select, yes {anzusehen versucht} other {angesehen}}',
};
