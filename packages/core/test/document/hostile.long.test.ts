import { it, vi } from 'vitest'
import { renderSafely } from './hostile.ts'

vi.setConfig({ testTimeout: 600_000 })

it('30,000 hostile documents: none throws, nothing unsafe comes through', () => renderSafely(30_000))
