import { Accounts } from './accounts';
import { authRoutes } from './routes';
import { createCognito } from '../shared/clients';
import { readAllowedOrigins, readPasswordPolicy, readText } from '../shared/config';
import { serve } from '../shared/http/serve';
import { createTelemetry } from '../shared/telemetry';

const telemetry = createTelemetry('auth-handler');
const accounts = new Accounts(createCognito(), readText('USER_POOL_CLIENT_ID'), readPasswordPolicy(), telemetry);

export const handler = serve(authRoutes(accounts), { allowedOrigins: readAllowedOrigins(), telemetry });
