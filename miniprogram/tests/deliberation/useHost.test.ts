import { describe, expect, it, vi } from 'vitest'
import { sayNaming, useHost } from '@/features/deliberation/composables/useHost'
import type { HostNaming } from '@/features/deliberation/hosts'
import { answer, lastAsked, ok } from '../setup'
import { signIn } from './given'

const naming = (more: Partial<HostNaming> = {}): HostNaming => ({
  name: '李女士', tag: '五老', by: '周书记', reason: '邻居都服她', at: '2026-11-22T02:00:00Z', ending: null, end_reason: null, ended_at: null, ...more,
})

describe('a resident who hosts', () => {
  it('is said with who named her, and how it ended', () => {
    expect(sayNaming(naming())).toBe('李女士（五老），由周书记指定：邻居都服她')
    expect(sayNaming(naming({ tag: null, reason: '', ending: 'declined', end_reason: '身体不好' }))).toBe('李女士，由周书记指定。本人辞去：身体不好')
  })

  it('is looked for, chosen and named', async () => {
    signIn()
    const changed = vi.fn()
    const host = useHost(() => '7', changed)
    answer(ok({ items: [{ membership_id: '9', name: '李女士', door: '3号楼501室' }] }))
    host.begin()
    await vi.waitFor(() => expect(host.found.value).toHaveLength(1))
    host.form.membership_id = '9'
    answer(ok({}))
    await host.saving.run()
    expect(JSON.parse(lastAsked().data ?? '{}')).toEqual({ membership_id: '9', tag: '', reason: '' })
    expect([host.naming.value, changed.mock.calls.length]).toEqual([false, 1])
  })

  it('is taken back, or gives it up, for a reason', async () => {
    signIn()
    const host = useHost(() => '7', () => undefined)
    for (const [verb, path] of [['dismiss', 'dismissal'], ['decline', 'decline']] as const) {
      host.asked.value = verb
      expect(host.act.value?.reason?.least).toBe(5)
      answer(ok({}))
      await host.ending.run('身体不好，主持不了')
      expect(lastAsked().url).toContain(`/topics/7/host/${path}`)
      expect(host.asked.value).toBe('')
    }
  })
})
