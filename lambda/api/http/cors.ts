import type { Headers } from './reply';

/**
 * CORS headers of one answer: the caller's own origin where it is allowed, never a list and never `*`, and `Vary`
 * always, so that a cache keeps one origin's answer from another's. Preflights are API Gateway's.
 */
export function corsHeaders(allowedOrigins: readonly string[], origin: string | undefined): Headers {
  if (origin === undefined || !(allowedOrigins.includes(origin) || allowedOrigins.includes('*'))) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' };
}
