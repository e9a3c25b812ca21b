import type { components } from './generated/api.js';
import type { Tokens } from './token-store.js';
import type { ImageRecord, Rendition, RenditionUrl, SignUpResult } from './types.js';

/** Bodies of the API by their name in docs/openapi.json: snake_case. This file converts them to the client's own types. */
export type Schemas = components['schemas'];

export function toTokens(wire: Schemas['RefreshedTokens'], refreshToken: string, now: number): Tokens {
  return { idToken: wire.id_token, accessToken: wire.access_token, refreshToken, expiresAt: now + wire.expires_in * 1000 };
}

export function toSignUpResult({ user_id: userId, confirmed, delivery }: Schemas['SignedUp']): SignUpResult {
  return { userId, confirmed, delivery };
}

export function toImageRecord(wire: Schemas['ImageRecord']): ImageRecord {
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

export function toRenditionUrl(wire: Schemas['ImageUrl']): RenditionUrl {
  return { ...toRendition(wire), imageId: wire.image_id, url: wire.url, expiresAt: new Date(wire.expires_at) };
}

function toRendition({ size, format, width, height, bytes }: Schemas['Rendition']): Rendition {
  return { size, format, width, height, bytes };
}
