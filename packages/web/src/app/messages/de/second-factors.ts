import type { secondFactors as english } from '../en/second-factors.ts';

export const secondFactors: Record<keyof typeof english, string> = {
  'secondStep.title': 'Noch ein Schritt',
  'secondStep.lead': 'Das Passwort stimmt. Zeigen Sie jetzt, dass Sie es sind.',
  'secondStep.lost': 'Nichts davon zur Hand?',
  'secondStep.lost.words':
    'Wenn App, Passkeys und Wiederherstellungscodes alle verloren sind, kann die Verwaltung Sie hereinlassen, nach einer Wartezeit.',
  'secondStep.lost.action': 'Ich habe alles verloren',
  'secondStep.other': 'Als jemand anders anmelden',
  'prove.or': 'oder',
  'prove.action': 'Bestätigen',
  'prove.by.passkey': 'Passkey verwenden',
  'prove.by.totp': 'Code aus Ihrer App verwenden',
  'prove.by.recovery-code': 'Wiederherstellungscode verwenden',
  'prove.by.password': 'Passwort verwenden',
  'prove.noneHere':
    'Dieses Konto ist mit einem Passkey geschützt, und dieser Browser kann hier keinen verwenden. Melden Sie sich an dem Gerät an, das ihn hat, oder unter der Adresse dieser Installation, die mit https beginnt.',
  'prove.password.wrong': 'Dieses Passwort stimmt nicht.',
  'code.app.label': 'Code aus Ihrer App',
  'code.app.hint': 'Sechs Ziffern aus Ihrer Authenticator-App. Jeder Code gilt einmal.',
  'code.recovery.label': 'Wiederherstellungscode',
  'code.recovery.hint':
    'Einer der zehn Codes, die Sie aufbewahrt haben. Er gilt einmal: Streichen Sie ihn danach durch.',
  'passkey.use': 'Passkey verwenden',
  'passkey.signIn': 'Mit Passkey anmelden',
  'passkey.words':
    'Gleich fragt Ihr Browser: per Finger, Gesicht oder PIN, mit diesem Gerät, Ihrem Telefon oder einem Sicherheitsschlüssel. Nichts davon wird an uns geschickt.',
  'passkey.name': 'Name',
  'passkey.name.first': 'Mein Passkey',
  'passkey.name.hint': 'Woran Sie ihn in der Liste erkennen, etwa „Arbeitslaptop“',
  'passkey.action': 'Passkey erstellen',
  'passkey.fault.cancelled':
    'Es wurde kein Passkey verwendet. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  'passkey.fault.known-already': 'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
  'passkey.fault.unverified':
    'Dieses Gerät kann nicht feststellen, dass Sie es sind. Richten Sie darauf PIN, Finger oder Gesicht ein, oder nehmen Sie ein anderes.',
  'passkey.fault.unsupported':
    'Passkeys gehen hier nur mit einem aktuellen Browser und unter einer Adresse, die mit https beginnt, oder an localhost.',
  'totp.step.app':
    'Öffnen Sie auf Ihrem Telefon eine Authenticator-App. Jede, die sechsstellige Codes anzeigt, ist recht; viele Passwort-Manager haben eine.',
  'totp.step.scan':
    'Fügen Sie darin ein Konto hinzu und scannen Sie dieses Bild. Wenn die Kamera nicht hilft, kopieren Sie das Geheimnis.',
  'totp.step.code': 'Geben Sie den Code ein, den die App jetzt anzeigt.',
  'totp.qr': 'QR-Code mit dem Geheimnis für Ihre Authenticator-App',
  'totp.secret': 'Geheimnis',
  'totp.action': 'Einschalten',
  'codes.title': 'Wiederherstellungscodes',
  'codes.words':
    'Wenn App oder Passkey verloren gehen, ersetzt sie einer dieser Codes, einmal. Bewahren Sie sie auf Papier oder im Passwort-Manager auf, nicht neben dem Passwort. Sie werden nur jetzt gezeigt.',
  'codes.kept': 'Ich habe diese Codes aufbewahrt',
  'codes.action': 'Weiter',
  'factor.title': 'Ihr Konto schützen',
  'factor.lead': 'Mit einem zweiten Faktor kommt niemand allein mit Ihrem Passwort hinein.',
  'factor.lead.required':
    'Ihre Rolle kommt an Persönliches von anderen heran, darum reicht ein Passwort allein nicht. Es dauert etwa eine Minute.',
  'factor.passkey': 'Passkey',
  'factor.passkey.words':
    'Am einfachsten und am sichersten: Finger, Gesicht oder PIN, und nichts zu tippen. Auf einer gefälschten Seite lässt er sich nicht verwenden.',
  'factor.passkey.choose': 'Passkey einrichten',
  'factor.totp': 'Authenticator-App',
  'factor.totp.words':
    'Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code. Das geht auch ohne Netz.',
  'factor.totp.choose': 'App einrichten',
  'factor.back': 'Einen anderen Weg wählen',
  'stepUp.title': 'Sind das noch Sie?',
  'stepUp.words':
    'Was Sie vorhaben, ist heikel. Bestätigen Sie noch einmal; danach wird fünf Minuten lang nicht gefragt.',
  'idle.title': 'Sind Sie noch da?',
  'idle.words':
    'Hier ist eine Weile nichts geschehen. Damit niemand sonst sieht, was offen ist, endet diese Sitzung.',
  'idle.left': 'Sie werden in {count, plural, one {# Sekunde} other {# Sekunden}} abgemeldet.',
  'idle.stay': 'Angemeldet bleiben',
  'lost.title': 'Für den zweiten Schritt ist alles verloren',
  'lost.lead':
    'Niemand kann ihn sofort abschalten, auch die Verwaltung nicht: Sonst käme herein, wer eine gute Geschichte erzählt.',
  'lost.steps': 'So geht es',
  'lost.step.ask':
    'Sie bitten hier darum. Wir schreiben an Ihre E-Mail-Adresse, mit einem Link, der es aufhält, falls Sie es nicht waren.',
  'lost.step.approve':
    'Die Verwaltung vergewissert sich, dass Sie es sind, persönlich oder am Telefon, und stimmt zu. Melden Sie sich bei ihr.',
  'lost.step.wait':
    'Eine Wartezeit vergeht. Bis dahin öffnet sich nichts, und Sie können sich weiter anmelden, wenn Sie Gerät oder Codes wiederfinden.',
  'lost.step.signIn':
    'Dann melden Sie sich einmal nur mit dem Passwort an und richten einen neuen zweiten Faktor ein.',
  'lost.action': 'Um Wiederherstellung bitten',
  'lost.asked': 'Sie haben um Wiederherstellung gebeten',
  'lost.asked.words':
    'Die Wartezeit endet am {until}, und die Verwaltung muss zustimmen, bevor Sie sich ohne den zweiten Schritt anmelden können.',
  'lost.asked.approved':
    'Die Verwaltung hat zugestimmt. Ab {until} melden Sie sich nur mit Ihrem Passwort an.',
  'lost.back': 'Zurück zum zweiten Schritt',
  'recoveryCancel.title': 'Waren das nicht Sie?',
  'recoveryCancel.lead':
    'Jemand, der Ihr Passwort kennt, möchte sich ohne Ihren zweiten Faktor anmelden. Dieser Knopf hält es auf. Ändern Sie danach Ihr Passwort.',
  'recoveryCancel.action': 'Aufhalten',
  'recoveryCancel.done': 'Es ist aufgehalten',
  'recoveryCancel.done.words':
    'Ihr zweiter Faktor bleibt, wie er ist. Melden Sie sich an und ändern Sie jetzt Ihr Passwort: Jemand anders kennt es.',
};
