import { ACCOUNT_CALLS } from './account-calls';
import { CallDescriptions } from './call';
import { IMAGE_CALLS } from './image-calls';
import { USER_CALLS } from './user-calls';

/** Descriptions of all calls, from which docs/openapi.json and the tables of docs/api.md are generated. No handler imports them. */
export const DESCRIPTIONS: CallDescriptions = { ...ACCOUNT_CALLS, ...IMAGE_CALLS, ...USER_CALLS };
