import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { firstLink, password } from '../support/page.ts'
import { type Server, startServer } from '../support/server.ts'

/** More places than the keyboard stops at on any of these pages before the one that is looked for. */
const mostStops = 200

/** What the keyboard has reached: its name as it is read, and whether it can be seen that it has. */
interface Stop {
  readonly name: string
  readonly isSeen: boolean
}

/** Reads the place of the keyboard. The browser runs it. */
const readStop = `(() => {
  const at = document.activeElement
  if (at === document.body) return { name: 'end of the page', isSeen: true }
  const said = at.getAttribute('aria-label') ?? at.labels?.[0]?.firstChild?.textContent ?? at.textContent
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const { top, bottom, left, right } = at.getBoundingClientRect()
  const isThere = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  return { name: said.trim(), isSeen: isThere && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }
})()`

describe('by the keyboard alone', { skip: withoutBrowser }, () => {
  let server: Server
  let browser: Browser
  let page: Page

  before(async () => {
    server = await startServer({ args: ['--message-routes', 'direct=paper:0.05'] })
    browser = await startBrowser()
    page = await browser.newPage({ locale: 'en-GB' })
    page.setDefaultTimeout(20_000)
    await page.goto(await firstLink(server))
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function tab(): Promise<string> {
    await page.keyboard.press('Tab')
    const { name, isSeen } = (await page.evaluate(readStop)) as Stop
    assert.ok(isSeen, `nobody sees that the keyboard is at “${name}” of ${page.url()}`)
    return name
  }

  /** Goes on to the next place with this name. */
  async function tabTo(name: string | RegExp): Promise<void> {
    const passed: string[] = []
    for (let stop = 0; stop < mostStops; stop++) {
      const reached = await tab()
      if (typeof name === 'string' ? reached === name : name.test(reached)) return
      passed.push(reached)
    }
    assert.fail(`the keyboard does not come to “${name}” of ${page.url()}, only to: ${passed.join(' | ')}`)
  }

  async function fill(label: string, text: string): Promise<void> {
    await tabTo(label)
    await page.keyboard.type(text)
  }

  /** Presses a key, and waits for the page that it leads to. */
  async function leave(key: string): Promise<void> {
    await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
  }

  async function press(name: string | RegExp): Promise<void> {
    await tabTo(name)
    await leave('Enter')
  }

  /** Goes past the parts of the book. */
  async function skip(): Promise<void> {
    assert.equal(await tab(), 'Skip to the content')
    await page.keyboard.press('Enter')
    await page.waitForFunction("document.activeElement?.id === 'content'")
  }

  const seen = (text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()
  const told = (text: string) => page.getByRole('status').getByText(text).waitFor()

  it('somebody signs in, and the first place of each page leads past the parts of the book', async () => {
    await fill('Name', 'Sara')
    await fill('New password, 10 characters or more', password)
    await leave('Enter')
    await skip()
    assert.equal(await tab(), 'Import from a file')
  })

  it('a group is made, filled and found by /', async () => {
    await press('Groups')
    await skip()
    await fill('Name', 'Customers')
    await leave('Enter')
    await skip()
    await fill(
      'One number a line. Columns of a spreadsheet can be pasted as they are: the number first, then A to E.',
      '+989121112233',
    )
    await press('Add numbers')
    await seen('+989121112233')
    await page.keyboard.press('/')
    await page.keyboard.type('+98 912 111 2233')
    await leave('Enter')
    await skip()
    await press('Customers')
    await seen('+989121112233')
  })

  it('the group is written to', async () => {
    await skip()
    await press('Write to this group')
    await skip()
    await fill('Sender', 'Shop')
    await fill('Text', 'We are open on Friday.')
    await press('Send')
    await seen('1 of 1 numbers are done.')
  })

  it('an extension is made, forwarded and removed, and the removal undone', async () => {
    await press('Extensions')
    await skip()
    await fill('Number', '540')
    await fill('Name', 'Reception')
    await tabTo('Forwards')
    await page.keyboard.press('Enter')
    await fill('When busy', '541')
    await press('New extension')
    await seen('This is shown only once.')
    await skip()
    await press('To the extension')
    await skip()
    await press('Remove the extension')
    await told('removed')
    await press('Undo')
    await told('added')
  })

  it('a key is made, and disabled', async () => {
    await press('Programs')
    await skip()
    await tabTo('New key')
    await page.keyboard.press('Enter')
    await tabTo('May')
    await page.keyboard.press('ArrowDown')
    await press('Make the key')
    await seen('This is shown only once.')
    await press('Programs')
    await seen(/Groups: see( |$)/)
    await skip()
    await press(/^Disable: /)
    await told('disabled')
  })
})
