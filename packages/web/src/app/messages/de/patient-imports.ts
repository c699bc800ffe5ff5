import type { patientImports as english } from '../en/patient-imports.ts';

export const patientImports: Record<keyof typeof english, string> = {
  'bring.title': 'Patienten importieren oder exportieren',
  'bring.lead':
    'Jede Person in den Dateien bekommt eine eigene Akte, in Ihrer Obhut für Ihre Einrichtung. Wen Sie hier schon behandeln, bekommt das Neue in die vorhandene Akte.',
  'bring.again': 'Andere Dateien importieren',
  'bring.choose': 'Dateien auswählen',
  'bring.chooseFolder': 'Ordner auswählen',
  'bring.count.done': 'Personen fertig',
  'bring.count.isKnown': 'schon bekannt',
  'bring.count.isNew': 'neu',
  'bring.count.refused': 'abgelehnt',
  'bring.done': 'Der Import ist fertig',
  'bring.done.imported':
    '{count, plural, =0 {Kein Eintrag war neu.} one {# Eintrag wurde versiegelt.} other {# Einträge wurden versiegelt.}}',
  'bring.done.unchanged':
    '{count, plural, one {# Eintrag ist unverändert: Er war schon da.} other {# Einträge sind unverändert: Sie waren schon da.}}',
  'bring.drop': 'Dateien oder einen Ordner hier ablegen',
  'bring.export': 'Betreute Patienten exportieren',
  'bring.export.action': 'Als Datei exportieren',
  'bring.export.begun': 'Das Herunterladen hat begonnen. Wie weit es ist, zeigt Ihr Browser.',
  'bring.export.words':
    'Die Einträge aller, die Sie für diese Einrichtung behandeln, soweit Sie sie sehen (FHIR, NDJSON). Jede Akte, die dafür gelesen wird, wird protokolliert. Hochgeladene Dateien sind nicht dabei.',
  'bring.failed': 'Der Import ist stehen geblieben',
  'bring.goOn': 'Fortsetzen',
  'bring.hint':
    'FHIR-Bundles und C-CDA-Dokumente mit je einer Person, NDJSON mit beliebig vielen; auch gepackt (.gz). Bis {most} je Datei, entpackt; ungepacktes NDJSON darf größer sein. Dieselben Dateien noch einmal ändern nichts, nur Einträge ohne id oder fullUrl kommen neu herein.',
  'bring.lenient': 'Von einem Bundle übernehmen, was stimmt',
  'bring.lenient.words':
    'Sonst wird ein Bundle ganz oder gar nicht gespeichert. Von NDJSON und C-CDA wird in jedem Fall gespeichert, was stimmt.',
  'bring.notTheirs':
    'Sie arbeiten nicht für diese Einrichtung, oder es gibt keine mit dieser Nummer. Gespeichert wurde nichts. Fragen Sie die Verwaltung.',
  'bring.organisation': 'Für welche Einrichtung',
  'bring.organisation.choose': 'Wählen Sie eine',
  'bring.organisation.label': 'Einrichtung',
  'bring.organisation.none':
    'Sie arbeiten hier noch für keine Einrichtung. Die Verwaltung kann Sie in eine aufnehmen.',
  'bring.progress': 'Personen fertig',
  'bring.reading':
    '{count, plural, =0 {Die Dateien werden gelesen…} one {Die Dateien werden gelesen: # Zeile…} other {Die Dateien werden gelesen: # Zeilen…}}',
  'bring.report': 'Was nicht hereinkam',
  'bring.report.save': 'Liste aufbewahren',
  'bring.running': 'Import läuft',
  'bring.sending': '{done, number} von {total, number} Personen',
  'bring.stay': 'Wer diese Seite verlässt, hält den Import an. Was da ist, bleibt.',
  'bring.stop': 'Anhalten',
  'bring.stopped': 'Der Import ist angehalten',
  'bring.stopped.words':
    '{count, plural, =0 {Alle wurden gesendet.} one {# Person wurde noch nicht gesendet. Setzen Sie hier fort, oder wählen Sie später dieselben Dateien noch einmal: Was schon da ist, wird wiedererkannt.} other {# Personen wurden noch nicht gesendet. Setzen Sie hier fort, oder wählen Sie später dieselben Dateien noch einmal: Was schon da ist, wird wiedererkannt.}}',
  'bring.stopping': 'Wird angehalten…',
  'bring.toList': 'Zu den Akten',
  'bring.why.another_person': 'Ein Eintrag ist über eine andere Person.',
  'bring.why.deleted_here': 'Ein Eintrag wurde in der Akte früher gelöscht und bleibt es.',
  'bring.why.duplicate': 'Ein Eintrag steht mehrmals in der Datei.',
  'bring.why.invalid': 'Ein Eintrag ist kein gültiges FHIR.',
  'bring.why.leftOut': 'Das wurde nicht gesendet.',
  'bring.why.not_supported': 'Ein Eintrag ist von einer Art, die nicht übernommen wird.',
  'bring.why.out_of_scope': 'Einen Eintrag dürfen Sie in dieser Akte nicht machen.',
  'bring.why.too_large': 'Ein Eintrag ist zu groß.',
  'bring.why.unreadable': 'Ein Eintrag ist nicht lesbar.',
  'bring.why.unresolved_reference':
    'Ein Eintrag verweist auf etwas, das weder in der Datei noch in der Akte ist.',
};
