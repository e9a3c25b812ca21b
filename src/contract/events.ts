/** EventBridge events that the workflow sends to the default bus of the account. */
export const EVENT_SOURCE = 'image-management-system';

export const DetailType = {
  READY: 'Image Ready',
  REJECTED: 'Image Rejected',
  FAILED: 'Image Failed',
  DELETED: 'Image Deleted',
} as const;

/** `detail.version`, incremented when a field is removed or changes its meaning. */
export const EVENT_VERSION = '1';
