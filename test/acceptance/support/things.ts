import assert from 'node:assert/strict'
import { type Client, invalid, success, unique, uniqueNumber } from './simotel.ts'

/** A thing as a search shows it. */
export type Row = Readonly<Record<string, unknown>> & { readonly _id: string; readonly date: string }
export type Fields = Readonly<Record<string, unknown>>

export interface Pages {
  readonly pagination: {
    readonly start: number
    readonly count: number
    readonly sorting: Readonly<Record<string, number>>
    readonly total: number
  }
  readonly data: Row[]
}

/** A kind of thing that clients keep in the book, with ways to make a valid one and to see all of them. */
export interface Noun {
  readonly path: string
  /** The body of a valid `add`, different each time. */
  fresh(): Fields
  rows(client: Client): Promise<Row[]>
}

const whole = { alike: true, pagination: { start: 0, count: 10_000 } }

export const groups: Noun = {
  path: 'autodialer/groups',
  fresh: () => ({ name: unique('group '), numbers: ['1111', '2222', '3333'], description: 'just for test' }),
  rows: async (client) => (await client.data<Pages>('autodialer/groups/search', whole)).data,
}

export const contacts: Noun = {
  path: 'autodialer/contacts',
  fresh: () => ({ name: unique('contact '), number: uniqueNumber(), description: 'just for test' }),
  rows: async (client) => (await client.data<Pages>('autodialer/contacts/search', whole)).data,
}

export const users: Noun = {
  path: 'pbx/users',
  fresh: () => ({ name: unique('user '), number: uniqueNumber(), secret: unique('Sip-Secret-') }),
  rows: async (client) => await client.data<Row[]>('pbx/users/search', { status: 'all', alike: true, conditions: {} }),
}

export const trunks: Noun = {
  path: 'pbx/trunks',
  fresh: () => ({ name: unique('trunk_') }),
  rows: async (client) => await client.data<Row[]>('pbx/trunks/search', { alike: true, conditions: {} }),
}

export const blacklist: Noun = {
  path: 'pbx/blacklists',
  fresh: () => ({ number: uniqueNumber(), comment: 'just for test' }),
  rows: async (client) => await client.data<Row[]>('pbx/blacklists/search', { alike: true, conditions: {} }),
}

export const whitelist: Noun = {
  path: 'pbx/whitelists',
  fresh: () => ({ number: uniqueNumber(), labels: ['test'], comment: 'just for test' }),
  rows: async (client) => await client.data<Row[]>('pbx/whitelists/search', { alike: true, conditions: {} }),
}

/** Campaigns by a trunk manager, which the vendor's API cannot make. */
export function campaignsBy(managerId: string): Noun {
  return {
    path: 'autodialer/campaigns',
    fresh: () => ({ name: unique('campaign '), trunk_manager_id: managerId, numbers: ['0912', '0913'], groups: [''] }),
    rows: async (client) => (await client.data<Pages>('autodialer/campaigns/search', whole)).data,
  }
}

/** Makes a trunk manager of an account, by the command line. Returns its id. */
export async function addManager({ server }: Client, account: string, title = unique('manager ')): Promise<string> {
  await server.cli('trunk', 'set', 'provider', '--host', '192.0.2.1', '--account', account)
  const made = await server.cli('trunk-manager', 'add', title, '--trunk', 'provider', '--account', account, '--json')
  return (JSON.parse(made) as { trunkManager: { hexId: string } }).trunkManager.hexId
}

/** Adds a thing and returns it as a search shows it, since not every `add` answers with the id. */
export async function add(client: Client, noun: Noun, fields: Fields = {}): Promise<Row> {
  const before = new Set((await noun.rows(client)).map((row) => row._id))
  await client.data(`${noun.path}/add`, { ...noun.fresh(), ...fields })
  const made = (await noun.rows(client)).filter((row) => !before.has(row._id))
  assert.equal(made.length, 1, `${noun.path}/add made ${made.length} things`)
  return made[0] as Row
}

export async function read(client: Client, noun: Noun, id: string): Promise<Row | undefined> {
  return (await noun.rows(client)).find((row) => row._id === id)
}

