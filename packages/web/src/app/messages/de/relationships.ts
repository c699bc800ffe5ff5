import type { relationships as english } from '../en/relationships.ts';

export const relationships: Record<keyof typeof english, string> = {
  'nav.patients': 'Akten',
  'nav.people': 'Menschen',
  'nav.start': 'Start',

  'people.title': 'Mit mir geteilt',
  'people.title.staff': 'Patientenakten',
  'people.lead':
    'Akten, die Ihnen jemand zeigt. Jedes Mal, wenn Sie eine öffnen, sieht es die Person in ihrer Liste der Zugriffe.',
  'people.lead.client':
    'Einträge, die Ihnen Menschen überlassen, unter einem Pseudonym und ohne Namen und freie Worte.',
  'people.by.care-team': 'Für Sie offen, weil Sie zum Behandlungsteam gehören.',
  'people.by.consent': 'Für Sie offen mit Einwilligung der Person.',
  'people.by.guardian': 'Sie sorgen für diese Akte.',
  'people.by.part': 'Was nicht mit Ihnen geteilt ist, wird nicht gezeigt.',
  'people.by.until': 'Bis {date}.',
  'people.chart.tabs': 'Seiten dieser Akte',
  'people.emergency.name': 'Notfallzugriff',
  'people.emergency.until': 'Bis {time}',
  'people.empty': 'Keine Akte ist für Sie offen',
  'people.empty.staff':
    'Ihre Rolle allein öffnet keine Akte. Patientinnen und Patienten laden Sie ein: per Link, per E-Mail oder mit einem Code zum Scannen.',
  'people.empty.words':
    'Wenn Ihnen jemand die eigene Akte zeigen möchte, schickt die Person eine Einladung: einen Link, eine E-Mail oder einen Code zum Scannen.',
  'people.kind.care-team': 'Behandlungsteam',
  'people.kind.consent': 'Mit Einwilligung',
  'people.kind.emergency': 'Notfall',
  'people.kind.guardian': 'Sorgeberechtigt',
  'people.leave': 'Zurückgeben',
  'people.leave.action': 'Zurückgeben',
  'people.leave.emergency':
    'Der Notfallzugriff endet jetzt. Er bleibt aufgezeichnet und wird trotzdem geprüft.',
  'people.leave.label': 'Zugang zurückgeben: {name}',
  'people.leave.title': 'Diesen Zugang zurückgeben?',
  'people.leave.words':
    'Sie können diese Akte dann nicht mehr öffnen: {name}. Die Person erfährt es und kann Sie neu einladen.',
  'people.import': 'Patienten importieren oder exportieren',
  'people.list': 'Für Sie offen',
  'people.open': 'Akte öffnen',
  'people.open.label': 'Akte öffnen: {name}',
  'people.tab.consents': 'Menschen mit Zugang',
  'people.tab.dependants': 'Kinder',
  'people.tab.guardians': 'Sorgeberechtigte',
  'people.tab.people': 'Mit mir geteilt',
  'people.tabs': 'Rund um Menschen',
  'proposal.title': '{name} bietet Ihnen mehr an',
  'proposal.accept': 'Annehmen',
  'proposal.accept.label': 'Annehmen, was {name} anbietet',
  'proposal.decline': 'Ablehnen',
  'proposal.decline.label': 'Ablehnen, was {name} anbietet',
  'proposal.words': 'Wenn Sie ablehnen, bleibt alles, wie es ist. Zusätzlich angeboten:',

  'ended.title': 'Der Zugang ist beendet',
  'ended.action': 'Zu den Akten, die für Sie offen sind',
  'ended.next': 'Diese Akte ist geschlossen',
  'ended.words':
    'Sie ist für Sie nicht oder nicht mehr offen: Der Zugang wurde beendet, oder seine Zeit ist abgelaufen. Auf dieser Seite bleibt nichts davon. Wenn Sie sie noch brauchen, bitten Sie erneut darum.',
  'redacted.client': 'Ohne alles, was verrät, um wen es geht',
  'redacted.client.words':
    'Namen, Adressen, genaue Daten und freie Worte fehlen. Was bleibt, sind Codes, Werte und Jahre, unter einem Pseudonym, das nur für Sie gilt.',

  'redacted.technologist': 'Nur so viel, wie eine Untersuchung braucht',
  'redacted.technologist.words':
    'Sie sehen Initialen und Geburtsjahr, um zu erkennen, um wessen Untersuchung es geht, und was dafür wichtig ist. Das Übrige der Akte wird in Ihrer Rolle nicht gezeigt.',

  'chart.title.pseudonym': 'Pseudonym: {pseudonym}',
  'chart.title.theirs': 'Akte',
  'chart.noneShared': 'Nichts, was mit Ihnen geteilt ist.',
  'chart.notShared': 'Nicht mit Ihnen geteilt. Es kann etwas geben.',
  'chart.documents.none': 'Kein Dokument ist erfasst.',
  'chart.empty.theirs': 'Diese Akte ist leer',
  'chart.empty.theirs.add':
    'Importieren Sie eine Datei mit Einträgen, oder hängen Sie Briefe und Bilder an.',
  'chart.empty.theirs.words': 'Noch ist nichts darin, was Sie sehen dürfen.',
  'documents.none.words': 'Sobald es eines gibt, das Sie sehen dürfen, steht es hier.',
  'documents.theirs': '{count, plural, one {# Dokument} other {# Dokumente}}',
  'shares.lead.theirs':
    'Wer einen aktiven Link hat, kann das Ausgewählte lesen, dazu Name und Geburtsdatum. Sie können ihn jederzeit beenden.',
  'access.lead.theirs':
    'Jeder Blick in diese Akte und jeder abgewiesene Versuch, das Neueste zuerst.',
  'access.emergency': 'Notfall',
  'access.by.care-team': 'als Teil des Behandlungsteams',
  'access.by.consent': 'mit Einwilligung',
  'access.by.emergency': 'in einem Notfall',
  'access.by.guardian': 'als sorgeberechtigte Person',

  'dependants.title': 'Kinder und Betreute',
  'dependants.lead':
    'Akten von Menschen ohne eigenes Konto, für die Sie sorgen, bis sie sie selbst übernehmen.',
  'dependants.add': 'Jemanden hinzufügen',
  'dependants.add.action': 'Hinzufügen',
  'dependants.add.refused':
    'Das Geburtsdatum darf nicht in der Zukunft liegen, und die Person muss für ein eigenes Konto zu jung sein. Höchstens 20 Menschen lassen sich hinzufügen.',
  'dependants.add.title': 'Ein Kind oder jemanden in Ihrer Obhut hinzufügen',
  'dependants.add.words':
    'Es entsteht eine eigene Akte, versiegelt mit eigenen Schlüsseln. Sie sehen alles darin, bis die Person alt genug ist, sie zu übernehmen.',
  'dependants.birthDate': 'Geburtsdatum',
  'dependants.birthDate.wrong': 'Geben Sie einen Tag ein, der nicht in der Zukunft liegt',
  'dependants.empty': 'Sie sorgen hier für niemanden',
  'dependants.empty.words':
    'Fügen Sie ein Kind hinzu oder jemanden, der sich nicht selbst um die Akte kümmern kann. Hat das schon jemand anderes getan, bitten Sie dort um eine Einladung.',
  'dependants.guardians': 'Sorgeberechtigte',
  'dependants.guardians.label': 'Sorgeberechtigte: {name}',
  'dependants.list': 'Sie sorgen für',
  'dependants.name.missing': 'Geben Sie einen Namen ein',
  'dependants.until': 'Sie sehen diese Akte bis {date}',

  'guardians.title': 'Sorgeberechtigte',
  'guardians.lead': 'Wer für diese Akte sorgt, alles darin sieht und bestimmt, wer noch.',
  'guardians.end': 'Beenden',
  'guardians.end.action': 'Beenden',
  'guardians.end.label': 'Sorge beenden: {name}',
  'guardians.end.title': 'Diesen Zugang als sorgeberechtigte Person beenden?',
  'guardians.end.words': '{name} kann diese Akte ab jetzt nicht mehr öffnen.',
  'guardians.endsOn': 'Sorgeberechtigte sehen diese Akte bis {date}. Übergeben Sie sie danach.',
  'guardians.invite': 'Weitere sorgeberechtigte Person einladen',
  'guardians.invite.action': 'Einladung erstellen',
  'guardians.invite.qr': 'QR-Code der Einladung als sorgeberechtigte Person',
  'guardians.invite.words':
    'Zum Beispiel den anderen Elternteil. Die Person braucht hier ein Konto und sieht und bestimmt alles genau wie Sie.',
  'guardians.last':
    'Die letzte sorgeberechtigte Person kann nicht zurücktreten: Jemand muss die Akte übergeben können.',
  'guardians.list': 'Wer für diese Akte sorgt',
  'guardians.step': 'Zurücktreten',
  'guardians.step.action': 'Zurücktreten',
  'guardians.step.title': 'Als sorgeberechtigte Person zurücktreten?',
  'guardians.step.words':
    'Sie können diese Akte dann nicht mehr öffnen, {name}. Eine andere sorgeberechtigte Person kann Sie neu einladen.',

  'guardianship.title': 'Für eine Akte sorgen',
  'guardianship.lead': 'Jemand bittet Sie, gemeinsam für eine Akte zu sorgen.',
  'guardianship.accept': 'Annehmen',
  'guardianship.forbidden':
    'Nur mit einem Patientenkonto kann man für eine Akte sorgen. Melden Sie sich mit Ihrem eigenen an, nicht mit dem beruflichen.',
  'guardianship.signInFirst': 'Jemand bittet Sie, gemeinsam für eine Akte zu sorgen.',
  'guardianship.what': 'Was das heißt',
  'guardianship.words':
    'Sie sehen die ganze Akte eines Kindes oder einer betreuten Person, dürfen sie ergänzen und bestimmen, wer sie noch sieht, wie alle Sorgeberechtigten. Sie können später zurücktreten.',

  'handOver.title': 'Die Akte übergeben',
  'handOver.action': 'Link erstellen',
  'handOver.email': 'E-Mail-Adresse der Person',
  'handOver.email.hint': 'Ihre eigene: Wer dieses Postfach liest, übernimmt die Akte.',
  'handOver.qr': 'QR-Code zur Übernahme der Akte',
  'handOver.words':
    'Wer alt genug ist, erstellt ein eigenes Konto und übernimmt die Akte, wie sie ist. Ab dann endet der Zugang aller Sorgeberechtigten; man kann Sie wieder einladen.',

  'takeOver.title': 'Ihre Akte übernehmen',
  'takeOver.lead':
    'Bisher hat jemand für Ihre Gesundheitsdaten gesorgt. Mit einem eigenen Konto gehören sie Ihnen allein: Niemand sonst sieht sie, wenn Sie es nicht erlauben.',
  'takeOver.action': 'Übernehmen',

  'problem.identifier_left':
    'Es war noch etwas enthalten, das verraten könnte, um wen es geht; darum wurde nichts herausgegeben. Wenden Sie sich an die Person, die diese Installation betreibt.',
  'problem.out_of_scope':
    'Das ist mehr, als Sie in dieser Akte ändern dürfen. Es wurde nichts geändert.',
};
