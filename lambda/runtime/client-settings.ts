/** What every SDK client starts with. */
export const CLIENT_SETTINGS = {
  // First try and two more. Even three times the connection timeout ends within the shortest function timeout,
  // 10 s, so that a missing network path is logged as such and not as a function that timed out.
  maxAttempts: 3,
  // Waits at random below a bound that doubles, and stops early where nearly every call fails.
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

/** Makes a connection that never came say where to: in a VPC it is nearly always an endpoint that is missing. */
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
