// Carries out the steps of the Dockerfile below a folder, without a container engine: `node scripts/check-image.ts [FOLDER]`, as
// root, on Debian with mmdebstrap. Base images are stood for by a bare Debian of the same release, with this machine's Node and npm.
// The entry points run at the end: the server until it is alive by the image's own health check, and Asterisk's version.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast'

const repository = resolve(import.meta.dirname, '..')
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'dialbook-image-'))
mkdirSync(folder, { recursive: true })
const certificates = '/etc/ssl/certs/ca-certificates.crt'
const dockerfile = DockerfileParser.parse(readFileSync(join(repository, 'Dockerfile'), 'utf8'))
const context = readFileSync(join(repository, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

interface Stage {
  readonly root: string
  readonly env: Record<string, string>
  workdir: string
  user: string
  /** The last instruction of each keyword. */
  readonly last: Map<string, Instruction>
}

const stages = new Map<string, Stage>()
let stage: Stage | undefined

for (const each of dockerfile.getInstructions()) {
  const keyword = each.getKeyword()
  console.log(`--> ${each.toString()}`)
  if (keyword === 'FROM') stage = begin(each)
  else if (stage) {
    stage.last.set(keyword, each)
    carryOut(keyword, each, stage)
  }
}
await tryServer()
const pbx = stageOf('pbx')
console.log(runIn(pbx, ['asterisk', '-V'], 'pipe'))

function stageOf(name: string): Stage {
  const found = stages.get(name)
  if (!found) throw new Error(`there is no stage ${name}`)
  return found
}

/** Makes the root of a stage: a bare Debian, with Node where the base image has it. */
function begin(from: Instruction): Stage {
  const [image = '', , name = ''] = from.getArguments().map((argument) => argument.getValue())
  const root = join(folder, name)
  const isNode = image.startsWith('node:')
  const release = /(\w+)-slim$/.exec(image)?.[1]
  if (!release) throw new Error(`no Debian stands for ${image}`)
  if (!existsSync(root)) {
    // The clock of this machine may be ahead of an index. Only the release itself: a testing release has no updates of its own.
    const bare = [
      '--quiet',
      '--variant=minbase',
      '--include=ca-certificates',
      '--aptopt=Acquire::Check-Valid-Until "false"',
    ]
    execFileSync('mmdebstrap', [...bare, release, root, `deb http://deb.debian.org/debian ${release} main`], {
      stdio: 'inherit',
    })
  }
  if (isNode) {
    mkdirSync(join(root, 'usr/local/lib/node_modules'), { recursive: true })
    cpSync(realpathSync(process.execPath), join(root, 'usr/local/bin/node'))
    const npm = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim())
    cpSync(dirname(dirname(npm)), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true })
    execFileSync('ln', ['-sf', '../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm')])
    execFileSync('chroot', [root, 'sh', '-c', 'id node 2>/dev/null || useradd --uid 1000 --create-home node'])
  }
  // An engine gives each step `/proc` and `/dev`.
  for (const tree of ['/proc', '/dev']) {
    execFileSync('mount', ['--bind', tree, join(root, tree)])
    process.on('exit', () => execFileSync('umount', ['--lazy', join(root, tree)]))
  }
  const made: Stage = { root, env: {}, workdir: '/', user: 'root', last: new Map() }
  stages.set(name, made)
  return made
}

function carryOut(keyword: string, each: Instruction, at: Stage): void {
  const words = each.getArguments().map((argument) => argument.getValue())
  const [first = ''] = words
  if (keyword === 'WORKDIR') {
    at.workdir = first
    mkdirSync(join(at.root, first), { recursive: true })
  } else if (keyword === 'ENV') {
    for (const word of words) at.env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1)
  } else if (keyword === 'USER') at.user = first
  else if (keyword === 'RUN') runIn(at, ['sh', '-ec', each.getRawArgumentsContent() ?? ''])
  else if (keyword === 'COPY') copyInto(each as Copy, words, at)
}

function copyInto(copy: Copy, words: readonly string[], at: Stage): void {
  const target = resolve(at.workdir, words.at(-1) ?? '')
  const from = copy
    .getFlags()
    .find((flag) => flag.getName() === 'from')
    ?.getValue()
  for (const source of words.slice(0, -1)) {
    const into = (words.at(-1) ?? '').endsWith('/') ? join(target, source.split('/').at(-1) ?? '') : target
    if (from) cpSync(join(stageOf(from).root, source), join(at.root, into), { recursive: true, verbatimSymlinks: true })
    else {
      for (const path of source === '.' ? context : [source]) {
        cpSync(join(repository, path), join(at.root, source === '.' ? join(target, path) : into), {
          recursive: true,
          filter: (file) => !file.endsWith('.test.ts'),
        })
      }
    }
  }
}

function commandIn({ root, env, workdir, user }: Stage, command: readonly string[]): readonly string[] {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const inner = ['env', '-C', workdir, ...variables, ...command]
  return [`--userspec=${user === 'root' ? '0:0' : '1000:1000'}`, root, ...inner]
}

function runIn(at: Stage, command: readonly string[], stdout: 'inherit' | 'pipe' = 'inherit'): string {
  // The network is this machine's: its name servers, and whom it trusts.
  for (const file of ['/etc/resolv.conf', certificates]) cpSync(file, join(at.root, file), { dereference: true })
  const said = execFileSync('chroot', commandIn(at, command), {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      npm_config_cafile: certificates,
    },
  })
  return said ?? ''
}

/** The words of an instruction's exec form, `["node", "…"]`. */
function jsonOf(at: Stage, keyword: string): string[] {
  const [, words = '[]'] = /(\[.*\])\s*$/s.exec(at.last.get(keyword)?.getRawArgumentsContent() ?? '') ?? []
  return JSON.parse(words)
}

/** Runs the entry point until the health check of the image says that the server is alive. */
async function tryServer(): Promise<void> {
  const at = stageOf('dialbook')
  const command = [...jsonOf(at, 'ENTRYPOINT'), ...jsonOf(at, 'CMD'), '--port', '18099']
  const server = spawn('chroot', commandIn(at, command), { stdio: 'inherit' })
  const health = ['env', 'DIALBOOK_PORT=18099', ...jsonOf(at, 'HEALTHCHECK')]
  try {
    for (let tries = 1; ; tries++) {
      try {
        runIn(at, health)
        console.log('--> the health check is content')
        return
      } catch (error) {
        if (tries === 20) throw error
        await new Promise((later) => setTimeout(later, 500))
      }
    }
  } finally {
    server.kill('SIGTERM')
  }
}
