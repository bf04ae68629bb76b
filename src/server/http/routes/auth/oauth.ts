import { type Context, Hono } from 'hono';
import { hashSecret, isSameSecret } from '../../../auth/passwords.ts';
import { tokenLifetimeSeconds } from '../../../auth/tokens.ts';
import type { Services } from '../../../services/services.ts';
import { readText } from '../../middleware/read-body.ts';
import { clientNetwork } from '../addresses.ts';

const attempts = { burst: 30, perSecond: 1 };
const maxFormBytes = 4096;
/** Compared with where there is no such client, so that the time does not reveal it. */
const placeholderHash = hashSecret('');

type Credentials = { id: string; secret: string };
type OAuthError = 'invalid_client' | 'invalid_request' | 'unsupported_grant_type';

/** Exchanges client credentials for an access token. Errors have OAuth's form, which OAuth clients read. */
export function oauthRoutes({
  storage,
  tokens,
  limiter,
  settings,
}: Pick<Services, 'storage' | 'tokens' | 'limiter' | 'settings'>): Hono {
  const routes = new Hono();
  routes.post('/oauth/token', async (c) => {
    limiter.takeToken(`token ${clientNetwork(c, settings)}`, attempts);
    const form = await readForm(c);
    if (form === undefined)
      return rejectRequest(c, 'invalid_request', 'Send a form: application/x-www-form-urlencoded.');
    if (form.get('grant_type') !== 'client_credentials') {
      return rejectRequest(c, 'unsupported_grant_type', 'Only client_credentials is served here.');
    }
    const given = basicCredentials(c) ?? formCredentials(form);
    const client = given && (await storage.run('findOAuthClient', { id: given.id }));
    const isRight = isSameSecret(given?.secret ?? '', client?.secretHash ?? placeholderHash);
    if (!client || !isRight) return rejectRequest(c, 'invalid_client', 'No such client, or another secret.');
    const { id: clientId, secretHash: _, ...rest } = client;
    const { token } = await tokens.issueAccess({ clientId, ...rest });
    return c.json({ access_token: token, token_type: 'bearer', expires_in: tokenLifetimeSeconds });
  });
  return routes;
}

function rejectRequest(c: Context, error: OAuthError, error_description: string): Response {
  if (error !== 'invalid_client') return c.json({ error, error_description }, 400);
  c.header('WWW-Authenticate', 'Basic realm="porchlight"');
  return c.json({ error, error_description }, 401);
}

async function readForm(c: Context): Promise<URLSearchParams | undefined> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  return new URLSearchParams(await readText(c, maxFormBytes));
}

function basicCredentials(c: Context): Credentials | undefined {
  const encoded = /^basic +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

function formCredentials(form: URLSearchParams): Credentials | undefined {
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  return id === null || secret === null ? undefined : { id, secret };
}
