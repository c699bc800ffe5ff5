import { describe, expect, test } from 'vitest';
import { emptyNarrative, narrativeFault } from './narrative.ts';

const div = (inside: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`;

describe('formatting is accepted', () => {
  test.for([
    div('<p>Text &amp; <b>more</b><br/></p>'),
    div('<table class="x"><tr><td colspan="2">1 &lt; 2</td></tr></table>'),
    div('<img src="data:image/png;base64,AAAA" alt=""/>'),
    div('<a href="https://example.org/?a=1&amp;b=2">there</a><!-- note -->'),
    div('<p style="background: url(data:image/png;base64,AAAA)">a</p>'),
    '  <div>plain</div>\n',
  ])('%s', (text) => {
    expect(narrativeFault(text)).toBeUndefined();
  });
});

describe('what acts, or is no XHTML, is refused', () => {
  test.for([
    div('<script>x</script>'),
    div('<p onclick="x">a</p>'),
    div('<a href="javascript:x">a</a>'),
    div('<a href="java&#x0A;script:x">a</a>'),
    div('<a href="&#106;avascript:x">a</a>'),
    div('<a href="data:text/html,x">a</a>'),
    div('<img src="data:image/svg+xml;base64,AA" alt=""/>'),
    div('<p style="background:url(javascript:x)">a</p>'),
    div('<p style="width:expression(x)">a</p>'),
    div('<iframe src="x"></iframe>'),
    div('<form>a</form>'),
    div('<svg>a</svg>'),
    div('<P>upper case</P>'),
    div('<p>not closed'),
    div('<b><i>crossed</b></i>'),
    div('a & b'),
    div('<p title=x>unquoted</p>'),
    div('<![CDATA[a]]>'),
    `${div('a')}${div('b')}`,
    'text',
    '<div xmlns="urn:other">a</div>',
  ])('%s', (text) => {
    expect(narrativeFault(text)).toMatch(/\w/);
  });
});

test('a narrative of white space is told apart', () => {
  expect(narrativeFault(div(' \n '))).toBe(emptyNarrative);
});

test('text that is made to cost is refused in time', () => {
  const start = performance.now();
  for (const one of ['<', '<a ', '<a x="', '&', '"', '<b>', '<!--']) {
    expect(narrativeFault(`<div ${one.repeat(200_000)}`)).toBeDefined();
  }
  expect(performance.now() - start).toBeLessThan(2_000);
});
