import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../examples/recipes/docker')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const files = ['Dockerfile.alpine', 'Dockerfile.debian']

test.each(files)('%s keeps the rules of images', (file) => {
  const text = read(file)
  expect(validate(text).map(({ message }) => message)).toEqual([])
  const dockerfile = DockerfileParser.parse(text)
  const named = (keyword: string) => dockerfile.getInstructions().filter((one) => one.getKeyword() === keyword)
  const argumentsOf = (keyword: string) => named(keyword).map((one) => one.getArgumentsContent() ?? '')

  // A version that is named, of which fixes are taken.
  for (const from of argumentsOf('FROM')) expect(from).toMatch(/^node:\d+-[\w-]+(?: AS \w+)?$/)
  // No secrets, and nothing of the machine it is built on.
  expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['node_modules', '.env']))
  const copied = argumentsOf('COPY').flatMap((words) => words.split(' ').slice(0, -1))
  const made = ['*.ts', 'package-lock.json', '/app/node_modules']
  expect(copied.filter((path) => !made.includes(path) && !existsSync(join(folder, path)))).toEqual([])
  // Whoever breaks in is not root, and may write into the volume alone.
  expect(argumentsOf('USER')).toEqual(['node'])
  const [volume = ''] = argumentsOf('VOLUME')
  expect(argumentsOf('RUN').at(-1)).toBe(`mkdir ${volume} && chown node:node ${volume}`)
  expect(argumentsOf('ENV').join()).toContain(`DATABASE=${volume}/`)
  // A shell in between would keep the signal.
  const commands = [...text.matchAll(/^ *CMD (.*)$/gm)].map(([, words = '']): unknown => JSON.parse(words))
  expect(commands).toEqual([expect.arrayContaining(['node', '-e']), ['node', 'server.ts']])
})

test('both images differ in what they stand on', () => {
  const [alpine, debian] = files.map((file) => read(file).replaceAll(/^FROM node:\d+-[\w-]+/gm, 'FROM node'))
  expect(alpine).toBe(debian)
})

test('a container that is stopped has the time that close() may take', () => {
  const [, seconds] = /^ {4}stop_grace_period: (\d+)s$/m.exec(read('compose.yaml')) ?? []
  expect(Number(seconds)).toBeGreaterThan(20)
})
