import type { ByteStream } from './pieces.js';

export interface TransportRequest {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | Uint8Array<ArrayBuffer> | FormData | ByteStream;
  /** Bytes of the body; 0 for a form. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** Told the bytes sent so far, never fewer than before, and of how many where known; not every transport can. */
  readonly onSent: (bytes: number, total?: number) => void;
}

export interface TransportAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends bytes with a known length (S3 takes no chunked transfer encoding) and no header of its own choice. */
export interface Transport {
  /** Whether `onSent` is called while bytes flow: only then can a stall be told from a slow line. */
  readonly reportsProgress: boolean;
  /** Whether a stream can be sent with its length; else it is collected first. */
  readonly takesStreams: boolean;
  send(request: TransportRequest): Promise<TransportAnswer>;
}
