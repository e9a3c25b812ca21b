import { ImageManagementClient } from 'image-management-client';
import { importFolder } from './import-folder.js';

const { IMAGES_URL: baseUrl, IMAGES_EMAIL: email, IMAGES_PASSWORD: password } = process.env;
const [folder] = process.argv.slice(2);
if (!baseUrl || !email || !password || !folder) {
  console.error('Usage: IMAGES_URL=… IMAGES_EMAIL=… IMAGES_PASSWORD=… npx tsx main.ts FOLDER');
  process.exit(2);
}

const client = new ImageManagementClient({ baseUrl });
await client.auth.signIn({ email, password });
const counts = await importFolder(client, folder, {
  onResult: ({ name, status, detail }, isNew) => console.log(`${name}: ${status}${detail ? ` (${detail})` : ''}${isNew ? '' : ', before'}`),
});
console.log(Object.entries(counts).map(([status, count]) => `${count} ${status}`).join(', ') || 'no pictures');
process.exitCode = counts.failed ? 1 : 0;
