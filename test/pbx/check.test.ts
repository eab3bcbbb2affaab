import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { Client } from 'pg'
import { engineOf } from '../engine.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

describe('pbx check', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())

  /** Asks again while the PBX does not answer in time, as it may on a busy machine. */
  const check = async (...args: string[]): Promise<Ran> => {
    const deadline = Date.now() + 120_000
    for (;;) {
      const ran = await checkOnce(...args)
      if (!ran.stderr.includes('cannot be asked') || Date.now() > deadline) return ran
    }
  }
  const checkOnce = async (...args: string[]): Promise<Ran> => {
    const { asterisk, client } = link
    const options = [
      ...['--pbx', `ari:http://127.0.0.1:${asterisk.ariPort}`, '--pbx-ami', `127.0.0.1:${asterisk.amiPort}`],
      ...['--pbx-password-file', join(asterisk.dir, 'ami.password')],
    ]
    return client.server.cli('pbx', 'check', ...options, ...args).then(
      (stdout) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
    )
  }
  const stale = (number: string) => `registration ${number}: is registered since before a change, and must not be\n`
  /** Writes into the book behind dialbook's back. */
  const tamper = async (sql: string, value: string) => {
    const { data } = link.client.server
    const { DIALBOOK_DATABASE_URL: url } = await engineOf(data)
    if (url === undefined) {
      const database = new DatabaseSync(join(data, 'book.db'), { timeout: 5000 })
      database.prepare(sql).run(value)
      database.close()
    } else {
      const database = new Client(url)
      await database.connect()
      await database.query(sql.replace('?', '$1'), [value])
      await database.end()
    }
  }

  test('finds no difference between a book of every sort of extension and a healthy Asterisk', async () => {
    await link.registered()
    await link.add({ host: '10.1.2.3', port: '5080', nat: 'yes', callgroup: '1,3-5', pickupgroup: '', call_limit: '3' })
    await link.add({ host: '2001:db8::5', name: `N <b> "&'\\;[x]=%_^3B علی 😀`, dtmfmode: 'shortinfo', qualify: 'yes' })
    await link.add({ faxdetect: 'yes', transfer: 'no', directmedia: 'yes', canreinvite: 'yes', cid_number: '+98*1#' })
    await link.add({ more_options: 'allow=gsm,alaw\ntos_audio=af31\nnamed_call_group=b,a\ntimers=forced\n100rel=no' })
    await link.add({ active: 'no' })
    await link.add({ user_type: 'IAX2' })
    assert.deepEqual(await check(), { code: 0, stdout: 'the PBX is as the book says\n', stderr: '' })
    assert.deepEqual(JSON.parse((await check('--json')).stdout), { differences: [] })
  })

  test('names an extension that the PBX cannot load', async () => {
    const { number } = await link.add()
    await tamper("update extensions set dtmf_mode = 'banana' where number = ?", number)
    const { code, stdout, stderr } = await check()
    assert.deepEqual([code, stdout], [1, `endpoint ${number}: is missing\n`])
    assert.match(stderr, /differences: 1/)
    await tamper('delete from extensions where number = ?', number)
  })

  test('names a registration that nobody has dropped', async () => {
    const { extension } = await link.registered()
    await link.remove(extension)
    const { code, stdout } = await check()
    assert.deepEqual([code, stdout], [1, `registration ${extension.number}: is registered, and must not be\n`])
    await link.add({ number: extension.number, secret: extension.secret })
    const again = await check()
    assert.deepEqual([again.code, again.stdout], [1, stale(extension.number)])
  })

  test('names a registration of an extension that was made with another secret, until it is gone', async () => {
    const { extension, phone } = await link.registered()
    await link.update(extension, { secret: 'Another-Secret-For-It' })
    const { code, stdout } = await check()
    assert.deepEqual([code, stdout.includes(stale(extension.number))], [1, true])
    await phone.register({ secret: 'Another-Secret-For-It', expires: 0 })
    assert.ok(!(await check()).stdout.includes(extension.number))
  })

  test('names another realm, and what a site has put in the way of the book', async () => {
    const { number } = await link.add()
    const local = join(link.asterisk.dir, 'etc/pjsip.local.conf')
    await writeFile(local, `[4712]\ntype = endpoint\ncontext = mine\n`)
    const pjsip = join(link.asterisk.dir, 'etc/pjsip.conf')
    const text = await readFile(pjsip, 'utf8')
    await writeFile(pjsip, text.replace('default_realm = dialbook', 'default_realm = other'))
    await link.asterisk.kill()
    await link.asterisk.start()
    const { code, stdout } = await check()
    assert.equal(code, 1)
    const lines = stdout.trim().split('\n')
    // Registrations of other tests' phones live on.
    assert.deepEqual(lines.filter((line) => !line.startsWith('registration ')).sort(), [
      'endpoint 4712: is not in the book',
      'realm default_realm: is "other", must be "dialbook"',
    ])
    assert.ok(!stdout.includes(number))
  })

  test('says what is missing when there is no PBX to ask', async () => {
    await link.asterisk.kill()
    const { code, stderr } = await checkOnce()
    assert.equal(code, 1)
    assert.match(stderr, /cannot be asked/)
  })
})
