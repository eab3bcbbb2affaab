import type { KeysByDialect } from './seed/read-keys.ts'

/** The keys of a book for tests whose maker names none: everybody knows them, and they are the same in every run. */
export const usualKeys: KeysByDialect = {
  simotel: { username: 'dev', password: 'dev', token: 'dev' },
  lox24: { clientId: '1000001', token: 'dev' },
  checkmarket: { masterKey: 'dev-master', key: 'dev' },
  book: { name: 'dev', token: 'dialbook-dev-token' },
}
