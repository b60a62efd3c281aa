import { describe, expect, it, vi } from 'vitest'
import { type Filing, useFiling } from '@/composables/useFiling'
import { useFilings } from '@/features/assistance/composables/useFilings'
import { asked, lastAsked } from '../setup'
import { place, refuses, says, signedIn } from '../member'

const filed = { id: '9', state: 'waiting' as const, line: '由楼组长代为提交，待本人确认' }
const filing = (changes: Partial<Filing> = {}): Filing => ({
  id: '9', kind: 'post', kind_name: '身边事', subject_id: '5', title: '楼道灯坏了', person_name: '李女士',
  helper: { name: '赵女士', place: '东苑', role: '楼组长' }, consent_name: '当面口头同意', words: '昨天当面说好的', photos: [],
  state: 'waiting', state_name: '待本人确认', filed_at: '2026-11-20T02:00:00Z', answered_at: null, reason: '', verbs: ['confirm', 'disown'],
  ...changes,
})
const settled = () => new Promise(resolve => setTimeout(resolve))

async function shown(own = true, permissions: string[] = [], answered = vi.fn()) {
  signedIn({ communities: [{ ...place, permissions }] })
  const page = useFiling(() => ({ kind: 'post', id: '5', filed, own }), answered)
  await settled()
  return page
}

describe('useFiling', () => {
  it('asks its author whether it was his word', async () => {
    says(filing())
    const page = await shown()
    expect(lastAsked().url).toBe('/api/v1/communities/7/filings/9')
    expect([page.mine.value, page.acts.verbs.map(one => one.verb)]).toEqual([true, ['confirm', 'disown']])
  })

  it('asks nothing for a neighbour, who reads the line alone', async () => {
    const page = await shown(false)
    expect([asked.length, page.filing.value]).toEqual([0, undefined])
  })

  it('shows staff how he agreed, and no button', async () => {
    says(filing({ verbs: [] }))
    const page = await shown(false, ['post:moderate'])
    expect([page.filing.value?.words, page.mine.value]).toEqual(['昨天当面说好的', false])
  })

  it('is left out without a word when it cannot be read', async () => {
    refuses('not_found', '没有找到', 404)
    expect((await shown()).filing.value).toBeUndefined()
  })

  it('confirms after a question, and reads again what stands now', async () => {
    says(filing())
    const answered = vi.fn()
    const page = await shown(true, [], answered)
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says({}, filing({ state: 'confirmed', verbs: [] }))
    await page.acts.press('confirm')
    expect(asked[1]).toMatchObject({ url: '/api/v1/communities/7/posts/5/filing', method: 'POST', data: '{"verb":"confirm"}' })
    expect([answered.mock.calls.length, page.mine.value]).toEqual([1, false])
  })

  it('takes what he wants to say when it was not his word, and stays open when the server refuses', async () => {
    says(filing())
    const page = await shown()
    await page.acts.press('disown')
    refuses('already_answered', '您已经答复过了，不用再确认', 409)
    await page.acts.give('我没有说过')
    expect(JSON.parse(asked[1]!.data!)).toEqual({ verb: 'disown', reason: '我没有说过' })
    expect([page.acts.open?.name, page.answering.failure]).toEqual(['不是我的意思', '您已经答复过了，不用再确认'])
  })
})

describe('useFilings', () => {
  it('reads the side that is asked for', async () => {
    signedIn()
    says({ items: [filing()], next: null })
    const page = useFilings(() => 'by_me')
    await page.open()
    expect([lastAsked().url, page.list.items.length]).toEqual(['/api/v1/communities/7/filings?side=by_me', 1])
  })
})
