import type { app as english } from '../en/app.ts';

export const app: Record<keyof typeof english, string> = {
  'app.cancel': 'Abbrechen',
  'app.close': 'Schließen',
  'app.copied': 'Kopiert',
  'app.copy': 'Kopieren',
  'app.done': 'Fertig',
  'app.footer':
    'Wardkeep bewahrt Gesundheitsdaten versiegelt auf. Jeder Blick darauf wird festgehalten.',
  'app.loading': 'Wird geladen …',
  'app.no': 'Nein',
  'app.pageTitle': '{page} · Wardkeep',
  'app.skip': 'Zum Inhalt springen',
  'app.toStart': 'Zur Startseite',
  'app.yes': 'Ja',
  'error.title': 'Diese Seite konnte nicht angezeigt werden',
  'landing.title': 'Ihre Gesundheitsakte, gut versiegelt.',
  'landing.lead':
    'Wardkeep bewahrt Ihre Befunde und Dokumente verschlüsselt auf, teilt sie auf Wunsch für einen Tag per Link und zeigt Ihnen alle, die hineingesehen haben.',
  'landing.sealed': 'Versiegelt',
  'landing.sealed.words':
    'Ihre Einträge sind mit Ihren eigenen Schlüsseln verschlüsselt. Die Datenbank, ihre Protokolle oder eine Sicherung davon zeigen niemandes Akte.',
  'landing.shared': 'Geteilt, wenn Sie es wollen',
  'landing.shared.words':
    'Geben Sie Ihrer Ärztin einen Link oder QR-Code für eine Stunde oder eine Woche, und nehmen Sie ihn jederzeit zurück.',
  'landing.seen': 'Jeder Blick ist belegt',
  'landing.seen.words':
    'Sie sehen, wer wann was geöffnet hat. Wer einen früheren Prüfpunkt dieses Protokolls aufbewahrt hat, bemerkt, wenn es geändert wird.',
  'language.current': 'Sprache: {code}',
  'language.label': 'Sprache',
  'link.incomplete': 'Dieser Link ist nicht vollständig',
  'list.showAll': 'Alle {count} anzeigen',
  'list.showFewer': 'Weniger anzeigen',
  'menu.label': 'Konto von {name}',
  'menu.signOut': 'Abmelden',
  'nav.access': 'Zugriffe',
  'nav.chart': 'Akte',
  'nav.documents': 'Dokumente',
  'nav.import': 'Import',
  'nav.label': 'Hauptseiten',
  'nav.shares': 'Geteilt',
  'notFound.title': 'Diese Seite gibt es nicht',
  'notFound.next': 'Gehen wir zurück',
  'notFound.words': 'Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.',
  'paste.elsewhere': 'Dieser Link gehört zu einer anderen Installation. Öffnen Sie ihn dort:',
  'paste.label': 'Geteilter Link',
  'paste.none': 'Das ist kein geteilter Link. Er sollte so aussehen: https://…/shared#…',
  'paste.open': 'Öffnen',
  'scheme.auto': 'Wie das Gerät',
  'scheme.dark': 'Dunkel',
  'scheme.label': 'Darstellung',
  'scheme.light': 'Hell',
  'welcome.title': 'Willkommen, {name}',
  'welcome.lead': 'Sie sind angemeldet. Ihre Rolle: {role}.',
  'welcome.open': 'Einen geteilten Link öffnen',
  'welcome.open.words':
    'Wenn Ihnen jemand einen Link geschickt hat, fügen Sie ihn hier ein. Einen QR-Code lesen Sie mit der Kamera.',
  'welcome.access': 'Über den Zugang entscheiden die Patienten',
  'welcome.access.words':
    'Ihre Rolle allein öffnet keine Akte. Bitten Sie die Person, Sie einzuladen oder das Nötige mit Ihnen zu teilen; sie bestimmt, was Sie sehen und wie lange.',
  'welcome.access.action': 'Akten, die für Sie offen sind',

  'problem.title': 'Das hat nicht geklappt',
  'problem.tryAgain': 'Noch einmal versuchen',
  'problem.requestId': 'Wenn Sie um Hilfe bitten, nennen Sie die Nummer {requestId}.',
  'problem.client.unreachable':
    'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  'problem.client.unexpected_reply':
    'Die Antwort war nicht verständlich. Laden Sie die Seite neu; wenn es wieder vorkommt, wenden Sie sich an die Person, die diese Installation betreibt.',
  'problem.address_not_allowed':
    'Von hier aus lässt sich dieses Konto nicht benutzen. Fragen Sie die Verwaltung, welche Netze erlaubt sind.',
  'problem.bad_media_type': 'Diese Art von Datei kann hier nicht aufbewahrt werden.',
  'problem.body_too_large': 'Das ist größer, als hier aufbewahrt werden kann.',
  'problem.chart_belongs_to_another':
    'Diese Datei handelt von einer anderen Person als der, der diese Akte gehört. Es wurde nichts geändert.',
  'problem.code_wrong':
    'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und geben Sie den ein.',
  'problem.csrf_refused':
    'Zu Ihrer Sicherheit wurde das abgelehnt. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'problem.email_unavailable':
    'Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich an, oder nehmen Sie eine andere Adresse.',
  'problem.erasure_waiting':
    'Die Wartezeit ist noch nicht vorbei. Es wurde nichts gelöscht; bestätigen Sie es danach.',
  'problem.factor_limit':
    'Personal behält mindestens einen zweiten Faktor, und mehr als zwanzig Passkeys kann niemand haben. Fügen Sie erst einen hinzu, oder entfernen Sie einen, den Sie nicht mehr brauchen.',
  'problem.forbidden': 'Darauf haben Sie keinen Zugriff.',
  'problem.gone': 'Das wurde gelöscht. Was dort stand, bleibt in der Versionsgeschichte.',
  'problem.not_acceptable': 'Der Server kann nicht in der gewünschten Form antworten.',
  'problem.patch_conflict':
    'Die Änderung passt nicht zu dem, was jetzt dort steht. Laden Sie die Seite neu und wiederholen Sie sie.',
  'problem.patient_required':
    'Es fehlt die Angabe, um wessen Akte es geht. Es wurde nichts geändert.',
  'problem.precondition_failed':
    'Das wurde inzwischen geändert. Es wurde nichts gespeichert; laden Sie die Seite neu.',
  'problem.internal':
    'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  'problem.invitation_invalid':
    'Diese Einladung wurde schon benutzt oder ist abgelaufen. Bitten Sie um eine neue.',
  'problem.keys_unavailable':
    'Der Verwahrer des Hauptschlüssels antwortet nicht, deshalb lässt sich gerade nichts öffnen. Verloren ist nichts; versuchen Sie es in ein paar Minuten noch einmal.',
  'problem.legal_hold':
    'Das Gesetz verlangt, dass diese Daten vorerst aufbewahrt werden. Warum und bis wann, sagt Ihnen, wer diese Installation betreibt.',
  'problem.link_invalid':
    'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an; nur der neueste gilt.',
  'problem.locked':
    'Die Akten sind gesperrt, bis die Person, die den Server betreibt, sie mit „npx wardkeep unlock“ öffnet.',
  'problem.not_found': 'Das gibt es hier nicht. Vielleicht wurde es gelöscht.',
  'problem.not_json':
    'Diese Datei hat nicht das erwartete Format (JSON). Es wurde nichts geändert.',
  'problem.not_signed_in': 'Ihre Sitzung ist beendet. Melden Sie sich wieder an.',
  'problem.not_supported':
    'Diese Art von Eintrag kann hier noch nicht aufbewahrt werden. Es wurde nichts geändert.',
  'problem.password_refused':
    'Dieses Passwort geht nicht. Nehmen Sie ein längeres oder selteneres: ein paar Wörter, die nichts miteinander zu tun haben, ohne Ihren Namen und Ihre Adresse.',
  'problem.second_factor_needed':
    'Der zweite Schritt fehlt noch. Melden Sie sich zuerst mit Ihrem Code oder Passkey an.',
  'problem.second_factor_set_up_needed':
    'Ihre Rolle braucht einen zweiten Faktor. Richten Sie ihn zuerst ein; vorher öffnet sich nichts anderes.',
  'problem.set_up_already_done':
    'Diese Installation ist schon eingerichtet. Melden Sie sich stattdessen an.',
  'problem.set_up_needed':
    'Diese Installation hat noch keine Verwaltung. Öffnen Sie den Link, den das Terminal zeigt.',
  'problem.share_ended':
    'Dieser Link ist beendet. Bitten Sie die Person, die ihn geschickt hat, um einen neuen.',
  'problem.sign_up_closed':
    'Hier kann niemand selbst ein Konto anlegen. Bitten Sie die Person, die diese Installation betreibt, um eine Einladung.',
  'problem.step_up_needed':
    'Es wurde nichts geändert: Dafür müssen Sie noch einmal zeigen, dass Sie es sind. Versuchen Sie es noch einmal und bestätigen Sie es.',
  'problem.too_deep': 'Diese Datei ist zu tief verschachtelt. Es wurde nichts geändert.',
  'problem.too_many_requests':
    'Das war zu oft in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es noch einmal.',
  'problem.too_many_requests.wait':
    'Das war zu oft in kurzer Zeit. Warten Sie {minutes, plural, one {eine Minute} other {# Minuten}} und versuchen Sie es noch einmal.',
  'problem.too_slow':
    'Diese Datei kam zu langsam an und wurde abgebrochen. Es wurde nichts geändert. Versuchen Sie es über eine bessere Verbindung noch einmal.',
  'problem.unavailable':
    'Der Dienst ist gerade nicht verfügbar. Versuchen Sie es in einer Minute noch einmal.',
  'problem.unresolved_reference':
    'Die Datei verweist auf einen Eintrag, den sie nicht enthält. Es wurde nichts geändert.',
  'problem.validation_failed':
    'Etwas darin ist nicht so, wie es sein sollte. Es wurde nichts geändert.',
  'problem.wrong_credentials': 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
  'problem.wrong_host':
    'Unter diesem Namen ist der Server nicht zu erreichen. Nehmen Sie die Adresse, die man Ihnen gegeben hat.',
};
