/** Settings of every SDK client. */
export const CLIENT_SETTINGS = {
  // One attempt and two retries. Three connection timeouts fit in the shortest function timeout, 10 s, so a missing
  // network path is logged as such, not as a function timeout.
  maxAttempts: 3,
  // Exponential backoff with jitter, and a retry quota that stops early if nearly every call fails.
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2_000, socketTimeout: 8_000 },
};

interface AnyClient {
  readonly middlewareStack: {
    add(
      middleware: (next: (step: Step) => Promise<never>) => (step: Step) => Promise<never>,
      options: { step: 'finalizeRequest'; name: string },
    ): void;
  };
}
interface Step { readonly request: unknown }

/** Adds the host to a connection timeout: in a VPC the cause is nearly always a missing endpoint. */
export function namingHost<C>(client: C): C {
  (client as unknown as AnyClient).middlewareStack.add((next) => async (step) => {
    try {
      return await next(step);
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        const { hostname } = step.request as { hostname?: string };
        error.message += ` Host: ${hostname}. In a VPC, check that it has an endpoint for this service.`;
      }
      throw error;
    }
  }, { step: 'finalizeRequest', name: 'nameHostOfTimeout' });
  return client;
}
