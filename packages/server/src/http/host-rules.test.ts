import { describe, expect, test } from 'vitest';
import { isOwnHost, originOf } from './host-rules.ts';

const PUBLIC = 'https://records.example.org';

describe('a server', () => {
  test.each([
    ['records.example.org', PUBLIC],
    ['Records.Example.ORG', PUBLIC],
    ['records.example.org:443', PUBLIC],
    ['records.example.org:8443', 'https://records.example.org:8443'],
    ['[2001:db8::1]', 'https://[2001:db8::1]'],
    ['localhost:8480', undefined],
    ['127.0.0.1:8480', undefined],
    ['[::1]:8480', undefined],
    ['LOCALHOST', undefined],
    ['127.0.0.1:8480', 'http://localhost:8480'],
  ])('goes by %s when it is served as %s', (host, publicUrl) => {
    expect(isOwnHost(host, publicUrl)).toBe(true);
  });

  test.each([
    ['evil.example', PUBLIC],
    ['records.example.org.evil.example', PUBLIC],
    ['records.example.org.', PUBLIC],
    ['records.example.org:80', PUBLIC],
    ['evil@records.example.org', PUBLIC],
    ['records.example.org/x', PUBLIC],
    ['records.example.org#', PUBLIC],
    ['', PUBLIC],
    ['localhost', PUBLIC],
    ['127.0.0.1:8480', PUBLIC],
    ['', undefined],
    ['evil.example', undefined],
    ['localhost.evil.example', undefined],
    ['127.0.0.1.evil.example', undefined],
    ['127.0.0.1@evil.example', undefined],
    ['0.0.0.0:8480', undefined],
    ['192.168.1.5:8480', undefined],
    ['localhost:x', undefined],
  ])('does not go by %j when it is served as %s', (host, publicUrl) => {
    expect(isOwnHost(host, publicUrl)).toBe(false);
  });

  test('has one origin for each of its names', () => {
    expect(originOf('records.example.org:443', PUBLIC)).toBe(PUBLIC);
    expect(originOf('localhost:8480', undefined)).toBe('http://localhost:8480');
    expect(originOf('a b', undefined)).toBe('');
  });
});
