import type { organisations as english } from '../en/organisations.ts';

export const organisations: Record<keyof typeof english, string> = {
  'nav.admin': 'Überblick',
  'nav.organisations': 'Einrichtungen',
  'organisations.title': 'Einrichtungen',
  'organisations.lead':
    'Kliniken, Praxen, Labore. Wer einem Behandlungsteam Zugang gibt, gibt ihn Menschen einer Einrichtung. Zu einer zu gehören öffnet für sich keine Akte.',
  'organisations.empty': 'Es gibt noch keine',
  'organisations.empty.words':
    'Legen Sie unten die erste an, und fügen Sie hinzu, wer dort arbeitet. Dann lässt sich einem ganzen Behandlungsteam Zugang geben.',
  'organisations.create': 'Einrichtung anlegen',
  'organisations.create.action': 'Anlegen',
  'organisations.name': 'Name',
  'organisations.name.missing': 'Geben Sie einen Namen ein',
  'organisations.rename': 'Umbenennen',
  'organisations.rename.label': '{name} umbenennen',
  'organisations.rename.title': 'Einrichtung umbenennen',
  'organisations.importLink':
    'Link, über den Ärzte und Pflege von {name} Patienten importieren und exportieren',
  'organisations.members': 'Mitglieder von {name}',
  'organisations.members.none': 'Noch gehört niemand dazu.',
  'organisations.remove': 'Entfernen',
  'organisations.remove.label': '{name} aus {organisation} entfernen',
  'organisations.remove.title': 'Dieses Mitglied entfernen?',
  'organisations.remove.words':
    '{name} verlässt mit der nächsten Anfrage jedes Behandlungsteam von {organisation}. Das Konto bleibt.',
  'organisations.add': 'Jemanden hinzufügen, der dort arbeitet',
  'organisations.add.search': 'Name oder E-Mail-Adresse',
  'organisations.add.none': 'Niemand passt',
  'organisations.add.clear': 'Niemanden auswählen',
  'organisations.add.action': 'Hinzufügen',
  'organisations.add.label': 'Zu {organisation} hinzufügen',

  'team.title': 'Behandlungsteam',
  'team.lead':
    'Kolleginnen und Kollegen Ihrer Einrichtung, die von dieser Akte sehen, was dem Team erlaubt wurde, und nicht mehr. Kommt jemand dazu, erfährt es die Person.',
  'team.lead.patient':
    'Zu sehen ist, was Sie dem Team erlaubt haben. Wer angenommen hat, kann Kolleginnen und Kollegen derselben Einrichtung dazuholen; Sie erfahren es jedes Mal.',
  'team.gone': 'Jemand, dessen Konto es nicht mehr gibt',
  'team.isLead': 'Hat den Zugang für das Team angenommen',
  'team.remove': 'Herausnehmen',
  'team.remove.label': '{name} aus dem Behandlungsteam nehmen',
  'team.remove.title': 'Diese Person aus dem Behandlungsteam nehmen?',
  'team.remove.words':
    '{name} kann die Akte ab der nächsten Anfrage nicht mehr öffnen. Die anderen bleiben.',
  'team.remove.lead':
    '{name} hat den Zugang für das Team angenommen. Darum endet er für alle im Team, ab der nächsten Anfrage.',
  'team.add': 'Jemanden dazuholen',
  'team.add.hint': 'Zu sehen ist, was dem Team erlaubt wurde. Die Person bekommt eine E-Mail.',
  'team.add.none': 'Alle aus Ihrer Einrichtung sind schon im Team.',
  'team.add.action': 'Dazuholen',
};
