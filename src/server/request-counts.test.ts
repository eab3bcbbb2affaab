import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Counter, Histogram, Registry } from 'prom-client'
import { RequestCounts } from './request-counts.ts'

it('tells the same as the library would', async () => {
  const registry = new Registry()
  const registers = [registry]
  const counter = new Counter({
    name: 'dialbook_requests_total',
    help: 'Answered requests.',
    labelNames: ['dialect', 'route', 'status'],
    registers,
  })
  const histogram = new Histogram({
    name: 'dialbook_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['dialect', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const counts = new RequestCounts()
  const asked = [
    ['simotel', 'autodialer/groups/add', 200, 0.0005],
    ['simotel', 'autodialer/groups/add', 200, 0.001],
    ['simotel', 'autodialer/groups/add', 401, 0.0010001],
    ['simotel', 'autodialer/groups/add', 200, 10],
    ['web', '/a"b\\c\nd', 404, 10.5],
  ] as const
  for (const [dialect, route, status, seconds] of asked) {
    counter.inc({ dialect, route, status })
    histogram.observe({ dialect, route }, seconds)
    counts.of(dialect)(route, status, seconds)
  }
  assert.equal(counts.text(), await registry.metrics())
})
