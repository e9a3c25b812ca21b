import { randomBytes } from 'node:crypto';
import { createSocket, Socket } from 'node:dgram';

/** Annotations of a trace: X-Ray finds traces by them. */
export type Annotations = Readonly<Record<string, string>>;

/** What X-Ray's daemon, which runs beside every function, expects before a document. */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Writes annotations into traces, by one datagram to X-Ray's daemon: all that is needed of an SDK that makes a cold start
 * 40 ms longer. Lambda itself writes the segment of the function; this adds a subsegment without a length below it.
 *
 * Nothing here can fail a function: where no daemon is named, or none listens, the annotation is lost, and that is all.
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
   * @param trace header of the trace, `Root=…;Parent=…;Sampled=1`; the one of this call of the function where left out
   */
  public annotate(annotations: Annotations, trace = this.currentTrace()): void {
    const document = this.socket && subsegment(this.name, annotations, trace);
    if (document === undefined) return;
    try {
      this.socket?.send(HEADER + document, ignore);
    } catch {
      // Not connected yet, or not any more.
    }
  }
}

function connect(address: string | undefined): Socket | undefined {
  const [, host, port] = /^([\d.]+):(\d+)$/.exec(address ?? '') ?? [];
  if (host === undefined) return undefined;
  try {
    const socket = createSocket('udp4').on('error', ignore);
    // Connected, a datagram leaves at once, and not at the next turn of a loop that Lambda may have frozen by then.
    socket.connect(Number(port), host, ignore);
    return socket.unref();
  } catch {
    return undefined;
  }
}

/** `undefined` for a trace that is not recorded. */
function subsegment(name: string, annotations: Annotations, trace = ''): string | undefined {
  const { Root, Parent, Sampled } = Object.fromEntries(trace.split(';').map((part) => part.trim().split('=', 2)));
  if (Sampled !== '1' || !Root || !Parent) return undefined;
  const now = Date.now() / 1000;
  return JSON.stringify({
    type: 'subsegment', name, id: randomBytes(8).toString('hex'), trace_id: Root, parent_id: Parent, start_time: now, end_time: now, annotations,
  });
}

function ignore(): void {
  // A trace is no reason to fail, nor to wait.
}
