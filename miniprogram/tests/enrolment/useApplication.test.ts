import { describe, expect, it, vi } from 'vitest'
import { useApplication } from '@/features/enrolment/composables/useApplication'
import { asked, lastAsked } from '../setup'
import { me, place, says, signedIn } from '../member'

const application = (more: object = {}) => ({ id: '77', community: { id: '7', name: '锦秋苑居委会' }, state: 'verified', verbs: ['withdraw'], steps: [], created_at: '2026-11-22T08:00:00Z', ...more })

async function opened(more: object = {}, id = '77') {
  const session = signedIn({ communities: [] })
  says(application(more))
  const page = useApplication(() => id)
  await page.open()
  return { page, session }
}

describe('useApplication', () => {
  it('says what happens next and who does it', async () => {
    const { page } = await opened()
    expect(page.next.value).toContain('居委会正在审核')
    expect(page.acts.verbs.map(one => one.name)).toEqual(['撤回申请'])
  })

  it('opens the newest application when none is named', async () => {
    signedIn({ communities: [] })
    says({ items: [application({ id: '70', created_at: '2026-11-01T08:00:00Z' }), application({ id: '78' })] })
    const page = useApplication(() => '')
    await page.open()
    expect([lastAsked().url, page.application.value?.id]).toEqual(['/api/v1/enrolment/applications', '78'])
  })

  it('withdraws after the consequence was read', async () => {
    const { page } = await opened()
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says(application({ state: 'withdrawn', verbs: [] }))
    await page.acts.press('withdraw')
    expect(vi.mocked(uni.showModal).mock.calls[0]![0]!.content).toContain('立即删除')
    expect([page.application.value?.state, page.acts.verbs]).toEqual(['withdrawn', []])
  })

  it('enters the community it was approved for', async () => {
    const { page, session } = await opened({ state: 'approved', verbs: [] })
    vi.stubGlobal('uni', { ...uni, switchTab: vi.fn() })
    says({ ...me, communities: [{ ...place, id: '6' }, place] })
    await page.enter()
    expect([asked.at(-1)!.url, session.place?.id]).toEqual(['/api/v1/me', '7'])
    expect(uni.switchTab).toHaveBeenCalledWith({ url: '/pages/home/index' })
  })
})
