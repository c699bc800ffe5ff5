/** Around every page, and what can go wrong on any. */
export const app = {
  'app.cancel': 'Cancel',
  'app.close': 'Close',
  'app.copied': 'Copied',
  'app.copy': 'Copy',
  'app.done': 'Done',
  'app.footer': 'Wardkeep keeps medical records sealed. Every look at them is written down.',
  'app.loading': 'Loading…',
  'app.no': 'No',
  'app.pageTitle': '{page} · Wardkeep',
  'app.skip': 'Skip to the content',
  'app.toStart': 'To the start page',
  'app.yes': 'Yes',
  'error.title': 'This page could not be shown',
  'landing.title': 'Your medical records, kept sealed.',
  'landing.lead':
    'Wardkeep holds your health records and files encrypted, lets you share them for a day with a link, and shows you everybody who looked.',
  'landing.sealed': 'Sealed',
  'landing.sealed.words':
    'Your records are encrypted with keys of your own. The database, its logs or a backup of it show nobody’s records.',
  'landing.shared': 'Shared when you say so',
  'landing.shared.words':
    'Give a doctor a link or a QR code for an hour or a week, and take it back at any moment.',
  'landing.seen': 'Every look is on record',
  'landing.seen.words':
    'You see who opened what and when. Whoever kept an earlier checkpoint of this log notices if it is changed.',
  'language.current': 'Language: {code}',
  'language.label': 'Language',
  'link.incomplete': 'This link is not complete',
  'list.showAll': 'Show all {count}',
  'list.showFewer': 'Show fewer',
  'menu.label': 'Account of {name}',
  'menu.signOut': 'Sign out',
  'nav.access': 'Access',
  'nav.chart': 'Chart',
  'nav.documents': 'Documents',
  'nav.import': 'Import',
  'nav.label': 'Main pages',
  'nav.shares': 'Shares',
  'notFound.title': 'There is no such page',
  'notFound.next': 'Let’s go back',
  'notFound.words': 'The address may be mistyped, or the page has moved.',
  'paste.elsewhere': 'This link belongs to another installation. Open it there:',
  'paste.label': 'Share link',
  'paste.none': 'This is not a share link. It should look like https://…/shared#…',
  'paste.open': 'Open',
  'scheme.auto': 'Like the device',
  'scheme.dark': 'Dark',
  'scheme.label': 'Appearance',
  'scheme.light': 'Light',
  'welcome.title': 'Welcome, {name}',
  'welcome.lead': 'You are signed in. Your role: {role}.',
  'welcome.open': 'Open a shared link',
  'welcome.open.words':
    'If a patient sent you a link, paste it here. If they show you a QR code, point your camera at it.',
  'welcome.access': 'Patients grant access',
  'welcome.access.words':
    'Your role alone opens no chart. Ask the patient to invite you, or to share what you need; they choose what you see and how long.',
  'welcome.access.action': 'Charts that are open to you',

  'problem.title': 'That did not work',
  'problem.tryAgain': 'Try again',
  'problem.requestId': 'If you ask for help, mention number {requestId}.',
  'problem.client.unreachable': 'The server does not answer. Check your connection and try again.',
  'problem.client.unexpected_reply':
    'The answer could not be understood. Reload the page; if it happens again, tell whoever runs this installation.',
  'problem.address_not_allowed':
    'This account can’t be used from where you are. Ask the administrator which networks are allowed.',
  'problem.bad_media_type': 'This kind of file can’t be kept here.',
  'problem.body_too_large': 'This is larger than what can be kept here.',
  'problem.chart_belongs_to_another':
    'This file is about another person than the one this chart belongs to. Nothing was changed.',
  'problem.code_wrong':
    'This code is not right, or it was used already. Wait for the next one and type that.',
  'problem.csrf_refused': 'For your safety this was refused. Reload the page and try again.',
  'problem.email_unavailable':
    'There is already an account with this e-mail address. Sign in, or use another address.',
  'problem.erasure_waiting':
    'The waiting time is not over yet. Nothing was erased; confirm it afterwards.',
  'problem.factor_limit':
    'Staff keep at least one second factor, and nobody can have more than twenty passkeys. Add another one first, or remove one you no longer use.',
  'problem.forbidden': 'You do not have access to this.',
  'problem.gone': 'It was deleted. What it said stays in its history.',
  'problem.not_acceptable': 'The server can’t answer in the form that was asked for.',
  'problem.patch_conflict':
    'The change does not fit what is there now. Load the page again and repeat it.',
  'problem.patient_required': 'It was not said whose chart this is about. Nothing was changed.',
  'problem.precondition_failed':
    'Somebody changed this in the meantime. Nothing was changed; load the page again.',
  'problem.internal': 'Something went wrong on the server. Try again in a moment.',
  'problem.invitation_invalid': 'This invitation has been used or has run out. Ask for a new one.',
  'problem.keys_unavailable':
    'The holder of the root key does not answer, so nothing can be opened right now. Nothing is lost; try again in a few minutes.',
  'problem.legal_hold':
    'The law requires that this data is kept for now. Ask whoever runs this installation why and until when.',
  'problem.link_invalid':
    'This link has been used or has run out. Ask for a new one; only the newest works.',
  'problem.locked':
    'The records are locked until whoever runs the server opens them with “npx wardkeep unlock”.',
  'problem.not_found': 'It is not here. It may have been deleted.',
  'problem.not_json': 'This file is not in the expected format (JSON). Nothing was changed.',
  'problem.not_signed_in': 'Your session has ended. Sign in again.',
  'problem.not_supported': 'This kind of record can’t be kept here yet. Nothing was changed.',
  'problem.password_refused':
    'This password can’t be used. Choose a longer or less common one: a few words that do not belong together, without your name or address.',
  'problem.second_factor_needed':
    'Your second step is still missing. Sign in with your code or passkey first.',
  'problem.second_factor_set_up_needed':
    'Your role needs a second factor. Set it up first; nothing else opens before.',
  'problem.set_up_already_done': 'This installation has been set up already. Sign in instead.',
  'problem.set_up_needed':
    'This installation has no administrator yet. Open the link that the terminal shows.',
  'problem.share_ended': 'This link has ended. Ask the person who sent it for a new one.',
  'problem.sign_up_closed':
    'Nobody can sign up here by themselves. Ask whoever runs this installation for an invitation.',
  'problem.step_up_needed':
    'Nothing was changed: this needs a fresh proof that it is you. Try again and confirm it.',
  'problem.too_deep': 'This file is nested too deeply. Nothing was changed.',
  'problem.too_many_requests': 'That was too often in a short time. Wait a minute and try again.',
  'problem.too_many_requests.wait':
    'That was too often in a short time. Wait {minutes, plural, one {a minute} other {# minutes}} and try again.',
  'problem.too_slow':
    'This file came too slowly and was broken off. Nothing was changed. Try again over a better line.',
  'problem.unavailable': 'The service is not available at the moment. Try again in a minute.',
  'problem.unresolved_reference':
    'The file refers to a record that it does not contain. Nothing was changed.',
  'problem.validation_failed': 'Something in it is not as it should be. Nothing was changed.',
  'problem.wrong_credentials': 'The e-mail address or the password is not right.',
  'problem.wrong_host':
    'This server does not go by that name. Use the address that you were given.',
} as const;
