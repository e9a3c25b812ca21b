/** Web origins that the deployment of the end-to-end tests allows. */
export const ALLOWED_ORIGINS = ['https://app.example.com', 'https://admin.example.com:8443', 'http://localhost:3000'] as const;
/** One that it does not. */
export const OTHER_ORIGIN = 'https://elsewhere.example.com';
