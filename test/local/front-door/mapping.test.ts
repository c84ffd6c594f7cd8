// Mapping templates, rendered with what API Gateway gives them: docs.aws.amazon.com/apigateway, "Variables for data
// transformations for API Gateway".
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../../local/front-door/mapping/input.ts';
import { found } from '../../../local/front-door/mapping/json-path.ts';
import { type Sources, sourced, sourcedAll } from '../../../local/front-door/mapping/sources.ts';
import { mappingTemplate } from '../../../local/front-door/mapping/template.ts';
import { util } from '../../../local/front-door/mapping/util.ts';

const body = JSON.stringify({
  name: 'Ann "A"',
  nothing: null,
  n: 7,
  deep: { list: [{ id: 1 }, { id: 2 }] },
  'a-b': true,
});
const parameters = {
  path: { id: 'from the path' },
  querystring: { id: 'from the query', page: '2' },
  header: { id: 'from a header', 'X-Trace': 't' },
};
const context = {
  requestId: 'r-1',
  requestTimeEpoch: 1790000000123,
  identity: { userArn: null },
  responseOverride: {},
};
const render = (text: string, sent = body): string =>
  mappingTemplate(text)({ context, input: inputOf(sent, parameters), stageVariables: { colour: 'blue' }, util });

describe('templates', () => {
  it.each([
    ["$input.path('$.name')", 'Ann "A"'],
    ["$input.json('$.name')", '"Ann \\"A\\""'],
    ["$input.json('$')", body],
    ["$input.json('$.deep.list[1]')", '{"id":2}'],
    ["$input.json('$.deep.list[*].id')", '[1,2]'],
    ["$input.json('$.missing')", '""'],
    ["[$input.path('$.missing')][$input.path('$.nothing')]", '[][]'],
    ["$input.path('$.deep.list').size()", '2'],
    ["#foreach($each in $input.path('$.deep.list'))$each.id#if($foreach.hasNext),#end#end", '1,2'],
    ['$input.body', body],
    ["$input.params('id') $input.params('page') $input.params('X-Trace')", 'from the path 2 t'],
    ["[$input.params('missing')]", '[]'],
    ["[$input.params('constructor')]", '[]'],
    ["$input.params().querystring.get('id') $input.params().header.get('id')", 'from the query from a header'],
    ['#foreach($name in $input.params().querystring.keySet())$name #end', 'id page '],
    ['$context.requestId $context.requestTimeEpoch $stageVariables.colour', 'r-1 1790000000123 blue'],
    ['[$context.identity.userArn][$context.authorizer.claims.sub][$stageVariables.none]', '[][][]'],
    ['#set($m = "$context.requestId/${context.identity.userArn}/")$m', 'r-1//'],
    ['$nobody', '$nobody'],
    ['#set($q = \'"\')#set($s = "${q}x${q}")$s', '"x"'],
    ['#set($a = \'x\')#set($b = "$a$a")#set($a = \'y\')#set($c = "$a$a")$b$c', 'xxyy'],
    ["$util.base64Encode('häß') $util.base64Decode('aMOk')", 'aMOkw58= hä'],
    ["$util.urlEncode('a b&c=ä~*/') $util.urlDecode('a+b%26')", 'a+b%26c%3D%C3%A4%7E*%2F a b&'],
    ['$util.escapeJavaScript("a\'b/c\\ä")', "a\\'b\\/c\\\\\\u00E4"],
    ['$util.parseJson(\'{"a":{"b":3}}\').a.b', '3'],
    ["#set($s = 'abc')#if($s.contains('b') && $s.equals('abc') && !$s.isEmpty() && !$s.equals('b'))yes#end", 'yes'],
    ["$input.path('$.name').length() $input.path('$.name').replaceAll('[A\"]', '-')", '7 -nn ---'],
    ["#if($input.path('$.name').matches('Ann.*'))whole#end#if($input.path('$.name').matches('Ann'))part#end", 'whole'],
    ["#if($input.path('$.missing').endsWith('x'))yes#{else}no#end", 'no'],
    ['## a comment\nnext', 'next'],
  ])('%s', (template, rendered) => {
    expect(render(template)).toBe(rendered);
  });

  it('an empty body is an empty object', () => {
    expect(render("$input.json('$') [$input.path('$.x')]", '')).toBe('{} []');
  });

  it.each(['#set($x = 1) $context.requestId', '$util.base64Encode("x")', '#stop', '${q} $!{q}'])(
    'what a body holds is never a template: %s',
    (text) => {
      expect(render("$input.path('$.t')|$input.json('$.t')", JSON.stringify({ t: text }))).toBe(
        `${text}|${JSON.stringify(text)}`,
      );
    },
  );

  it('one rendering leaves nothing for the next', () => {
    const template = mappingTemplate('[$x]#set($x = 1)[$x]');
    const variables = { context: {} };
    expect(template(variables)).toBe('[$x][1]');
    expect(template(variables)).toBe('[$x][1]');
    expect(variables).toEqual({ context: {} });
  });

  it('a template may override the status', () => {
    const responseOverride: { status?: number } = {};
    mappingTemplate('#set($context.responseOverride.status = 429)')({ context: { responseOverride } });
    expect(responseOverride.status).toBe(429);
  });

  it('a body that is no JSON is a mistake only where it is read', () => {
    expect(render('$input.body', '{')).toBe('{');
    expect(() => render("$input.json('$')", '{')).toThrow('no JSON');
  });
});

