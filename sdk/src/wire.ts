import type { Tokens } from './token-store.js';
import type { ImageRecord, ImageStatus, Rendition, RenditionUrl, SignUpResult } from './types.js';

/*
 * The API's bodies, snake_case, as docs/openapi.json has them (a test compares the two); this file alone knows both
 * spellings.
 */
export interface WireRefreshedTokens {
  readonly token_type: 'Bearer';
  readonly id_token: string;
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface WireTokens extends WireRefreshedTokens {
  readonly refresh_token: string;
}

export interface WireSignedUp {
  readonly user_id: string;
  readonly confirmed: boolean;
  readonly delivery?: { readonly medium: string; readonly destination: string };
}

export interface WireRefreshToken {
  readonly refresh_token: string;
}

export type WireContentType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif' | 'image/tiff';

export interface WireUploadRequest {
  readonly filename: string;
  readonly content_type: WireContentType;
  readonly size?: number;
  readonly checksum_sha256?: string;
}

export interface WireUploadGrant {
  readonly image_id: string;
  readonly method: 'PUT';
  readonly upload_url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  readonly expires_at: string;
  readonly max_size: number;
}

export interface WireRendition {
  readonly size: string;
  readonly format: 'webp' | 'jpeg' | 'png' | 'avif';
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

export interface WireImageRecord {
  readonly image_id: string;
  readonly status: ImageStatus;
  readonly filename: string;
  readonly content_type: WireContentType;
  readonly size?: number;
  readonly width?: number;
  readonly height?: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly reason?: string;
  readonly reason_detail?: string;
  readonly placeholder?: string;
  readonly renditions: readonly WireRendition[];
}

export interface WireImageUrl extends WireRendition {
  readonly image_id: string;
  readonly url: string;
  readonly expires_at: string;
}

/** Answer 202 to a size that does not exist yet. */
export interface WireUnfinishedImage {
  readonly image_id: string;
  readonly status: 'pending' | 'processing';
}

export interface WireImagePage {
  readonly items: readonly WireImageRecord[];
  readonly next_cursor?: string;
}

export function toTokens(wire: WireRefreshedTokens, refreshToken: string, now: number): Tokens {
  return { idToken: wire.id_token, accessToken: wire.access_token, refreshToken, expiresAt: now + wire.expires_in * 1000 };
}

export function toSignUpResult({ user_id: userId, confirmed, delivery }: WireSignedUp): SignUpResult {
  return { userId, confirmed, delivery };
}

export function toImageRecord(wire: WireImageRecord): ImageRecord {
  const { status, filename, size, width, height, reason, placeholder } = wire;
  return {
    imageId: wire.image_id,
    status,
    filename,
    contentType: wire.content_type,
    size,
    width,
    height,
    createdAt: new Date(wire.created_at),
    updatedAt: new Date(wire.updated_at),
    reason,
    reasonDetail: wire.reason_detail,
    placeholder,
    renditions: wire.renditions.map(toRendition),
  };
}

export function toRenditionUrl(wire: WireImageUrl): RenditionUrl {
  return { ...toRendition(wire), imageId: wire.image_id, url: wire.url, expiresAt: new Date(wire.expires_at) };
}

function toRendition({ size, format, width, height, bytes }: WireRendition): Rendition {
  return { size, format, width, height, bytes };
}
