import { describe, expect, it } from 'vitest'
import { useClosing } from '@/features/identity/composables/useClosing'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const closing = (more: object = {}) => ({
  asked_at: null, due_at: null, cooling_off_days: 7, obstacles: [], goes: ['消息'], stays: [{ what: '票', why: '复核' }], verbs: ['ask'], ...more,
})

async function opened(more: object = {}) {
  signedIn()
  says(closing(more))
  const page = useClosing()
  await page.open()
  return page
}

describe('useClosing', () => {
  it('asks, and then offers the way back alone', async () => {
    const page = await opened()
    page.asking.value = true
    says(closing({ due_at: '2026-12-06T01:00:00Z', verbs: ['take_back'] }))
    await page.ask()

    expect(lastAsked()).toMatchObject({ method: 'POST', url: '/api/v1/me/closing' })
    expect([page.asking.value, page.mayAsk.value, page.mayStay.value]).toEqual([false, false, true])
  })

  it('takes it back', async () => {
    const page = await opened({ due_at: '2026-12-06T01:00:00Z', verbs: ['take_back'] })
    says(closing())
    await page.staying.run()

    expect(lastAsked().method).toBe('DELETE')
    expect(page.closing.value?.due_at).toBeNull()
  })

  it('shows what stands in the way when it came in between', async () => {
    const page = await opened()
    page.asking.value = true
    refuses('closing_blocked', '还有事情没有办完', 409)
    says(closing({ obstacles: [{ text: '交接还没有办完', link: 'item:5' }], verbs: [] }))
    await page.ask()

    expect(page.asking.value).toBe(false)
    expect(page.closing.value?.obstacles).toHaveLength(1)
  })

  it('keeps the question open when the request failed for another reason', async () => {
    const page = await opened()
    page.asking.value = true
    refuses('too_many', '请稍后再试', 429)
    await page.ask()

    expect(page.asking.value).toBe(true)
    expect(page.task.failure).toBe('请稍后再试')
  })
})
