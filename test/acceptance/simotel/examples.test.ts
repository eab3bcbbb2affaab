import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { type Answer, send } from '../support/http.ts'
import { multipart, multipartType, type Part } from '../support/multipart.ts'
import { atServer, exampleOf, examples, patterned, type Sample, wanted } from '../support/samples.ts'
import { assertJson, Client, operations, signIn, startSimotel } from '../support/simotel.ts'
import {
  add,
  blacklist,
  campaignsBy,
  contacts,
  type Fields,
  groups,
  type Noun,
  trunks,
  users,
  whitelist,
} from '../support/things.ts'
import { wavOf } from '../support/wav.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

const nouns: readonly Noun[] = [groups, contacts, users, trunks, blacklist, whitelist]

/** Makes the book that a documented call presupposes, with exactly the thing that the call is about. */
async function given(operation: string): Promise<string | undefined> {
  const [list = '', family] = operation.split('/')
  for (const { _id } of await campaignsBy('').rows(client)) await client.data('autodialer/campaigns/remove', { _id })
  await removeManagers()
  if (family === 'announcements') return givenSound(list)
  if (operation.startsWith('autodialer/trunks')) return givenManager(operation)
  if (operation.startsWith('autodialer/campaigns')) return givenCampaign(operation)
  for (const noun of nouns) for (const row of await noun.rows(client)) await client.data(`${noun.path}/remove`, row)
  const isOfOne = /\/(search|update|remove)$|\/numbers\//.test(operation)
  if (!isOfOne) return undefined
  const noun = nouns.find(({ path }) => operation.startsWith(path)) ?? assert.fail(operation)
  const sample: Readonly<Record<string, Fields>> = {
    [groups.path]: { name: 'test_group', numbers: ['1111', '2222', '3333'], description: 'just for test' },
    [contacts.path]: { name: 'test_contact', number: '112233', description: 'Just for test' },
    [users.path]: {
      ...{ name: '101', number: '101', cid_number: '101', secret: 'Sip-Secret-101', type: 'friend', qualify: 'yes' },
      ...{ nat: 'force_rport,comedia', callcounter: 'yes' },
    },
    [trunks.path]: {
      ...{ name: 'trunk_name_new', active: 'no', host: '192.168.1.10', allow: 'ulaw,alaw' },
      register_string: '3591011020:as#3591011020@192.168.1.10/3591011020',
      more_options: 'fromuser=3591011020\nusername=3591011020\nsecret=as#3591011020',
    },
    [blacklist.path]: { number: '557', comment: '' },
    [whitelist.path]: { number: '09121112233', labels: ['ext_test'], comment: '' },
  }
  return (await add(client, noun, sample[noun.path]))._id
}

/** The trunk managers of the samples, which keep their trunk from being removed. */
let hasManagers = false

async function addManager(title: string): Promise<string> {
  hasManagers = true
  const hours = 'mon-tue 10:00-20:00; wed 10:00-18:00; thu 10:00-20:00; sat 10:00-19:00; sun 09:00-18:00'
  const made = await server.cli('trunk-manager', 'add', title, '--trunk', 'provider', '--hours', hours, '--json')
  return (JSON.parse(made) as { trunkManager: { hexId: string } }).trunkManager.hexId
}

/** Makes the trunk manager of the vendor's sample; the title that `update` in Postman names is another one's. */
async function givenManager(operation: string): Promise<string> {
  await server.cli('trunk', 'set', 'provider', '--host', '192.0.2.1')
  if (operation.endsWith('/update')) await addManager('trunk_manager1')
  return addManager('autodialer')
}

/** The things that a campaign of the samples names, by the members that name them. */
let named: Fields = {}

/** Makes the things that the vendor's samples name, and the campaign that they are about. */
async function givenCampaign(operation: string): Promise<string | undefined> {
  for (const { _id } of await groups.rows(client)) await client.data('autodialer/groups/remove', { _id })
  await server.cli('trunk', 'set', 'provider', '--host', '192.0.2.1')
  const made = [await add(client, groups), await add(client, groups)]
  const announcement = await givenSound('autodialer')
  named = { trunk_manager_id: await addManager('autodialer'), groups: made.map(({ _id }) => _id), announcement }
  if (operation.endsWith('/add')) return undefined
  const [sample] = exampleOf('autodialer/campaigns/add').samples
  const numbers = ['09212396500', '09187213593', '09188898969']
  const { _id } = await client.data<{ _id: string }>('autodialer/campaigns/add', { ...sample?.body, ...named, numbers })
  return _id
}

/** The body of a sample with things that exist in place of the vendor's. An empty list of groups stays. */
function withNamed(body: Fields): Fields {
  const known = Object.entries(named).filter(
    ([name]) => name in body && !(name === 'groups' && String(body.groups) === ''),
  )
  return { ...body, ...Object.fromEntries(known) }
}

