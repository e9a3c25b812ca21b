import { ACCOUNT_CALLS } from './account-calls';
import { CallDescriptions } from './call';
import { IMAGE_CALLS } from './image-calls';
import { USER_CALLS } from './user-calls';

/**
 * The wire contract of every call: docs/openapi.json and the tables of docs/api.md are made of it. No handler imports
 * it.
 */
export const DESCRIPTIONS: CallDescriptions = { ...ACCOUNT_CALLS, ...IMAGE_CALLS, ...USER_CALLS };
