import type { Tokens } from './token-store.js';
import type { ImageRecord, Rendition, RenditionUrl, SignUpResult } from './types.js';

/** The API's bodies, snake_case; this file alone knows both spellings. */
export interface WireTokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token?: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface WireSignUp {
  readonly user_id: string;
  readonly confirmed: boolean;
  readonly delivery?: { readonly medium: string; readonly destination: string } | null;
}

export interface WireGrant {
  readonly image_id: string;
  readonly method: 'PUT';
  readonly upload_url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  readonly expires_at: string;
  readonly max_size: number;
}

export interface WireImage {
  readonly image_id: string;
  readonly status: ImageRecord['status'];
  readonly filename: string;
  readonly content_type: string;
  readonly size?: number | null;
  readonly width?: number | null;
  readonly height?: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly reason?: string | null;
  readonly placeholder?: string | null;
  readonly dominant_color?: string | null;
  readonly renditions?: readonly Rendition[] | null;
}

export interface WireRenditionUrl extends Rendition {
  readonly image_id: string;
  readonly url: string;
  readonly expires_at: string;
}

/** Answer 202 to a size that does not exist yet. */
export interface WireUnfinished {
  readonly image_id: string;
  readonly status: ImageRecord['status'];
}

export interface WirePage {
  readonly items: readonly WireImage[];
  readonly next_cursor?: string | null;
}

export function toTokens(wire: WireTokens, refreshToken: string, now: number): Tokens {
  return {
    idToken: wire.id_token,
    accessToken: wire.access_token,
    refreshToken: wire.refresh_token ?? refreshToken,
    expiresAt: now + wire.expires_in * 1000,
  };
}

export function toSignUpResult(wire: WireSignUp): SignUpResult {
  return { userId: wire.user_id, confirmed: wire.confirmed, delivery: wire.delivery ?? undefined };
}

export function toImageRecord(wire: WireImage): ImageRecord {
  return {
    imageId: wire.image_id,
    status: wire.status,
    filename: wire.filename,
    contentType: wire.content_type,
    size: wire.size ?? undefined,
    width: wire.width ?? undefined,
    height: wire.height ?? undefined,
    createdAt: new Date(wire.created_at),
    updatedAt: new Date(wire.updated_at),
    reason: wire.reason ?? undefined,
    placeholder: wire.placeholder ?? undefined,
    dominantColor: wire.dominant_color ?? undefined,
    renditions: (wire.renditions ?? []).map(toRendition),
  };
}

export function toRenditionUrl(wire: WireRenditionUrl): RenditionUrl {
  return { ...toRendition(wire), imageId: wire.image_id, url: wire.url, expiresAt: new Date(wire.expires_at) };
}

function toRendition({ size, format, width, height, bytes }: Rendition): Rendition {
  return { size, format, width, height, bytes };
}
