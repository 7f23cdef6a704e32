import { it, vi } from 'vitest'
import { renderSafely } from './hostile.ts'

vi.setConfig({ testTimeout: 60_000 })

it('2,000 hostile documents: none throws, nothing unsafe comes through', () => renderSafely(2_000))
