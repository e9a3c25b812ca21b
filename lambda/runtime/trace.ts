import { randomBytes } from 'node:crypto';
import { createSocket, Socket } from 'node:dgram';

/** Keys by which X-Ray finds traces. */
export type Annotations = Readonly<Record<string, string>>;

/** The header that X-Ray's daemon expects before each document. */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Annotates traces by sending a zero-length subsegment to X-Ray's daemon in one datagram, because X-Ray's SDK would add
 * 40 ms to a cold start. Without a daemon the annotation is lost; the function never fails because of it.
 */
export class TraceWriter {
  private readonly socket?: Socket;

  constructor(
    private readonly name: string,
    daemon = process.env.AWS_XRAY_DAEMON_ADDRESS,
    private readonly currentTrace = (): string | undefined => process.env._X_AMZN_TRACE_ID,
  ) {
    this.socket = connect(daemon);
  }

  /** @param trace header of the trace, `Root=…;Parent=…;Sampled=1`; by default that of the current invocation */
  public annotate(annotations: Annotations, trace = this.currentTrace()): void {
    const document = this.socket && subsegment(this.name, annotations, trace);
    if (document === undefined) return;
    try {
      this.socket?.send(HEADER + document, ignore);
    } catch {
      // Not connected.
    }
  }
}

function connect(address: string | undefined): Socket | undefined {
  const [, host, port] = /^([\d.]+):(\d+)$/.exec(address ?? '') ?? [];
  if (host === undefined) return undefined;
  try {
    const socket = createSocket('udp4').on('error', ignore);
    // A connected socket sends at once, not in the event loop's next turn, by when Lambda may have frozen the process.
    socket.connect(Number(port), host, ignore);
    return socket.unref();
  } catch {
    return undefined;
  }
}

/** @returns undefined if the trace is not sampled */
function subsegment(name: string, annotations: Annotations, trace = ''): string | undefined {
  const { Root, Parent, Sampled } = Object.fromEntries(trace.split(';').map((part) => part.trim().split('=', 2)));
  if (Sampled !== '1' || !Root || !Parent) return undefined;
  const now = Date.now() / 1000;
  return JSON.stringify({
    type: 'subsegment', name, id: randomBytes(8).toString('hex'), trace_id: Root, parent_id: Parent, start_time: now, end_time: now, annotations,
  });
}

function ignore(): void {
  // Tracing must neither fail nor delay a function.
}
