import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A cable between a browser and a server, which can be pulled out in the middle of a transfer. */
export interface Relay {
  /** Where the browser connects to: host and port. */
  readonly host: string;
  /** Ends every connection, and lets no new one through. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
}

/** @param target host and port of the server */
export async function startRelay(target: URL): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer(near => {
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [[near, far], [far, near]]) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    if (isCut) near.resetAndDestroy();
    else near.pipe(far).pipe(near);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    restore: () => {
      isCut = false;
    },
    stop: async () => {
      cut();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
