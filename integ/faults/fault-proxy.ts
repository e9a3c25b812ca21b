import { once } from 'node:events';
import { Agent, createServer, IncomingMessage, request, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Call, isPresigned, readCall } from './call';

export interface Answer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What becomes of a call: an answer, or undefined where its connection is cut. `pass` has the emulator answer it. */
export type Effect = (call: Call, pass: () => Promise<Answer>) => Promise<Answer | undefined>;

/** Asked for each call; the first fault with an effect on it has it. */
export type Fault = (call: Call) => Effect | undefined;

export interface Injection {
  /** Calls that it had an effect on. */
  count: number;
  end(): void;
}

/**
 * Stands between the handlers and the emulator, and passes their calls on as they are, `Host` included, since it is signed.
 * With faults, some of them go wrong. What clients send with a presigned URL goes through untouched: a client's own network is none
 * of the system's business.
 */
export class FaultProxy {
  private readonly injections = new Set<Injection & { readonly fault: Fault }>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly sockets = new Set<Socket>();
  private target?: URL;
  /** Images that a fault met, and the messages that claimed each: an image claimed by two deliveries was delivered again. */
  public readonly met = new Set<string>();
  public readonly claims = new Map<string, Set<string>>();

  private constructor(private readonly server: Server) {
    server.on('request', (incoming, outgoing) => void this.serve(incoming, outgoing));
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  public static async start(): Promise<FaultProxy> {
    // A client that keeps its connection decides itself when it ends.
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new FaultProxy(server);
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public passTo(endpoint: string): void {
    this.target = new URL(endpoint);
  }

  /** Puts a fault in, until its end. */
  public inject(fault: Fault): Injection {
    const injection = { fault, count: 0, end: () => void this.injections.delete(injection) };
    this.injections.add(injection);
    return injection;
  }

  public async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    await closed;
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const body = Buffer.concat(await incoming.toArray() as Buffer[]);
      const answer = await this.answer(incoming, body);
      if (answer === undefined) incoming.socket.resetAndDestroy();
      else outgoing.writeHead(answer.status, answer.headers as string[]).end(answer.body);
    } catch {
      // The caller is gone, or the emulator is: a cut connection either way.
      incoming.socket.destroy();
    }
  }

  private async answer(incoming: IncomingMessage, body: Buffer): Promise<Answer | undefined> {
    const pass = async () => this.pass(incoming, body);
    if (isPresigned(incoming)) return pass();
    const call = readCall(incoming, body);
    this.note(call);
    for (const injection of this.injections) {
      const effect = injection.fault(call);
      if (effect === undefined) continue;
      injection.count++;
      if (call.imageId !== undefined) this.met.add(call.imageId);
      return effect(call, pass);
    }
    return pass();
  }

  /** The claim of a message is the only write that names its claimer; a client's second try has the id of its first. */
  private note({ service, operation, imageId, text, invocation }: Call): void {
    if (service !== 'dynamodb' || operation !== 'UpdateItem' || imageId === undefined || !text().includes('#claimed_by = :claimed_by')) return;
    this.claims.set(imageId, (this.claims.get(imageId) ?? new Set()).add(invocation));
  }

  private async pass({ method, url: path, rawHeaders }: IncomingMessage, body: Buffer): Promise<Answer> {
    const { hostname, port } = this.target!;
    // Raw: their case and their order are those that were signed.
    const onward = request({ agent: this.agent, hostname, port, method, path, setHost: false, headers: rawHeaders as never });
    onward.end(body);
    const [response] = await once(onward, 'response') as [IncomingMessage];
    const chunks = await response.toArray() as Buffer[];
    return { status: response.statusCode!, headers: withoutFraming(response.rawHeaders), body: Buffer.concat(chunks) };
  }
}

/** The answer is sent on in one piece and on a connection of its own. */
function withoutFraming(headers: readonly string[]): string[] {
  const framing = ['transfer-encoding', 'connection', 'keep-alive'];
  return headers.filter((_, at) => !framing.includes(headers[at - at % 2].toLowerCase()));
}
