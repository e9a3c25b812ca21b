import { Accounts } from './accounts';
import { authRoutes } from './routes';
import { createCognito } from '../../runtime/clients';
import { readAllowedOrigins, readPasswordPolicy, readText } from '../../runtime/config';
import { createTelemetry } from '../../runtime/telemetry';
import { serve } from '../http/serve';

const telemetry = createTelemetry('auth-handler');
const accounts = new Accounts(createCognito(), readText('USER_POOL_CLIENT_ID'), readPasswordPolicy(), telemetry);

export const handler = serve(authRoutes(accounts), { allowedOrigins: readAllowedOrigins(), telemetry });
