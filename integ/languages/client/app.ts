import { ImageManagementClient } from 'image-management-client';
import type { ImageRecord } from 'image-management-client';

const { IMAGES_URL, IMAGES_EMAIL, IMAGES_PASSWORD } = process.env;
const client = new ImageManagementClient({ baseUrl: IMAGES_URL! });
await client.auth.signIn({ email: IMAGES_EMAIL!, password: IMAGES_PASSWORD! });
const line = ({ filename, status }: ImageRecord): string => `${filename}: ${status}`;
for await (const image of client.images.list()) console.log(line(image));
