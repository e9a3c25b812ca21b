/** Public halves of pairs whose private halves are gone: a template with them is the same at every synthesis. */
export const EC_KEY = [
  '-----BEGIN PUBLIC KEY-----',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZjsGmTrxt4AqoVlmzPITqnoX9w6C',
  'dUM62xJH6SW72hzlG7+hjSf10rINtCxLMGvjpEMP80257C7SPa68ny7lPw==',
  '-----END PUBLIC KEY-----',
].join('\n');

export const OTHER_EC_KEY = [
  '-----BEGIN PUBLIC KEY-----',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXK2wOtehZ2zAgKkWzok0fJEVZbYa',
  'p8mXMKtVnAiOJmka6rE05YVaUnRp56p3oMunOHeYK0Hodo1sbVSNeqXJtw==',
  '-----END PUBLIC KEY-----',
].join('\n');

export const RSA_KEY = [
  '-----BEGIN PUBLIC KEY-----',
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnY3daC7pfJNByloM1Vsv',
  '8o7PMjSnt4eu0ssSPAH1HbeG6CQ9/7BagKtuPS3e2Ds4J9fYbBpIHDHu48MzguZt',
  'pakNZ+O8JQ+GnpyUTVtnbJNwojvdBCAT9/9K/MW4Nihb/qBa1T8M0yRWHQXK0rDJ',
  '04Rki60Ve9Aw/RJmENtmYbsjGgy5x5MwraILxTITf7jXs1HNzgsrW+ltCX53GpU3',
  'Tkjje/oPPCrTcdaCcFqQZdTDB118Ywi64xrHM+5EbewCbJ5ySjekJkTlav9tcaEf',
  'FjmIng6wvoK0K+JsLN5NwUOIsnRGEh2NNfClg9sRGn8U4z3YT27yKLoQB1nyPkc3',
  'NwIDAQAB',
  '-----END PUBLIC KEY-----',
].join('\n');
