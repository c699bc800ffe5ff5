import type { relationshipDeeds as english } from '../en/relationship-deeds.ts';

export const relationshipDeeds: Record<keyof typeof english, string> = {
  'did.access-table.read':
    'die Tabelle der Rechte {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.care-team.add':
    'jemanden in das Behandlungsteam {tried, select, yes {aufzunehmen versucht} other {aufgenommen}}',
  'did.care-team.read':
    'das Behandlungsteam {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.care-team.remove':
    'jemanden aus dem Behandlungsteam {tried, select, yes {zu nehmen versucht} other {genommen}}',
  'did.consent.accept':
    'den angebotenen Zugang {tried, select, yes {anzunehmen versucht} other {angenommen}}',
  'did.consent.decline':
    'den angebotenen Zugang {tried, select, yes {abzulehnen versucht} other {abgelehnt}}',
  'did.consent.list':
    'die Liste der Menschen mit Zugang {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.consent.narrow':
    'den Zugang einer Person {tried, select, yes {einzuschränken versucht} other {eingeschränkt}}',
  'did.consent.offer':
    'jemandem Zugang {tried, select, yes {anzubieten versucht} other {angeboten}}',
  'did.consent.read-history':
    'den Verlauf eines Zugangs {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.consent.read-offer':
    'den angebotenen Zugang {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.consent.revoke':
    'den Zugang einer Person {tried, select, yes {zu beenden versucht} other {beendet}}',
  'did.consent.widen':
    'jemandem mehr Zugang {tried, select, yes {anzubieten versucht} other {angeboten}}',
  'did.dependant.accept-hand-over':
    'die Akte von den Sorgeberechtigten {tried, select, yes {zu übernehmen versucht} other {übernommen}}',
  'did.dependant.add':
    'diese Akte als sorgeberechtigte Person {tried, select, yes {anzulegen versucht} other {angelegt}}',
  'did.dependant.hand-over':
    'die Übergabe der Akte {tried, select, yes {anzubieten versucht} other {angeboten}}',
  'did.emergency.dispute':
    'einem Notfallzugriff {tried, select, yes {zu widersprechen versucht} other {widersprochen}}',
  'did.emergency.list':
    'die Notfallzugriffe {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.emergency.list-reviews':
    'die Prüfungen von Notfallzugriffen {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.emergency.open':
    'die Akte in einem Notfall {tried, select, yes {zu öffnen versucht} other {geöffnet}}',
  'did.emergency.remind':
    'an die Prüfung eines Notfallzugriffs {tried, select, yes {zu erinnern versucht} other {erinnert}}',
  'did.emergency.review':
    'einen Notfallzugriff {tried, select, yes {zu prüfen versucht} other {geprüft}}',
  'did.export.chart':
    'die ganze Akte als Datei {tried, select, yes {mitzunehmen versucht} other {mitgenommen}}',
  'did.export.de-identified':
    'die Einträge ohne Namen unter einem Pseudonym {tried, select, yes {herunterzuladen versucht} other {heruntergeladen}}',
  'did.export.organisation':
    'die betreuten Akten für eine Organisation {tried, select, yes {mitzunehmen versucht} other {mitgenommen}}',
  'did.guardian.accept':
    'die Sorge für diese Akte {tried, select, yes {anzunehmen versucht} other {angenommen}}',
  'did.guardian.end':
    'den Zugang einer sorgeberechtigten Person {tried, select, yes {zu beenden versucht} other {beendet}}',
  'did.guardian.list':
    'die Liste der Sorgeberechtigten {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.guardian.offer':
    'eine weitere sorgeberechtigte Person {tried, select, yes {einzuladen versucht} other {eingeladen}}',
  'did.organisation.add-member':
    'jemanden in eine Organisation {tried, select, yes {aufzunehmen versucht} other {aufgenommen}}',
  'did.organisation.create':
    'eine Organisation {tried, select, yes {anzulegen versucht} other {angelegt}}',
  'did.organisation.list':
    'die Liste der Organisationen {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.organisation.list-own':
    'die eigenen Einrichtungen {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.organisation.remove-member':
    'jemanden aus einer Organisation {tried, select, yes {zu entfernen versucht} other {entfernt}}',
  'did.organisation.rename':
    'eine Organisation {tried, select, yes {umzubenennen versucht} other {umbenannt}}',
  'did.patient.import':
    'jemanden mit seinen Einträgen für eine Organisation {tried, select, yes {mitzubringen versucht} other {mitgebracht}}',
  'did.pseudonym.approve':
    'der Auflösung eines Pseudonyms {tried, select, yes {zuzustimmen versucht} other {zugestimmt}}',
  'did.pseudonym.list':
    'die Anträge zur Auflösung von Pseudonymen {tried, select, yes {anzusehen versucht} other {angesehen}}',
  'did.pseudonym.read':
    'ein Pseudonym auf diese Person {tried, select, yes {zurückzuführen versucht} other {zurückgeführt}}',
  'did.pseudonym.refuse':
    'die Auflösung eines Pseudonyms {tried, select, yes {abzulehnen versucht} other {abgelehnt}}',
  'did.pseudonym.request':
    'die Auflösung eines Pseudonyms {tried, select, yes {zu beantragen versucht} other {beantragt}}',
  'did.relationship.accept-proposal':
    'den erweiterten Zugang {tried, select, yes {anzunehmen versucht} other {angenommen}}',
  'did.relationship.check':
    'den Stand des Zugangs {tried, select, yes {abzufragen versucht} other {abgefragt}}',
  'did.relationship.decline-proposal':
    'den erweiterten Zugang {tried, select, yes {abzulehnen versucht} other {abgelehnt}}',
  'did.relationship.leave':
    'den eigenen Zugang {tried, select, yes {zurückzugeben versucht} other {zurückgegeben}}',
  'did.relationship.list':
    'die Liste der geteilten Akten {tried, select, yes {anzusehen versucht} other {angesehen}}',
};