/** The numbers of a group: only the answer to an update shows them. */
export async function numbersOf(client: Client, id: string): Promise<string[]> {
  return (await client.data<{ numbers: string[] }>('autodialer/groups/update', { _id: id })).numbers
}

export async function remove(client: Client, noun: Noun, id: string): Promise<void> {
  await client.data(`${noun.path}/remove`, { _id: id })
}

/** The values that may be written into one field of a thing, and those that may not. */
export interface Rule {
  readonly field: string
  /** The accepted values, each with the value that a search shows then, where it is another. */
  readonly accepts: readonly (string | Accepted)[]
  readonly refuses: readonly unknown[]
  /** The value that a search shows after `null`. A field without it refuses `null`. */
  readonly cleared?: { readonly shown: unknown }
  /** Values for which no rule is written down: they are refused, or kept exactly as given. */
  readonly undecided?: readonly unknown[]
}

interface Accepted {
  readonly given: unknown
  readonly shown: unknown
}

/** Values that are no text, for a field that wants one. */
export const noText: readonly unknown[] = [5, 1.5, true, false, ['x'], [], { x: 'y' }, {}]

/** Texts that would break a line of a configuration file, or end a C string. */
export const injections: readonly string[] = [
  'legit\nsecret=x',
  'legit\r\n[other]',
  'legit\rx',
  'le\u0000git',
  'le\u001bgit',
]

/** Writes all values of a rule into its field, accepted and refused ones, by `add` and by `update`. */
export async function checkRule(client: Client, noun: Noun, rule: Rule): Promise<void> {
  const { field } = rule
  const accepts: Accepted[] = rule.accepts.map((each) =>
    typeof each === 'string' ? { given: each, shown: each } : each,
  )
  if (rule.cleared) accepts.push({ given: null, shown: rule.cleared.shown })
  const refuses = [...rule.refuses, ...(rule.cleared ? [] : [null])]

  for (const { given, shown } of accepts) {
    const row = await add(client, noun, { [field]: given })
    assert.deepEqual(row[field], shown, `${field} added as ${show(given)}`)
    await remove(client, noun, row._id)
  }
  const { _id } = await add(client, noun)
  for (const { given, shown } of accepts) {
    const answer = await client.call(`${noun.path}/update`, { _id, [field]: given })
    assert.equal(success(answer).success, 1, `${field} updated to ${show(given)}`)
    assert.deepEqual((await read(client, noun, _id))?.[field], shown, `${field} updated to ${show(given)}`)
  }
  const before = await noun.rows(client)
  for (const given of refuses) {
    await isRefused(client, noun, 'update', { _id }, field, given)
    await isRefused(client, noun, 'add', noun.fresh(), field, given)
  }
  assert.deepEqual(await noun.rows(client), before, `refusing values of ${field} changed something`)
  for (const given of rule.undecided ?? []) await isRefusedOrKept(client, noun, _id, field, given)
  await remove(client, noun, _id)
}

async function isRefused(client: Client, noun: Noun, verb: string, fields: Fields, field: string, given: unknown) {
  const answer = await client.call(`${noun.path}/${verb}`, { ...fields, [field]: given })
  const wanted = JSON.stringify({ success: 0, message: invalid(field), data: '' })
  assert.equal(answer.text.slice(0, 500), wanted, `${verb} with ${field} = ${show(given)}`)
  assert.equal(answer.status, 200)
  assert.match(String(answer.headers['dialbook-reason']), /\S/)
}

async function isRefusedOrKept(client: Client, noun: Noun, _id: string, field: string, given: unknown) {
  const answer = await client.call(`${noun.path}/update`, { _id, [field]: given })
  assert.equal(answer.status, 200, `update with ${field} = ${show(given)}: ${answer.text.slice(0, 300)}`)
  if (JSON.parse(answer.text).success === 1) {
    assert.deepEqual((await read(client, noun, _id))?.[field], given, `${field} was accepted and changed`)
  } else {
    await isRefused(client, noun, 'update', { _id }, field, given)
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 80 ? `${text.slice(0, 80)}… (${text.length})` : text
}
