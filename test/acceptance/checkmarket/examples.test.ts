import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { type Client, normalJson, normalXml, startCheckMarket } from '../support/checkmarket.ts'
import { makeFolder, serve } from '../support/command.ts'
import type { Server } from '../support/server.ts'

const folder = resolve(import.meta.dirname, '../../../src/dialects/checkmarket/examples')

interface Example {
  readonly operation: string
  readonly method: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly source: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly response: {
    readonly status: number
    readonly contentType: string
    readonly body: string
    readonly differs?: readonly { readonly documented: string; readonly answered: string }[]
  }
}

const examples = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example)

describe("the vendor's samples", () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  /** The one contact of the book that has opted out. */
  let optedOutId: Promise<number> | undefined
  const optedOut = (): Promise<number> => {
    optedOutId ??= (async () => {
      const person = { FirstName: 'Jane', LastName: 'Doe', Email: 'jane.doe@mail.com' }
      const ContactId = await client.addContact(undefined, person)
      await client.data('POST', 'contacts/optouts', { ContactId, DateOptOut: '2019-01-13T08:31:01.033Z' })
      return ContactId
    })()
    return optedOutId
  }

  /** Makes things of every kind. Returns their ids by the names that the samples have for them. */
  async function things(): Promise<Readonly<Record<string, string>>> {
    const parent = await client.addFolder()
    const child = await client.data<{ ContactFolderId: number }>('POST', 'contactfolders', {
      Name: 'Lorem Ipsum',
      ParentFolderId: parent,
    })
    const person = { FirstName: 'John', LastName: 'Doe', Email: 'john.doe@mail.com', Phone: '+3212345678' }
    const ids = {
      FolderId: parent,
      ChildFolderId: child.ContactFolderId,
      SpareFolderId: await client.addFolder(),
      GroupId: await client.addGroup(),
      EmptyGroupId: await client.addGroup({ Name: 'empty group' }),
      SpareGroupId: await client.addGroup(),
      ContactId: await client.addContact(undefined, person),
      SpareContactId: await client.addContact(),
      OptedOutId: await optedOut(),
    }
    return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, String(id)]))
  }

  for (const { operation, method, samples } of examples) {
    for (const [index, sample] of samples.entries()) {
      it(`${operation}, ${sample.source} ${index + 1}: ${sample.response.contentType}`, async () => {
        const ids: Record<string, string> = { ...(await things()), origin: server.origin }
        const filled = (text: string) => text.replaceAll(/{(\w+)}/g, (whole, name: string) => ids[name] ?? whole)
        const answer = await client.call(method, filled(sample.url), sample.body && filled(sample.body), sample.headers)
        const { status, contentType, body, differs = [] } = sample.response
        assert.equal(answer.status, status, answer.text)
        assert.equal(answer.headers['content-type'], `${contentType}; charset=utf-8`)
        ids.id =
          /<Data>(\d+)<|Id>(\d+)<|"Data":(\d+)|"Contact(?:Folder)?Id":(\d+)/
            .exec(answer.text)
            ?.slice(1)
            .find(Boolean) ?? ''
        const normal = contentType.endsWith('xml') ? normalXml : normalJson
        const wanted = differs.reduce(
          (text, { documented, answered }) => {
            assert.ok(text.includes(filled(documented)), `the document does not have ${filled(documented)}: ${text}`)
            return text.replace(filled(documented), filled(answered))
          },
          normal(filled(body)),
        )
        assert.equal(normal(answer.text), wanted)
      })
    }
  }

  it('PUT 3/contactgroups/{GroupId} has its effect, in JSON and in XML', async () => {
    const update = examples.find(({ operation }) => operation === 'PUT-3-contactgroups-GroupId')
    for (const { headers, body } of update?.samples ?? []) {
      const { GroupId, FolderId } = await things()
      await client.call('PUT', `contactgroups/${GroupId}`, body?.replace('{FolderId}', String(FolderId)), headers)
      const group = await client.data<Record<string, unknown>>('GET', `contactgroups/${GroupId}`)
      assert.equal(group.Name, 'sample string 1')
      assert.equal(group.Description, 'sample string 2')
      assert.equal(group.GroupFolderId, Number(FolderId))
      const folder = await client.data<Record<string, unknown>>('GET', `contactfolders/${FolderId}`)
      assert.equal(folder.GroupCount, 1)
    }
  })
})

describe('the call that a new book prints', () => {
  it('works as it is pasted', async (t) => {
    const server = await serve(t, await makeFolder(t))
    await server.printed(/\/3\/contactgroups\/\d+'[\s\S]*--data-raw.*\n/)
    const call = /curl --location --request PUT '[^']+\/3\/contactgroups\/\d+'(?:.*\\\n)*.*/.exec(server.stdout())?.[0]
    assert.ok(call, server.stdout())
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', call.replace('curl', 'curl -s')])
    assert.equal(normalJson(stdout), '{"Meta":{"Status":200,"Timestamp":"then"},"Data":true}')
  })
})
