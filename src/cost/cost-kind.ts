/**
 * What a cost grows with.
 */
export enum CostKind {
  /** The time: it is there without a single image. */
  FIXED = 'FIXED',

  /** Images: from the grant of an upload to "ready". */
  PROCESSING = 'PROCESSING',

  /** Images, and how long they are kept. */
  STORAGE = 'STORAGE',

  /** Views: a call of the API for an address, and the download. */
  VIEWS = 'VIEWS',

  /** Users who sign in. */
  USERS = 'USERS',
}
