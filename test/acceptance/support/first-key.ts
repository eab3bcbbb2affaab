import type { Serving } from './command.ts'

/** The headers of Simotel's first key, which `dialbook serve --json` has printed for a new book. */
export async function firstKey(server: Serving): Promise<Readonly<Record<string, string>>> {
  await server.printed(/\n\{.*\}\n/)
  const line = server
    .stdout()
    .split('\n')
    .find((each) => each.startsWith('{'))
  const { dialects } = JSON.parse(line ?? '')
  const { username, password, token } = dialects.find((each: { dialect: string }) => each.dialect === 'simotel').key
  return {
    'Content-Type': 'application/json',
    'X-APIKEY': token,
    Authorization: `Basic ${btoa(`${username}:${password}`)}`,
  }
}
