import type { ByteStream } from './pieces.js';

export interface TransportRequest {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | Uint8Array<ArrayBuffer> | FormData | ByteStream;
  /** Bytes of the body; 0 for a form. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** Called with the bytes sent so far, which never decrease, and the total if it is known. Not every transport calls it. */
  readonly onSent: (bytes: number, total?: number) => void;
}

export interface TransportAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends bytes with a `Content-Length` (S3 rejects chunked transfer encoding) and only the headers it is given. */
export interface Transport {
  /** Whether `onSent` is called while bytes are sent: without it, a stalled upload looks like a slow one. */
  readonly reportsProgress: boolean;
  /** Whether it can send a stream with its length; otherwise the stream is read into memory first. */
  readonly takesStreams: boolean;
  send(request: TransportRequest): Promise<TransportAnswer>;
}