describe('JSONPath', () => {
  const value = { a: [{ b: 1 }, { b: 2 }], 'x y': 3, __proto__: { hidden: 1 } };
  it.each([
    ['$', value],
    ['$.a[0].b', 1],
    ["$['a'][1]['b']", 2],
    ['$["x y"]', 3],
    ['$.a[*].b', [1, 2]],
    ['$.a[2]', undefined],
    ['$.hidden', undefined],
    ['$.constructor', undefined],
    ['$.a.length', undefined],
  ])('%s', (path, expected) => {
    expect(found(value, path)).toEqual(expected);
  });

  it.each(['a', '$..b', '$.a[?(@.b>1)]', '$.a[-1]', '$.'])('refuses %s, rather than find something else', (path) => {
    expect(() => found(value, path)).toThrow('JSONPath');
  });
});

describe('mapped parameters', () => {
  const sources: Sources = {
    request: {
      method: 'POST',
      path: '/dev/x',
      query: [['page', '2']],
      headers: [['X-Trace', 't']],
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
    },
    pathParameters: { id: '9' },
    context,
    stageVariables: { colour: 'blue' },
    answered: { headers: [['X-Amzn-Requestid', 'k']], body: '{"a":{"b":[5]}}' },
  };
  it.each([
    ["'text'", 'text'],
    ["''", ''],
    ['method.request.header.x-trace', 't'],
    ['method.request.querystring.page', '2'],
    ['method.request.path.id', '9'],
    ['method.request.path.constructor', undefined],
    ['method.request.body', body],
    ['method.request.body.name', 'Ann "A"'],
    ['method.request.body.deep.list[0].id', '1'],
    ['integration.response.header.x-amzn-requestid', 'k'],
    ['integration.response.body.a.b[0]', '5'],
    ['context.requestId', 'r-1'],
    ['context.none', undefined],
    ['stageVariables.colour', 'blue'],
  ])('%s', (source, value) => {
    expect(sourced(source, sources)).toBe(value);
  });

  it('takes those of one kind, and leaves out what is not there', () => {
    const all = { 'a.header.X': "'1'", 'a.header.Y': 'context.none', 'b.header.Z': "'2'" };
    expect(sourcedAll(all, 'a.header.', sources)).toEqual([['X', '1']]);
  });

  it('says which source it does not know', () => {
    expect(() => sourced('somewhere.else', sources)).toThrow('somewhere.else');
  });
});
