/** Links that open a part of a chart, and the log of who looked. */
export const sharing = {
  'share.create': 'Make the link',
  'share.documents': '{count, plural, one {# document} other {# documents}}',
  'share.hours': 'How long may it be opened?',
  'share.hours.1': '1 hour',
  'share.hours.168': '7 days',
  'share.hours.24': '24 hours',
  'share.hours.72': '3 days',
  'share.label': 'What is it for?',
  'share.label.default': 'For my doctor',
  'share.label.hint': 'Helps you to tell links apart. Whoever opens the link sees it too.',
  'share.link': 'Link',
  'share.most': 'At most so many openings (optional)',
  'share.most.hint': 'Leave it empty for no limit until the time is over.',
  'share.new': 'Share',
  'share.new.lead':
    '{count, plural, one {Whoever holds the link can read the item you chose, and the patient’s name and date of birth, without an account.} other {Whoever holds the link can read the # items you chose, and the patient’s name and date of birth, without an account.}}',
  'share.opened': '{count, plural, =0 {not opened yet} one {opened once} other {opened # times}}',
  'share.openedOf': 'opened {count} of {most} times',
  'share.print': 'Print the code',
  'share.qr': 'QR code of the link “{label}”',
  'share.qr.caption': '{label}, until {until}',
  'share.ready': 'The link is ready',
  'share.ready.lead':
    'Send it only to the person it is for, or let them scan the code. It ends on {until}.',
  'share.records': '{count, plural, one {# record} other {# records}}',
  'share.state.active': 'Active',
  'share.state.expired': 'Time is over',
  'share.state.revoked': 'Ended by you',
  'share.state.used-up': 'Opened as often as allowed',
  'share.this': 'Share this',
  'share.until': 'ends {relative} ({absolute})',
  'shares.title': 'Shared links',
  'shares.lead':
    'Whoever holds an active link can read what you chose, and the patient’s name and date of birth. End it at any moment.',
  'shares.active': 'Active',
  'shares.active.none': 'No link is active. Nobody can read your records by a link.',
  'shares.empty': 'Nothing is shared',
  'shares.empty.words':
    'Choose records in your chart and make a link for your doctor. It ends by itself, or when you say so.',
  'shares.ended': 'Ended',
  'shares.new': 'Share records',
  'shares.revoke': 'End',
  'shares.revoke.action': 'End the link',
  'shares.revoke.title': 'End this link now?',
  'shares.revoke.words':
    '“{label}” will open nothing any more, whoever holds it. What was read or saved before can’t be taken back.',
  'shares.showQr': 'QR code',
  'shared.title': 'Shared records',
  'shared.lead': 'Shared with you from a personal health record.',
  'shared.born': 'Born {date}',
  'shared.records': 'Records',
  'shared.until': '“{label}”. This link ends {relative} ({absolute}).',
  'shared.ended': 'This link has ended',
  'shared.ended.next': 'Ask for a new one',
  'shared.ended.words':
    'It was ended, its time is over, or it was not copied whole. The person who sent it can make a new one within a minute.',

  'access.title': 'Who looked',
  'access.lead': 'Every look at your records and every refused attempt, newest first.',
  'access.aLink': 'a share link',
  'access.altered':
    'This entry of the log was altered: what it said can no longer be told. An alarm was raised.',
  'access.altered.badge': 'altered',
  'access.empty': 'Nobody else has looked',
  'access.empty.words': 'As soon as somebody else opens something of yours, it is listed here.',
  'access.more': 'Show older ones',
  'access.number': 'No. {number} in the audit log',
  'access.number.pending': 'being numbered',
  'access.onlyOthers': 'Only others',
  'access.outcome.failed': 'Failed',
  'access.outcome.refused': 'Refused',
  'access.sentence':
    '{who, select, you {You} link {Somebody with {theLink}} named {{name}} person {Another signed-in person} someone {A signed-in person} operator {The operator of the server} service {The server} owner {The owner of the account} anybody {Somebody} other {Somebody who was not signed in}} {what}.',
  'access.theLink': 'the link “{label}”',
  'access.things': '{count, plural, =0 {records} one {# record} other {# records}}',
  'did.account.list': '{tried, select, yes {tried to look} other {looked}} at the list of accounts',
  'did.account.read': '{tried, select, yes {tried to open} other {opened}} the account',
  'did.account.set-up': '{tried, select, yes {tried to make} other {made}} the first administrator',
  'did.account.sign-up': '{tried, select, yes {tried to make} other {made}} the account',
  'did.audit.read': '{tried, select, yes {tried to look} other {looked}} at the list of who looked',
  'did.chart.read': '{tried, select, yes {tried to open} other {opened}} the overview of the chart',
  'did.document.create': '{tried, select, yes {tried to add} other {added}} a document',
  'did.document.delete': '{tried, select, yes {tried to delete} other {deleted}} a document',
  'did.document.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of documents',
  'did.document.read': '{tried, select, yes {tried to open} other {opened}} a document',
  'did.document.upload': '{tried, select, yes {tried to store} other {stored}} a document’s file',
  'did.erasure.cancel':
    '{tried, select, yes {tried to decide} other {decided}} to keep the data, instead of erasing it',
  'did.erasure.confirm':
    '{tried, select, yes {tried to confirm} other {confirmed}} that everything is erased',
  'did.erasure.read':
    '{tried, select, yes {tried to look} other {looked}} at what erasing would mean',
  'did.erasure.read-certificate':
    '{tried, select, yes {tried to open} other {opened}} a certificate of erasure',
  'did.erasure.request':
    '{tried, select, yes {tried to ask} other {asked}} for everything to be erased',
  'did.invitation.accept': '{tried, select, yes {tried to accept} other {accepted}} an invitation',
  'did.invitation.create': '{tried, select, yes {tried to make} other {made}} an invitation',
  'did.key.reseal':
    '{tried, select, yes {tried to seal} other {sealed}} {whose, select, theirs {somebody’s} other {your}} data again under a new key',
  'did.keys.destroy': '{tried, select, yes {tried to destroy} other {destroyed}} old epoch keys',
  'did.keys.generate': '{tried, select, yes {tried to make} other {made}} a new key',
  'did.keys.migrate':
    '{tried, select, yes {tried to move} other {moved}} the root key to another provider',
  'did.keys.recover':
    '{tried, select, yes {tried to open} other {opened}} the keys with the recovery kit',
  'did.keys.restore': '{tried, select, yes {tried to restore} other {restored}} keys from a backup',
  'did.keys.revoke': '{tried, select, yes {tried to revoke} other {revoked}} keys',
  'did.keys.rotate': '{tried, select, yes {tried to replace} other {replaced}} the epoch key',
  'did.keys.unlock': '{tried, select, yes {tried to unlock} other {unlocked}} the keys',
  'did.other': '{tried, select, yes {tried to do} other {did}} something else ({action})',
  'did.person.erase':
    '{tried, select, yes {tried to erase} other {erased}} everything about {whose, select, theirs {somebody} other {you}}',
  'did.person.hold':
    '{tried, select, yes {tried to forbid} other {forbade}} that {whose, select, theirs {somebody’s} other {your}} data is erased, as the law requires',
  'did.person.index':
    '{tried, select, yes {tried to make} other {made}} {whose, select, theirs {somebody’s} other {your}} chart findable in an emergency',
  'did.person.release':
    '{tried, select, yes {tried to allow} other {allowed}} again that {whose, select, theirs {somebody’s} other {your}} data is erased',
  'did.person.resume': '{tried, select, yes {tried to open} other {opened}} the account again',
  'did.person.suspend': '{tried, select, yes {tried to suspend} other {suspended}} the account',
  'did.record.create': '{tried, select, yes {tried to add} other {added}} {things}',
  'did.record.delete': '{tried, select, yes {tried to delete} other {deleted}} {things}',
  'did.record.find':
    '{tried, select, yes {tried to find} other {found}} {things} by who they are about',
  'did.record.import': '{tried, select, yes {tried to import} other {imported}} {things}',
  'did.record.read': '{tried, select, yes {tried to open} other {opened}} {things}',
  'did.record.read-all':
    '{tried, select, yes {tried to open} other {opened}} the whole chart: {things}',
  'did.record.read-history':
    '{tried, select, yes {tried to open} other {opened}} earlier versions of {things}',
  'did.record.search':
    '{tried, select, yes {tried to search} other {searched}} the chart and read {things}',
  'did.record.summarise':
    '{tried, select, yes {tried to take} other {took}} a summary of the chart: {things}',
  'did.record.update': '{tried, select, yes {tried to change} other {changed}} {things}',
  'did.record.validate':
    '{tried, select, yes {tried to have} other {had}} a record checked without storing it',
  'did.recovery.confirm':
    '{tried, select, yes {tried to confirm} other {confirmed}} the recovery kit',
  'did.recovery.make': '{tried, select, yes {tried to make} other {made}} a recovery kit',
  'did.recovery.test': '{tried, select, yes {tried to test} other {tested}} the recovery kit',
  'did.session.refresh': '{tried, select, yes {tried to continue} other {continued}} a session',
  'did.session.sign-in':
    '{tried, select, yes {tried to sign in to {whose, select, theirs {the account} other {your account}}} other {signed in}}',
  'did.session.sign-out': '{tried, select, yes {tried to sign out} other {signed out}}',
  'did.share.create': '{tried, select, yes {tried to make} other {made}} a share link',
  'did.share.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of shared links',
  'did.share.open': '{tried, select, yes {tried to open} other {opened}} the shared records',
  'did.share.read-document':
    '{tried, select, yes {tried to open} other {opened}} a shared document',
  'did.share.revoke': '{tried, select, yes {tried to end} other {ended}} a share link',
  'did.system.describe':
    '{tried, select, yes {tried to look} other {looked}} at the state of the installation',
  'did.system.read-report':
    '{tried, select, yes {tried to open} other {opened}} a report about the keys',
  'did.system.read': '{tried, select, yes {tried to open} other {opened}} the administration page',
} as const;
