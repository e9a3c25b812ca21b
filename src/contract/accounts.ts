/** Members of this group of the user pool may read and delete any user's images. */
export const ADMIN_GROUP = 'admins';