async function removeManagers(): Promise<void> {
  if (!hasManagers) return
  const { trunkManagers } = JSON.parse(await server.cli('trunk-manager', 'list', '--json')) as {
    trunkManagers: readonly { readonly hexId: string }[]
  }
  for (const { hexId } of trunkManagers) await server.cli('trunk-manager', 'remove', hexId)
  hasManagers = false
}

async function bodyOf(sample: Sample, id: string | undefined): Promise<string | Buffer> {
  const isSound = sample.url.includes('/announcements/')
  if (sample.form) return multipart(isSound ? { ...sample.form, content: wavOf() } : sample.form)
  if (sample.body === undefined) return ''
  if (sample.url.includes('/campaigns/')) return atServer(server, JSON.stringify(withNamed(sample.body)), id)
  if (!('filename' in sample.body)) return atServer(server, JSON.stringify(sample.body), id)
  const filename = isSound
    ? await uploadSound(sample.url.includes('/pbx/') ? 'pbx' : 'autodialer')
    : await uploadTo('autodialer/groups', { name: 'file', filename: 'book1.csv', content: '1111\n2222\n' })
  return atServer(server, JSON.stringify({ ...sample.body, filename }), id)
}

async function uploadTo(path: string, file: Part): Promise<string> {
  const headers = { ...client.headers, 'Content-Type': multipartType }
  const upload = await send(server, { path: `/api/v4/${path}/upload`, headers, body: multipart(file) })
  return (JSON.parse(upload.text) as { data: { filename: string } }).data.filename
}

const uploadSound = (list: string) =>
  uploadTo(`${list}/announcements`, { name: 'file', filename: 'bbc-farsi-pargarmp3.wav', content: wavOf() })

/** Makes the announcement of the vendor's sample, as the only one. */
async function givenSound(list: string): Promise<string> {
  const path = `${list}/announcements`
  const rows = await client.data<Fields[]>(`${path}/search`, { alike: true, conditions: {} })
  for (const row of rows) await client.data(`${path}/remove`, row)
  const note = list === 'pbx' ? 'comment' : 'description'
  const sound = { name: 'test_sound', filename: await uploadSound(list), [note]: 'Just for test' }
  return (await client.data<{ _id: string }>(`${path}/add`, sound))._id
}

function check(sample: Sample, answer: Answer): void {
  assert.equal(answer.status, sample.response.status)
  assertJson(answer)
  assert.ok(String(answer.headers['content-type']).startsWith(sample.response.contentType))
  assert.equal(patterned(answer.text), wanted(sample))
}

test('there is an example of every operation, and of none that does not exist', () => {
  assert.deepEqual(
    examples()
      .map(({ operation }) => operation)
      .sort(),
    [...operations].sort(),
  )
})

/** What needs a PBX, or what one has written: test/pbx and reports.test.ts call it. */
const needsPbx = [
  'autodialer/reports/search',
  'autodialer/reports/ordered/id',
  'autodialer/reports/info',
  'pbx/musiconholds/search',
  'call/originate/act',
  'reports/audio/download',
  'reports/cdr/search',
  'reports/cdr/ordered/id',
  'reports/quick/search',
  'reports/quick/info',
]

for (const { operation, samples } of examples().filter((each) => !needsPbx.includes(each.operation))) {
  describe(operation, () => {
    for (const sample of samples) {
      test(`${sample.source}: status, headers and the whole body`, async () => {
        const id = await given(operation)
        const body = await bodyOf(sample, id)
        const path = new URL(sample.url).pathname
        const headers = sample.form ? { ...sample.headers, 'Content-Type': multipartType } : sample.headers
        check(sample, await send(server, { method: sample.method, path, headers, body }))
      })
    }
  })
}

describe('by a real curl, as printed', () => {
  for (const { operation, samples } of examples()) {
    for (const sample of samples.filter(({ curl }) => curl !== undefined)) {
      test(`${operation}, ${sample.source}`, async () => {
        const home = await mkdtemp(join(tmpdir(), 'dialbook-example-'))
        if (sample.form) await writeFile(join(home, 'book1.csv'), sample.form.content)
        const id = await given(operation)
        const command = atServer(server, String(sample.curl), id).replaceAll('/C:/Users/me/Desktop/', `${home}/`)
        const { stdout } = await promisify(execFile)('sh', ['-c', command])
        await rm(home, { recursive: true })
        assert.equal(patterned(stdout), wanted(sample))
      })
    }
  }
})

test('the samples sign in with the credential that the tests add', () => {
  const { 'Content-Type': _, ...rest } = examples().flatMap(({ samples }) => samples)[0]?.headers ?? {}
  assert.deepEqual(rest, signIn(client.key))
})
