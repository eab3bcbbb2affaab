import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readXml, XmlProblem } from './xml.ts'

const mebibyte = 1024 * 1024
const laughs = Array.from({ length: 12 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join(
  '',
)

/** Hostile documents: most of them are as large as the reader takes, or larger. */
const hostile: Readonly<Record<string, string>> = {
  'a billion laughs': `<!DOCTYPE a [<!ENTITY l0 "lol">${laughs}]><a>&l12;</a>`,
  'quadratic growth': `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(mebibyte / 2)}">]><a>${'&x;'.repeat(100_000)}</a>`,
  'an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  'a declaration of a mebibyte': `<!DOCTYPE a [${'<!ELEMENT a ANY>'.repeat(60_000)}]><a/>`,
  'a declaration that never ends': `<!DOCTYPE a [${'<!ELEMENT a ANY>'.repeat(60_000)}`,
  '10 MB of attributes': `<a${Array.from({ length: 1_000_000 }, (_, index) => ` b${index}="1"`).join('')}/>`,
  'a mebibyte of attributes': `<a${Array.from({ length: 90_000 }, (_, index) => ` b${index}="1"`).join('')}/>`,
  'a mebibyte of namespaces': `<a${Array.from({ length: 50_000 }, (_, index) => ` xmlns:b${index}="urn"`).join('')}/>`,
  '100,000 levels': '<a>'.repeat(100_000) + '</a>'.repeat(100_000),
  '100,000 levels with a prefix each': '<a xmlns:b="c">'.repeat(60_000),
  '200,000 elements': `<a>${'<b/>'.repeat(200_000)}</a>`,
  'references without end': `<a b="${'&#65;'.repeat(200_000)}" c=`,
}

describe('the XML reader', () => {
  for (const [what, text] of Object.entries(hostile)) {
    it(`refuses ${what} with less than a second of computing and 50 MB`, () => {
      const before = process.memoryUsage()
      const begun = process.cpuUsage()
      assert.throws(() => readXml(text), XmlProblem)
      const { user, system } = process.cpuUsage(begun)
      const took = (user + system) / 1000
      const after = process.memoryUsage()
      const grown = Math.max(after.heapUsed - before.heapUsed, after.rss - before.rss)
      assert.ok(took < 1000, `it took ${took} ms`)
      assert.ok(grown < 50e6, `it took ${grown} bytes`)
    })
  }

  it('reads what is flat, and knows what is nil and what holds elements', () => {
    const nil = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
    assert.deepEqual(readXml(`<a ${nil}><b>1</b><c i:nil="1"/><d>text<e>2</e></d> </a>`), {
      name: 'a',
      namespace: '',
      isNil: false,
      members: [
        { name: 'b', namespace: '', isNil: false, text: '1' },
        { name: 'c', namespace: '', isNil: true, text: '' },
        { name: 'd', namespace: '', isNil: false, text: undefined },
      ],
    })
  })
  it('refuses text between elements', () => {
    for (const text of ['<a>text<b/></a>', '<a><b/>text</a>', '<a><b/><![CDATA[text]]><c/></a>', '<a>&#xA0;</a>']) {
      assert.throws(() => readXml(text), XmlProblem)
    }
  })

  it('knows types by the namespace of their prefix, and references', () => {
    const spaces =
      'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/"'
    const { type, members } = readXml(
      `<a ${spaces} i:type="a"><b xmlns:x="urn:x" i:type="x:y"/><c i:type="x:y" z:Ref="i1"/></a>`,
    )
    assert.deepEqual(type, { name: 'a', namespace: '' })
    assert.deepEqual(members[0]?.type, { name: 'y', namespace: 'urn:x' })
    assert.deepEqual([members[1]?.type, members[1]?.reference], [{ name: 'y', namespace: undefined }, 'i1'])
  })
})
