/** Asking about one access, keeping its proof, and what the browser found when it compared the log. */
export const accessProof = {
  'ask.action': 'Ask about it',
  'ask.action.label': 'Ask about: {access}',
  'ask.title': 'Ask about this access',
  'ask.words': 'What do you want to know?',
  'ask.hint': 'For example: why was this needed? The security officers read it.',
  'ask.what':
    'The security officers of this installation look into it and answer here. They see who it was and when, and your question; they do not see your records.',
  'ask.send': 'Send the question',
  'ask.twice': 'There is a question about this access already. Load the page again to see it.',
  'ask.asked': 'Asked on {at}:',
  'ask.answered': 'Answer of {at}:',
  'ask.waiting': 'Not answered yet.',

  'keep.action': 'Save the proof',
  'keep.action.label': 'Save the proof of: {access}',
  'keep.pending': 'This entry is being numbered. Try again in a few seconds.',

  'logCheck.title': 'Can this list be trusted?',
  'logCheck.checking': 'Your browser is checking the log…',
  'logCheck.first-seen':
    '{count, plural, one {# entry is} other {# entries are}} in the log of this installation, and the log is signed. Your browser has noted its state, and compares from now on.',
  'logCheck.fine':
    '{count, plural, one {# entry is} other {# entries are}} in the log of this installation, and the log is signed. Your browser compared it with what it saw before: all is well.',
  'logCheck.none': 'The log has no signed state yet. Come back in a minute.',
  'logCheck.restored':
    'The server was restored from a backup: the newest entries of that time are missing, and a new log, which says so itself, has begun. Ask the operator of this installation what was lost.',
  'logCheck.failed':
    'Your browser could not compare the log just now. That alone means nothing; try again later.',
  'logCheck.again': 'Compare again',
  'logCheck.alarm': 'This log is not what your browser saw before',
  'logCheck.alarm.forked':
    'Entries that were there have been changed or removed, or you are shown another log than others are. That must never happen.',
  'logCheck.alarm.went-back':
    'The log is shorter than it was: the newest entries are missing. That must never happen without an explanation, such as a restore from a backup.',
  'logCheck.alarm.key-changed':
    'The log is signed with another key than before. Somebody may have put another log in its place.',
  'logCheck.alarm.signature': 'The signature of the log is not valid. Do not rely on this list.',
  'logCheck.alarm.sizes': 'Log {log}: your browser saw {before} entries; now it is told of {now}.',
  'logCheck.do': 'What to do',
  'logCheck.do.save': 'Save what your browser saw: it is the evidence.',
  'logCheck.do.keep': 'Do not clear the data of this website in your browser.',
  'logCheck.do.ask':
    'Ask the operator of this installation for an explanation. If there is none, give the file to your data protection authority.',
  'logCheck.evidence': 'Save the evidence',
  'logCheck.how': 'How this works',
  'logCheck.how.words':
    'Each entry has a number that never changes. The state of all numbers together is signed every moment. Your browser keeps the last state it saw and checks that the new one only adds to it. The proof of an entry is a file that anybody can check, without this server.',
} as const;
