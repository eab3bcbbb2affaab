import type { CallRecord } from '../src/core/ledger/call-record.ts'
import { startFilled } from '../test/acceptance/support/filled-page.ts'
import { addPerson, furnished } from '../test/acceptance/support/page.ts'
import { writeCalls } from '../test/acceptance/support/written-calls.ts'

const people = [
  ['Sara Ahmadi', 'Tehran'],
  ['رضا محمدی', 'شیراز'],
  ['Jonas Weber', 'Berlin'],
  ['مینا کریمی', 'اصفهان'],
  ['Claire Dubois', 'Lyon'],
  ['علی رضایی', 'تهران'],
  ['Omid Hosseini', 'Tabriz'],
  ['نرگس صادقی', 'مشهد'],
  ['Anna Nowak', 'Kraków'],
  ['حسین مرادی', 'قم'],
] as const
const groups = [
  ['Friends of the house', 4],
  ['مشتریان تهران', 10],
  ['Suppliers', 6],
  ['نمایندگی‌ها', 8],
  ['Newsletter, autumn', 9],
] as const
const extensions = [
  ['531', 'Reception'],
  ['532', 'مالی'],
  ['533', 'Warehouse'],
  ['534', 'پشتیبانی'],
] as const

const numberOf = (index: number) => `0912${7_310_458 + index * 104_729}`

/** A server with a book as a small firm would keep it, and the pages of its things that no other list has. */
export async function startPlausible() {
  const { server, line } = await startFilled('Customers')
  const on = ['--account', 'default'] as const
  const owner = await addPerson(server, 'Mina', '--role', 'owner')
  for (const [name, count] of groups) {
    const lines = people.slice(0, count).map(([person, city], index) => `${numberOf(index)}\t${person}\t${city}\n`)
    await line.write('b.csv', lines.join(''))
    await line.ok('import', 'b.csv', '--group', name, '--create', ...on)
  }
  const contacts = people.map(
    ([name], index) => `${name},${numberOf(index)},${index % 3 === 0 ? `p${index}@example.com` : ''}\n`,
  )
  await line.write('c.csv', `name,number,email\n${contacts.join('')}`)
  await line.ok('contacts', 'import', 'c.csv', ...on)
  for (const [number, name] of extensions) await line.ok('extensions', 'add', number, '--name', name, ...on)
  await line.ok('campaign', 'add', 'یادآوری نوبت', '--trunk-manager', 'day', '--group', 'مشتریان تهران', ...on)
  await writeCalls(
    server,
    people.flatMap((_, index) => [callOf(index * 2), callOf(index * 2 + 1)]),
  )
  await line.ok('bulk', 'send', 'نوبت شما فردا ساعت ۱۰ است.', '--sender', 'Nobat', '--group', 'مشتریان تهران', ...on)
  const rows = people.map(([name, city], index) => `${numberOf(index + 5)},${name},${city}\n`)
  const content = `phone,name,city\n${rows.join('')}ask Reza,Reza,Shiraz\n0912 731,Ali,\n`
  const file = { content, filename: 'june.csv' }
  const { headers } = await owner.postFile('/book/imports', { form: 'import', into: '4' }, file)
  return { server, line, paths: await furnished(owner), preview: headers.location ?? '' }
}

/** A call from or to the outside; every fourth was not answered. */
function callOf(index: number): CallRecord {
  const startedAt = Date.UTC(2026, 10, 28, 8, index * 7, index * 13) * 1000
  const answeredAt = index % 4 === 3 ? null : startedAt + 6e6
  const endedAt = startedAt + (30 + index * 17) * 1e6
  const outside = numberOf(index % people.length)
  const inside = extensions[index % extensions.length]?.[0] ?? ''
  const incoming = index % 2 === 0
  const to = incoming ? inside : outside
  return {
    ...{ callId: `1790000100.${index}`, from: incoming ? outside : inside, to, taker: answeredAt === null ? '' : to },
    ...{ way: incoming ? 'incoming' : 'outgoing', entry: incoming ? 'provider' : '', exit: incoming ? '' : 'provider' },
    ...{ route: incoming ? 'extension' : '', originateId: '', campaign: '', digits: '', recording: '' },
    ...{ disposition: answeredAt === null ? 'NO ANSWER' : 'ANSWERED', startedAt, answeredAt, endedAt, doubts: [] },
    legs: [{ channel: 'a', party: to, trunk: incoming ? '' : 'provider', startedAt, answeredAt, endedAt, cause: 16 }],
    talks:
      answeredAt === null ? [] : [{ one: incoming ? outside : inside, other: to, from: answeredAt, until: endedAt }],
    steps: [],
  }
}
