/**
 * What the supervisor insists on. The command line wins over postgresql.conf and ALTER SYSTEM, so
 * nobody switches a promise off there; whatever is not named here can be tuned there.
 */
export function clusterSettings(socketDirectory: string, durable: boolean): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: quoted(socketDirectory),
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...quietLog,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * The server's log holds no statement, no parameter and no row value. An error's message may quote
 * a value ("invalid input syntax for type integer"), so the errors of sessions are left to the
 * program that gets them (`log_min_messages = log` is above ERROR); terse leaves out details.
 */
const quietLog = {
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_duration: 'off',
  log_lock_waits: 'off',
  log_temp_files: '-1',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  debug_print_parse: 'off',
  debug_print_rewritten: 'off',
  debug_print_plan: 'off',
};

/** The setting is a list: a path with a comma or a blank needs quotes. */
function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}
