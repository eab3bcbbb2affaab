import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startFilled } from '../support/filled-page.ts'
import { addPerson } from '../support/page.ts'

const { server, line } = await startFilled('Customers')
after(async () => {
  await line.remove()
  await server.stop()
})
const owner = await addPerson(server, 'Olga', '--role', 'owner')
const long = 'x'.repeat(2000)

interface Case {
  /** The page that the form is on. */
  readonly on: string
  readonly action: string
  readonly form: string
  readonly fields: Readonly<Record<string, string>>
  /** The field at fault; empty where it is none that a value is typed into. */
  readonly wrong: string
}

/** A form with one value that is refused. Every other value must stand there again. */
const refused = (on: string, action: string, form: string, wrong: string, fields: Case['fields']): Case => {
  return { on, action: `/book${action}`, form, fields, wrong }
}

const person = { name: 'Ali', number: '0912 000 0000', email: 'ali@example.com', description: 'a note' }
const extension = { whole: 'yes', number: '541', name: 'Front', email: '', 'forward.busy': '530', port: '5060' }
const hook = { dialect: 'simotel', url: 'https://example.com/hook', events: 'ping', username: 'me' }

const cases: readonly Case[] = [
  refused('/contacts', '/contacts', 'contact', 'number', { ...person, number: 'no number' }),
  refused('/contacts', '/contacts', 'contact', 'name', { ...person, name: ' ' }),
  refused('/contacts', '/contacts', 'contact', 'email', { ...person, email: 'nobody' }),
  refused('/contacts/1', '/contacts/1', 'contact', 'description', { ...person, description: long }),
  refused('/contacts/1', '/contacts/1/link', 'link', 'group', { group: 'no such group' }),
  refused('/opt-outs', '/opt-outs', 'opt-out', 'address', { address: 'nobody', channel: 'calls', reason: 'asked' }),
  refused('/opt-outs', '/opt-outs', 'opt-out', 'address', { address: 'a@', channel: 'all', reason: 'asked' }),
  refused('/opt-outs', '/opt-outs', 'opt-out', 'reason', { address: '09120000001', channel: 'all', reason: long }),
  refused('/opt-outs', '/opt-outs/1/remove', 'lift-1', 'consent', { consent: ' ' }),
  refused('/server', '/server/people', 'person', 'name', { name: ' ', role: 'administrator', account: '2' }),
  refused('/server', '/server/people', 'person', 'name', { name: 'Olga', role: 'reader', account: '1' }),
  refused('/server', '/server/accounts', 'account', 'name', { name: 'default' }),
  refused('/programs', '/programs/webhooks', 'webhook-simotel', 'url', { ...hook, url: 'ftp://example.com' }),
  refused('/programs', '/programs/webhooks', 'webhook-simotel', '', { ...hook, events: 'none' }),
  refused('/programs', '/programs/keys', 'key-book', '', { kind: 'book', range: 'chosen' }),
  refused('/extensions', '/extensions', 'extension', 'number', { ...extension, number: 'five' }),
  refused('/extensions', '/extensions', 'extension', 'number', { ...extension, number: '530' }),
  refused('/extensions', '/extensions', 'extension', 'secret', { ...extension, secret: '******' }),
  refused('/extensions/1', '/extensions/1', 'extension', 'port', { ...extension, port: '70000' }),
  refused('/extensions/1', '/extensions/1', 'extension', 'forward.busy', { ...extension, 'forward.busy': 'Sara' }),
  refused('/forwards', '/forwards', 'forward-rule', 'prefix', { prefix: 'abroad', verdict: 'deny' }),
  refused('/groups/1', '/groups/1/entries/1', 'entry-1', 'phone', { phone: 'nothing', a: 'Ali', b: '' }),
  refused('/groups/1', '/groups/1/entries', 'entries', 'lines', { lines: '09121110000\nno number' }),
  refused('/groups/1', '/groups/1/entries', 'entries', 'lines', { lines: '1\n'.repeat(5001) }),
  refused('/bulks', '/bulks', 'bulk', 'group', { group: 'no such group', sender: 'Shop', text: 'Good morning' }),
  refused('/bulks', '/bulks', 'bulk', 'sender', { group: 'Customers', sender: 'a.b.c', text: 'Good morning' }),
]

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** Whether the page has the value in its field. A text area has it as its content, a choice as the chosen option. */
function keeps(page: string, field: string, value: string): boolean {
  const named = `name="${field.replaceAll('.', '\\.')}"`
  const text = escaped(value).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return [
    `<input ${named}[^>]* value="${text}"`,
    `<textarea ${named}[^>]*>${text}</textarea>`,
    `<select ${named}[^>]*>(?:(?!</select>).)*<option value="${text}" selected`,
    `<input type="(?:hidden|checkbox)" ${named} value="${text}"`,
  ].some((each) => new RegExp(each, 's').test(page))
}

for (const language of ['en', 'fa']) {
  test(`forms that are refused stand there as they were sent, with the reason at the field: ${language}`, async () => {
    await owner.post('/book/language', { to: language })
    const token = await owner.token()
    for (const { on, action, form, fields, wrong } of cases) {
      const told = `${action} ${wrong} ${JSON.stringify(fields).slice(0, 100)}`
      const { status, text } = await owner.post(action, { token, form, ...fields })
      assert.equal(status, 422, `${told}: ${text}`)
      const title = /<h1>.*?<\/h1>/.exec(await owner.page(`/book${on}`))?.[0]
      assert.ok(text.includes(title ?? 'no title'), `${told} is on another page`)
      const marks = [...text.matchAll(/name="([\w.]+)"[^>]*aria-invalid="true" aria-describedby="wrong-([\w.]+)"/g)]
      assert.deepEqual(
        marks.map(([, name, reason]) => [name, reason]),
        wrong === '' ? [] : [[wrong, wrong]],
        told,
      )
      const reasons = [...text.matchAll(/<(small|p) class="wrong" role="alert"(?: id="wrong-[\w.]+")?>(.*?)<\/\1>/gs)]
      assert.equal(reasons.length, 1, `${told}: ${reasons.map(([whole]) => whole).join()}`)
      const reason = reasons[0]?.[2] ?? ''
      const isPersian =
        /[\u0600-\u06ff]{2}/.test(reason) && !/[a-z]{3,} [a-z]{2,}/i.test(reason.replace('no number', ''))
      assert.equal(isPersian, language === 'fa', `${told}: ${reason}`)
      for (const [field, value] of Object.entries(fields)) {
        if (field === 'secret') assert.ok(!text.includes(value), told)
        else if (value !== 'none')
          assert.ok(keeps(text, field, value.trim()) || keeps(text, field, value), `${told}: ${field}`)
      }
      const around: string[] = []
      for (const [mark] of text.slice(0, text.indexOf('role="alert"')).matchAll(/<details[^>]*>|<\/details>/g)) {
        if (mark === '</details>') around.pop()
        else around.push(mark)
      }
      assert.ok(
        around.every((mark) => mark.includes(' open')),
        `${told}: the reason is folded away`,
      )
    }
  })
}

test('a way that cannot be shown is told at the number', async () => {
  await owner.post('/book/language', { to: 'en' })
  const { status, text } = await owner.get('/book/forwards?number=nobody&when=busy')
  assert.equal(status, 422)
  assert.match(text, /name="number"[^>]*aria-describedby="wrong-number"[^>]* value="nobody"/)
})
