/** Every `code` of an error response, with status and title. docs/api.md lists them; a code never changes its meaning. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'unknown-size': { status: 400, title: 'There is no such size' },
  'unauthorized': { status: 401, title: 'Not signed in' },
  'forbidden': { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is no such call' },
  'method-not-allowed': { status: 405, title: 'This call takes another method' },
  'image-not-found': { status: 404, title: 'There is no such image' },
  'user-exists': { status: 409, title: 'The account exists' },
  'processing-failed': { status: 409, title: 'The image could not be processed' },
  'file-too-large': { status: 413, title: 'The file is too large' },
  'request-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-type': { status: 415, title: 'The type of image is not supported' },
  'unsupported-media-type': { status: 415, title: 'The request body should be JSON' },
  'image-rejected': { status: 422, title: 'The image was rejected' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'service-unavailable': { status: 503, title: 'The service cannot do this now' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** Base of the links in `type`. */
export const PROBLEM_TYPE_BASE = 'https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#';
