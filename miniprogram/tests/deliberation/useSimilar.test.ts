import { describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { useSimilar } from '@/features/deliberation/composables/useSimilar'
import { answer, asked, ok } from '../setup'
import { signIn } from './given'

const found = { id: '5', title: '三号楼加装充电桩', state: 'admitted', state_name: '已立题', seconds: 3, shared: 4 }

describe('similar topics', () => {
  it('are looked for once the writer pauses, and not for a word or two', async () => {
    vi.useFakeTimers()
    signIn()
    const text = ref('')
    const before = asked.length
    const similar = useSimilar(() => text.value, () => true)
    answer(ok({ items: [found] }))
    for (const words of ['充电', '充电桩装在', '充电桩装在车棚']) {
      text.value = words
      await nextTick()
    }
    await vi.advanceTimersByTimeAsync(700)
    expect(asked.length - before).toBe(1)
    expect(similar.found.value).toEqual([found])
    text.value = ''
    await nextTick()
    expect(similar.found.value).toEqual([])
    vi.useRealTimers()
  })

  it('fail silently: the form does not need them', async () => {
    signIn()
    const similar = useSimilar(() => '', () => true)
    answer({ statusCode: 500, data: { code: 'internal', message: '' } })
    await similar.look('充电桩装在车棚')
    expect(similar.found.value).toEqual([])
  })
})
