/** What a book of the benchmark has in the account that is measured. */
export interface BookContent {
  /** Groups without numbers. */
  readonly groups: number
  /** The counts of numbers of the groups that have some, whose ids come first. */
  readonly lists: readonly number[]
}

/** The books, by name. Every book has a second account beside the one that is measured. */
export const books = {
  'groups-1': { groups: 1, lists: [] },
  'groups-100': { groups: 100, lists: [] },
  'groups-10k': { groups: 10_000, lists: [] },
  'groups-100k': { groups: 100_000, lists: [] },
  'groups-1m': { groups: 1_000_000, lists: [] },
  phones: { groups: 0, lists: [1_000_000, 100, 100_000, ...repeat(1_000, 900)] },
  'phones-10m': { groups: 0, lists: [1_000_000, ...repeat(9_999, 900)] },
} as const satisfies Readonly<Record<string, BookContent>>

export type BookName = keyof typeof books

/** Ids of groups in the book `phones`. */
export const phoneGroups = { million: 1, hundred: 2, hundredThousand: 3 } as const

const token = 'T'.repeat(50)
const [username, password] = ['bench', 'bench-password']
const lox24Key = '1234567:0123456789abcdef0123456789abcdef'
const [masterKey, key] = ['bench-master-key', 'bench-key']
const otherToken = 'U'.repeat(50)

/** The credentials of every book, as its keys are added. */
export const credentials = {
  measured: [
    { dialect: 'simotel', scheme: 'both', username, password, token },
    { dialect: 'lox24', scheme: 'token', token: lox24Key },
    {
      dialect: 'checkmarket',
      scheme: 'token',
      token: key,
      masterKey,
      permissions: ['Contacts (read)', 'Contacts (write)'],
    },
  ],
  other: [{ dialect: 'simotel', scheme: 'token', token: otherToken }],
} as const

const json = { 'content-type': 'application/json' }

/** The headers of requests: in each dialect, and of the other account. */
export const headers = {
  // They carry both credentials, as the vendor's samples do.
  simotel: {
    ...json,
    'x-apikey': token,
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  },
  lox24: { ...json, 'x-lox24-auth-token': lox24Key, accept: 'application/json' },
  checkmarket: { ...json, 'x-master-key': masterKey, 'x-key': key },
  other: { ...json, 'x-apikey': otherToken },
} as const

/** The number at a place in a group. Numbers are in no order, and each group has others. */
export function numberAt(group: number, place: number): string {
  return `+${10_000_000_000 + group * 1_000_003 + ((place * 7919) % 1_000_003)}`
}

/** Names in three scripts, so that searches meet all of them: `Group 999`, `Café 1`, `گروه 2`. */
export function nameAt(group: number): string {
  const kind = group % 10 === 1 ? 'Café' : group % 10 === 2 ? 'گروه' : 'Group'
  return `${kind} ${group}`
}

function repeat(times: number, count: number): number[] {
  return Array.from({ length: times }, () => count)
}
