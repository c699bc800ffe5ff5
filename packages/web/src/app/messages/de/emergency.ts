import type { emergency as english } from '../en/emergency.ts';

export const emergency: Record<keyof typeof english, string> = {
  'words.missing': 'Schreiben Sie einen Satz, mindestens zehn Zeichen',

  'nav.emergency': 'Notfall',
  'emergency.title': 'Notfallzugriff',
  'emergency.lead':
    'Wenn es um Leben oder Gesundheit geht und sich niemand fragen lässt, oder nicht rechtzeitig antworten kann.',
  'emergency.before': 'Bevor Sie eine Akte öffnen',
  'emergency.before.only':
    'Nur für jemanden, den Sie gerade behandeln. Ist Zeit zu fragen, dann bitten Sie um eine Freigabe.',
  'emergency.before.told':
    'Wem die Akte gehört und wer für die Sicherheit zuständig ist, erfährt es sofort und sieht Ihren Namen und Ihren Grund.',
  'emergency.before.marked':
    'Was Sie öffnen, wird als Notfall vermerkt, und jemand anderes prüft es innerhalb weniger Tage.',
  'emergency.before.ends':
    'Der Zugriff endet von selbst, nach einer Stunde, wenn in Ihrer Installation nichts anderes gilt. Sie lesen nur; ändern lässt sich nichts.',
  'emergency.search': 'Wen behandeln Sie, und warum?',
  'emergency.by': 'Suchen nach',
  'emergency.by.name': 'Vollem Namen und Geburtsdatum',
  'emergency.by.identifier': 'Einer genauen Nummer',
  'emergency.identifier': 'Nummer',
  'emergency.identifier.hint':
    'Zum Beispiel die Versicherten- oder Patientennummer, genau wie sie auf der Karte steht',
  'emergency.identifier.missing': 'Geben Sie die Nummer ein',
  'emergency.given': 'Vorname',
  'emergency.given.missing': 'Geben Sie den Vornamen ein',
  'emergency.family': 'Nachname',
  'emergency.family.missing': 'Geben Sie den Nachnamen ein',
  'emergency.birthDate': 'Geburtsdatum',
  'emergency.birthDate.missing': 'Geben Sie ein Datum ein, das nicht in der Zukunft liegt',
  'emergency.reason': 'Was ist der Notfall?',
  'emergency.reason.missing': 'Wählen Sie eines aus',
  'emergency.reason.unconscious-or-unable-to-consent': 'Bewusstlos, oder kann nicht zustimmen',
  'emergency.reason.life-threatening': 'Lebensgefahr',
  'emergency.reason.urgent-medication-or-allergy-question':
    'Dringende Frage zu Medikamenten oder Allergien',
  'emergency.reason.risk-to-others': 'Gefahr für andere',
  'emergency.reason.other': 'Etwas anderes',
  'emergency.words': 'In eigenen Worten',
  'emergency.words.hint': 'Das lesen die Person selbst und wer es prüft.',
  'emergency.open': 'Akte öffnen …',
  'emergency.confirm': 'Diese Akte im Notfall öffnen?',
  'emergency.confirm.words':
    'Sobald sie offen ist, bekommen die Person und die Sicherheitsverantwortlichen eine Nachricht. Das lässt sich nicht zurücknehmen. Vielleicht werden Sie vorher nach einem Code oder Passkey gefragt.',
  'emergency.confirm.action': 'Jetzt öffnen',
  'emergency.notFound': 'Es wurde keine Akte geöffnet',
  'emergency.notFound.words':
    'Entweder passt hier niemand genau, oder es passt mehr als eine Person, oder diese Akte lässt sich so nicht öffnen. Was davon zutrifft, wird nicht gesagt. Die Suche ist protokolliert.',
  'emergency.notFound.spelling':
    'Prüfen Sie die Schreibweise, wie sie im Ausweis oder auf der Karte steht, und das Geburtsdatum.',
  'emergency.notFound.other':
    'Suchen Sie auf dem anderen Weg: Am sichersten ist eine Nummer, wenn Sie eine haben.',
  'emergency.notFound.without': 'Wenn die Zeit fehlt, behandeln Sie ohne die Akte.',
  'emergency.mine': 'Gerade offen',
  'emergency.mine.until': 'Eine Akte, offen bis {time}',
  'emergency.mine.open': 'Zur Akte',
  'emergency.left':
    '{minutes, plural, =0 {Die Zeit ist um} one {Noch eine Minute} other {Noch # Minuten}}',
  'emergency.end': 'Jetzt beenden',
  'emergency.end.label': 'Den Zugriff beenden, der bis {time} offen ist',
  'emergency.end.title': 'Diesen Notfallzugriff beenden?',
  'emergency.end.words':
    'Die Akte schließt sofort. Brauchen Sie sie wieder, öffnen Sie sie neu, mit einem neuen Grund.',
  'emergency.banner': 'Notfallzugriff',
  'emergency.banner.words': 'Die Person weiß Bescheid. Was Sie öffnen, wird vermerkt.',

  'emergencies.title': 'Notfallzugriffe',
  'emergencies.lead':
    'Jemand aus der Behandlung hat diese Akte geöffnet, ohne zu fragen, und gesagt, es sei ein Notfall. Jeden solchen Zugriff prüft jemand anderes.',
  'emergencies.gone': 'Jemand, dessen Konto es nicht mehr gibt',
  'emergencies.open': 'Gerade offen',
  'emergencies.when': '{from} bis {until}',
  'emergencies.why': '{reason}: „{words}“',
  'emergencies.count':
    '{count, plural, =0 {Es wurde nichts geöffnet} one {Einmal wurde etwas geöffnet} other {#-mal wurde etwas geöffnet}}',
  'emergencies.state.waiting': 'Prüfung steht aus',
  'emergencies.state.disputed': 'Sie sagen Nein',
  'emergencies.state.justified': 'War gerechtfertigt',
  'emergencies.state.not-justified': 'War nicht gerechtfertigt',
  'emergencies.state.misuse': 'War Missbrauch',
  'emergencies.review.waiting': 'Wird bis {due} geprüft.',
  'emergencies.review.disputed':
    'Am {on} wurde gesagt, dass es kein Notfall war. Wird bis {due} geprüft.',
  'emergencies.review.justified': 'Die Prüfung vom {on} ergab: Es war ein Notfall.',
  'emergencies.review.not-justified':
    'Die Prüfung vom {on} ergab: Es war kein Notfall, sondern ein Irrtum. Der Zugriff ist beendet.',
  'emergencies.review.misuse':
    'Die Prüfung vom {on} ergab: Es war Missbrauch. Der Zugriff ist beendet und das Konto gesperrt.',
  'emergencies.dispute': 'Das war kein Notfall',
  'emergencies.dispute.label': 'Das war kein Notfall: {who}',
  'emergencies.dispute.title': 'War das kein Notfall?',
  'emergencies.dispute.what':
    'Die Sicherheitsverantwortlichen erfahren es sofort und sehen sich diesen Zugriff vor anderen an. Was sie finden, steht danach hier.',
  'emergencies.dispute.words': 'Was ist geschehen?',
  'emergencies.dispute.hint':
    'Das lesen die Sicherheitsverantwortlichen. Wer die Akte geöffnet hat, liest es nicht.',
  'emergencies.dispute.action': 'An sie senden',
  'emergencies.news':
    '{count, plural, one {Diese Akte wurde im Notfall geöffnet} other {Diese Akte wurde in # Notfällen geöffnet}}',
  'emergencies.news.words':
    'Zuletzt am {at}, von jemandem, der Sie nicht vorher gefragt hat. Sehen Sie nach, wer es war und warum, und sagen Sie, wenn es kein Notfall war.',
  'emergencies.news.theirs':
    'Zuletzt am {at}, von jemandem, der niemanden vorher gefragt hat. Sehen Sie nach, wer es war und warum, und sagen Sie, wenn es kein Notfall war.',
  'emergencies.news.open': 'Nachsehen, wer und warum',
  'emergencies.news.seen': 'Ich weiß davon',

  'nav.reviews': 'Prüfungen',
  'reviews.title': 'Notfallprüfungen',
  'reviews.lead':
    'Immer wenn jemand eine Akte im Notfall öffnet, sieht es sich danach jemand anderes an. Sie sehen, wer und warum, und keine Akte.',
  'reviews.waiting': 'Warten auf eine Prüfung',
  'reviews.waiting.count': '{count, plural, one {(eine wartet)} other {(# warten)}}',
  'reviews.waiting.none': 'Es wartet keine.',
  'reviews.reviewed': 'Geprüft',
  'reviews.empty': 'Keine Akte wurde im Notfall geöffnet',
  'reviews.empty.words':
    'Wenn es jemand aus Behandlung oder Radiologie tut, bekommen Sie eine E-Mail und prüfen es hier.',
  'reviews.overdue': 'Überfällig',
  'reviews.overdue.count':
    '{count, plural, one {Eine Prüfung ist überfällig.} other {# Prüfungen sind überfällig.}} Daran wird jeden Tag erinnert, bis jemand sie erledigt.',
  'reviews.disputed': 'Die Person sagt Nein',
  'reviews.patient': 'Akte von {pseudonym}',
  'reviews.dispute.words': 'Die Person: „{words}“',
  'reviews.due': 'Zu prüfen bis {date}',
  'reviews.done': 'Geprüft am {date}: „{words}“',
  'reviews.own': 'Das haben Sie selbst geöffnet: Prüfen muss es eine andere Person der Verwaltung.',
  'reviews.action': 'Prüfen',
  'reviews.action.again': 'Prüfung ändern',
  'reviews.action.label': 'Notfallzugriff prüfen von {who}',
  'reviews.outcome.justified': 'Es war ein Notfall',
  'reviews.outcome.justified.words': 'Ein Zugriff, der noch offen ist, läuft bis zu seinem Ende.',
  'reviews.outcome.not-justified': 'Kein Notfall, ein Irrtum',
  'reviews.outcome.not-justified.words': 'Der Zugriff endet jetzt. Das Konto bleibt, wie es ist.',
  'reviews.outcome.misuse': 'Missbrauch',
  'reviews.outcome.misuse.words': 'Jemand hat ohne Grund nachgesehen.',
  'reviews.misuse':
    'Der Zugriff endet, das Konto, mit dem die Akte geöffnet wurde, ist sofort gesperrt, und die Person erfährt es. Das lässt sich hier nicht zurücknehmen; wieder geöffnet wird das Konto unter „Konten“.',
  'reviews.dialog': 'Diesen Notfallzugriff prüfen',
  'reviews.dialog.question': 'War es ein Notfall?',
  'reviews.dialog.missing': 'Wählen Sie eines aus',
  'reviews.dialog.words': 'Woher wissen Sie es?',
  'reviews.dialog.hint': 'Bleibt bei der Prüfung, für andere in der Verwaltung und für Revisionen.',
  'reviews.dialog.action': 'Prüfung abschließen',
  'reviews.dialog.misuse': 'Konto sperren',

  'notice.emergency-review-overdue': 'Ein Notfallzugriff wartet zu lange auf seine Prüfung',
  'notice.emergency-review-overdue.words':
    'Jemand hat eine Akte im Notfall geöffnet, und noch hat niemand gesagt, ob es einer war. Gehen Sie zu den Prüfungen; die Verwaltung bekommt jeden Tag eine E-Mail, bis es erledigt ist.',
};
