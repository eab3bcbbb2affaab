import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { parser } from '@prometheus-io/lezer-promql'
import { parse } from 'yaml'
import { send } from '../acceptance/support/http.ts'
import { startServer } from '../acceptance/support/server.ts'
import { freePort } from '../free-port.ts'

const deploy = resolve(import.meta.dirname, '../../deploy')
const read = (name: string): string => readFileSync(join(deploy, name), 'utf8')

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

interface Panel {
  readonly title: string
  readonly targets?: readonly { readonly expr: string }[]
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
}

const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules)
const { panels } = JSON.parse(read('grafana.json')) as { panels: Panel[] }
const expressions = [
  ...rules.map(({ alert, expr }) => ({ name: alert, expr })),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ name: title, expr }))),
]

/** The metrics that an expression reads, with the labels that it names beside each; throws where it is no PromQL. */
function readBy(expr: string): { readonly metric: string; readonly labels: readonly string[] }[] {
  // Grafana puts its variables in before Prometheus reads the text.
  const query = expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*')
  const found: { metric: string; labels: string[] }[] = []
  parser.parse(query).iterate({
    enter(node) {
      const text = query.slice(node.from, node.to)
      assert.ok(!node.type.isError, `${query}: wrong at ${node.from}`)
      if (node.name === 'VectorSelector') found.push({ metric: /^\w+/.exec(text)?.[0] ?? '', labels: [] })
      if (node.name === 'LabelName') found.at(-1)?.labels.push(text)
    },
  })
  return found
}

describe('the alerts and the board', () => {
  const noPbx = `ari:http://127.0.0.1:1`
  const served = (async () => {
    const ami = await freePort()
    const server = await startServer({
      args: ['--pbx', noPbx, '--pbx-ami', `127.0.0.1:${ami}`, '--pbx-password-file', join(deploy, 'alerts.yaml')],
    })
    after(() => server.stop())
    await send(server, { method: 'GET', path: '/groups' })
    return (await send(server, { method: 'GET', path: '/metrics' })).text
  })()

  it('read nothing but metrics that a server shows', async () => {
    const text = await served
    const shown = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name]) => name))
    assert.ok(expressions.length > 20)
    for (const { name, expr } of expressions) {
      const metrics = readBy(expr)
      assert.ok(metrics.length > 0, expr)
      for (const { metric } of metrics) {
        // Prometheus itself makes `up`.
        assert.ok(metric === 'up' || shown.has(metric.replace(/_bucket$/, '')), `${name}: ${metric} is not shown`)
      }
    }
  })

  it('name labels that the metrics have', async () => {
    const text = await served
    for (const { name, expr } of expressions) {
      for (const { metric, labels } of readBy(expr)) {
        // Prometheus itself adds `instance` and `job`.
        for (const label of labels.filter((each) => each !== 'instance' && each !== 'job')) {
          assert.match(text, new RegExp(`^${metric}\\{[^}]*\\b${label}="`, 'm'), `${name}: ${metric} has no ${label}`)
        }
      }
    }
  })

  it('each alert says how bad it is, what happened, and what to do', () => {
    assert.ok(rules.length >= 10)
    for (const { alert, labels, annotations } of rules) {
      assert.ok(['critical', 'warning'].includes(labels.severity ?? ''), alert)
      assert.ok(annotations.summary && annotations.remedy, alert)
    }
    assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length)
  })

  it('the remedies name headings that are there', () => {
    const operations = readFileSync(join(deploy, '../docs/operations.md'), 'utf8')
    const named = rules.flatMap(({ annotations }) => [
      ...(annotations.remedy ?? '').matchAll(/operations\.md, "(.+?)"/g),
    ])
    assert.ok(named.length > 0)
    for (const [, heading] of named) assert.ok(operations.includes(`\n## ${heading}\n`), heading)
  })

  it('the panels of the board lie side by side', () => {
    const places = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    )
    assert.equal(new Set(places).size, places.length)
    assert.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24))
  })
})
