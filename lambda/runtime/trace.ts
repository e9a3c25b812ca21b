import { randomBytes } from 'node:crypto';
import { createSocket, Socket } from 'node:dgram';

/** Indexed keys of a trace: X-Ray searches traces by them. */
export type Annotations = Readonly<Record<string, string>>;

/** Precedes every document that is sent to X-Ray's daemon, which Lambda runs next to every function. */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Annotates traces with one datagram to X-Ray's daemon; the X-Ray SDK would add 40 ms to a cold start. Lambda writes the
 * function's segment; this adds a subsegment of zero length below it.
 *
 * Never fails a function: without a daemon the annotation is lost.
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

  /**
   * @param trace header of the trace, `Root=…;Parent=…;Sampled=1`; by default that of the current invocation
   */
  public annotate(annotations: Annotations, trace = this.currentTrace()): void {
    const document = this.socket && subsegment(this.name, annotations, trace);
    if (document === undefined) return;
    try {
      this.socket?.send(HEADER + document, ignore);
    } catch {
      // Not connected yet, or no longer.
    }
  }
}

function connect(daemon = ''): Socket | undefined {
  const [, host, port] = /^([\d.]+):(\d+)$/.exec(daemon) ?? [];
  if (host === undefined) return undefined;
  try {
    const socket = createSocket('udp4').on('error', ignore);
    // A connected socket sends at once; otherwise Lambda may freeze the event loop before the datagram leaves.
    socket.connect(Number(port), host, ignore);
    return socket.unref();
  } catch {
    return undefined;
  }
}

/** `undefined` if the trace is not sampled. */
function subsegment(name: string, annotations: Annotations, trace = ''): string | undefined {
  const { Root, Parent, Sampled } = Object.fromEntries(trace.split(';').map((part) => part.trim().split('=', 2)));
  if (Sampled !== '1' || !Root || !Parent) return undefined;
  const now = Date.now() / 1000;
  return JSON.stringify({
    type: 'subsegment', name, id: randomBytes(8).toString('hex'), trace_id: Root, parent_id: Parent, start_time: now, end_time: now, annotations,
  });
}

function ignore(): void {
  // A lost annotation must neither fail nor delay the function.
}
