import { routes } from './support/routes';
import { at, Json, text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';

const ORIGINS = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'];

function preflights(allowedOrigins: string[]) {
  return routes(synthesize({ upload: { allowedOrigins } })).filter(({ method }) => method === 'OPTIONS');
}

const response = (properties: Readonly<Record<string, Json>>) => at(properties.Integration, 'IntegrationResponses', 0);
const fixed = (properties: Readonly<Record<string, Json>>, header: string) => at(response(properties), 'ResponseParameters', `method.response.header.${header}`);

describe('a preflight', () => {
  test('is answered on every path, without a function and a sign-in', () => {
    const all = routes(synthesize({ upload: { allowedOrigins: ORIGINS } }));
    const answered = all.filter(({ method }) => method === 'OPTIONS');
    expect(answered.map(({ path }) => path).sort()).toEqual([...new Set(all.map(({ path }) => path))].sort());
    for (const { properties } of answered) {
      expect([properties.AuthorizationType, at(properties.Integration, 'Type')]).toEqual(['NONE', 'MOCK']);
      expect(fixed(properties, 'Access-Control-Allow-Headers')).toBe("'Authorization,Content-Type,Accept'");
      expect(fixed(properties, 'Access-Control-Allow-Methods')).toBe("'GET,POST,DELETE,OPTIONS'");
      expect(fixed(properties, 'Access-Control-Max-Age')).toBe("'3600'");
      expect(fixed(properties, 'Vary')).toBe("'Origin'");
    }
  });

  test('declares each header that it sends', () => {
    for (const origins of [ORIGINS, ORIGINS.slice(0, 1), ['*']]) {
      for (const { properties } of preflights(origins)) {
        const declared = Object.keys(at(properties, 'MethodResponses', 0, 'ResponseParameters') as object);
        expect(declared).toEqual(expect.arrayContaining(Object.keys(at(response(properties), 'ResponseParameters') as object)));
        expect(declared).toContain('method.response.header.Access-Control-Allow-Origin');
      }
    }
  });

  test('echoes each of several origins, and names none to any other', () => {
    for (const { properties } of preflights(ORIGINS)) {
      const template = text(at(response(properties), 'ResponseTemplates', 'application/json'));
      expect([...template.matchAll(/\$origin == "(h[^"]+)"/g)].map(([, origin]) => origin)).toEqual(ORIGINS);
      expect(template).toContain('#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)');
      expect(fixed(properties, 'Access-Control-Allow-Origin')).toBeUndefined();
    }
  });

  test.each(['https://a.example.com', '*'])('names %s where it is the only one', (origin) => {
    for (const { properties } of preflights([origin])) {
      expect(fixed(properties, 'Access-Control-Allow-Origin')).toBe(`'${origin}'`);
      expect(at(response(properties), 'ResponseTemplates')).toBeUndefined();
      expect(fixed(properties, 'Vary')).toBe(origin === '*' ? undefined : "'Origin'");
    }
  });

  test('is a method like any other where no origin is allowed', () => {
    expect(preflights([])).toEqual([]);
  });
});
