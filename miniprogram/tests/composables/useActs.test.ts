import { describe, expect, it, vi } from 'vitest'
import { useActs, type Act } from '@/composables/useActs'

const WORDS: Record<string, Act> = {
  release: { name: '放行' },
  refuse: { name: '不通过', tone: 'quiet', reason: { label: '原因', least: 5 } },
  leave: { name: '退出', act: '退出', consequence: '再申请会排到最后' },
  thank: { name: '感谢', reason: { label: '想说的话', least: 2, field: 'note' } },
}

function make(offered: string[], goesWell = true) {
  const take = vi.fn(() => Promise.resolve(goesWell))
  return { take, acts: useActs(WORDS, () => offered, take) }
}

const answerModal = (confirm: boolean) =>
  vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm } as never))

describe('useActs', () => {
  it('draws what is offered and has words, in the order of the words', () => {
    const { acts } = make(['leave', 'unheard-of', 'release'])
    expect(acts.verbs.map(one => one.name)).toEqual(['放行', '退出'])
  })

  it('does at once what needs no question', async () => {
    const { acts, take } = make(['release'])
    await acts.press('release')
    expect(take).toHaveBeenCalledWith('release', undefined)
  })

  it.each([[true, 1], [false, 0]])('asks with the consequence first, and heeds %s', async (sure, times) => {
    const { acts, take } = make(['leave'])
    answerModal(sure)
    await acts.press('leave')
    expect(take).toHaveBeenCalledTimes(times)
  })

  it('sends a reason under the name the server gives it', async () => {
    const { acts, take } = make(['thank'])
    await acts.press('thank')
    expect([acts.open?.name, take.mock.calls.length]).toEqual(['感谢', 0])
    await acts.give('很好用')
    expect(take).toHaveBeenCalledWith('thank', { note: '很好用' })
    expect(acts.open).toBeUndefined()
  })

  it('keeps asking when the server refuses', async () => {
    const { acts } = make(['refuse'], false)
    await acts.press('refuse')
    await acts.give('这里不做代购')
    expect(acts.open?.name).toBe('不通过')
    acts.close()
    expect(acts.open).toBeUndefined()
  })

  it('does nothing for a verb without words', async () => {
    const { acts, take } = make(['unheard-of'])
    await acts.press('unheard-of')
    expect(take).not.toHaveBeenCalled()
  })
})
