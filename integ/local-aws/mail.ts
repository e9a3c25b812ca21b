import { account } from './settings';

interface Mail {
  readonly To: readonly string[];
  readonly BodyText: string;
  /** Seconds since the epoch. */
  readonly Timestamp: number;
}

/** Texts of the mails that Cognito sent to an address, newest first. */
export async function readMails(endpoint: string, email: string): Promise<string[]> {
  const response = await fetch(`${endpoint}/_ministack/ses/messages`);
  if (!response.ok) throw new Error(`Reading the mails of the local AWS: expected status 200, got ${response.status}`);
  const { messages } = await response.json() as { messages: Record<string, Mail[] | undefined> };
  return (messages[account] ?? [])
    .filter(mail => mail.To.includes(email))
    .sort((a, b) => b.Timestamp - a.Timestamp)
    .map(mail => mail.BodyText);
}

/** The code in the newest mail that Cognito sent to an address, or undefined while there is none. */
export async function readCode(endpoint: string, email: string): Promise<string | undefined> {
  return (await readMails(endpoint, email))
    .map(text => /\b\d{6}\b/.exec(text)?.[0])
    .find(code => code !== undefined);
}
