import type { people as english } from '../en/people.ts';

export const people: Record<keyof typeof english, string> = {
  'accounts.title': 'Konten',
  'accounts.role': 'Rolle',
  'accounts.sinceDate': 'Seit {date}',
  'accounts.you': 'Sie',
  'accounts.secondFactor': 'mit zweitem Faktor',
  'accounts.secondFactor.none': 'ohne zweiten Faktor',
  'accounts.state.suspended': 'Gesperrt',
  'accounts.state.deactivated': 'Selbst geschlossen',
  'accounts.search': 'Nach Name, E-Mail-Adresse oder Nummer suchen',
  'accounts.search.none': 'So heißt niemand.',
  'accounts.suspend': 'Sperren',
  'accounts.suspend.label': 'Konto von {name} sperren',
  'accounts.suspend.title': 'Dieses Konto sperren?',
  'accounts.suspend.words':
    '{name} wird sofort überall abgemeldet und kann sich erst wieder anmelden, wenn das Konto wieder geöffnet ist. Gelöscht wird nichts.',
  'accounts.resume': 'Wieder öffnen',
  'accounts.resume.label': 'Konto von {name} wieder öffnen',
  'accounts.resume.title': 'Dieses Konto wieder öffnen?',
  'accounts.resume.words':
    '{name} kann sich wieder anmelden, mit demselben Passwort und zweiten Faktor.',

  'invite.title': 'Jemanden einladen',
  'invite.lead':
    'Wer hier arbeitet, kommt über einen Link dazu, der einmal und für eine E-Mail-Adresse gilt. Auch Patienten lassen sich einladen.',
  'invite.role': 'Rolle',
  'invite.action': 'Einladen',
  'invite.link': 'Einladungslink',
  'invite.qr': 'QR-Code der Einladung mit der Rolle {role}',
  'invite.sent': 'Die Einladung ist unterwegs an {email}.',
  'invite.notSent':
    'Es ging keine E-Mail hinaus, weil kein Mailserver eingestellt ist. Geben Sie diesen Link selbst an {email} weiter.',
  'invite.ready': 'Nur für {email}. Rolle: {role}. Der Link gilt einmal, bis {until}.',

  'recoveries.title': 'Verlorene zweite Faktoren',
  'recoveries.lead':
    'Wer alle zweiten Faktoren verloren hat, bittet hier darum, sich einmal ohne anzumelden. Sie geben es frei, eine Wartezeit vergeht, und die Person bekommt bei jedem Schritt eine E-Mail.',
  'recoveries.none': 'Niemand wartet.',
  'recoveries.waiting': 'Wartet auf Freigabe',
  'recoveries.approved': 'Freigegeben',
  'recoveries.when': 'Erbeten am {date} · öffnet nichts vor dem {until} ({relative})',
  'recoveries.own':
    'Das ist Ihr eigenes Konto: Freigeben muss es eine andere Person der Verwaltung.',
  'recoveries.sure': 'Ich habe mich auf anderem Weg vergewissert, dass es diese Person ist',
  'recoveries.sure.missing':
    'Setzen Sie den Haken erst, wenn Sie mit der Person gesprochen oder sie gesehen haben',
  'recoveries.approve': 'Freigeben',
  'recoveries.approve.label': 'Für {name} freigeben',
  'recoveries.approve.title': 'Ohne zweiten Faktor anmelden lassen?',
  'recoveries.approve.words':
    'Rufen Sie {name} unter einer Nummer an, die Sie schon kennen, oder treffen Sie sich: Eine E-Mail beweist nichts. Nach dem {until} nimmt die nächste Anmeldung mit dem Passwort alle zweiten Faktoren weg, und neue werden eingerichtet.',
  'recoveries.refuse': 'Ablehnen',
  'recoveries.refuse.label': 'Für {name} ablehnen',
  'recoveries.refuse.title': 'Diese Bitte ablehnen?',
  'recoveries.refuse.words':
    'Die zweiten Faktoren von {name} bleiben, wie sie sind. Die Person bekommt eine E-Mail und kann wieder bitten.',
};
