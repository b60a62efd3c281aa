import { describe, expect, it, vi } from 'vitest'
import { useSteps } from '@/composables/useSteps'
import { answer, lastAsked, ok } from '../setup'

const make = () => {
  const changed = vi.fn()
  const reload = vi.fn(() => Promise.resolve())
  return { changed, reload, steps: useSteps<{ state: string }>({ path: () => '/topics/7', changed, reload }) }
}

describe('useSteps', () => {
  it('sends the verb with its fields and shows what became of the thing', async () => {
    const { changed, steps } = make()
    answer(ok({ state: 'admitted' }))
    expect(await steps.take('admit', { reason: '事关安全' })).toBe(true)
    expect(lastAsked().url).toBe('/api/v1/topics/7/steps')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'admit', reason: '事关安全' })
    expect(changed).toHaveBeenCalledWith({ state: 'admitted' })
  })

  it('reads again when somebody was quicker, and still says so', async () => {
    const { changed, reload, steps } = make()
    answer(ok({ code: 'already_decided', message: '张书记刚刚已同意' }, 409))
    expect(await steps.take('admit')).toBe(false)
    expect(reload).toHaveBeenCalledOnce()
    expect(changed).not.toHaveBeenCalled()
    expect(steps.failure.value).toBe('张书记刚刚已同意')
  })

  it('leaves the screen alone on any other refusal', async () => {
    const { reload, steps } = make()
    answer(ok({ code: 'reason_needed', message: '请写明理由' }, 422))
    await steps.take('decline')
    expect(reload).not.toHaveBeenCalled()
  })
})
