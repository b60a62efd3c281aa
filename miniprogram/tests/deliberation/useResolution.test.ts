import { describe, expect, it, vi } from 'vitest'
import { factsOf, sayChannels, useResolution } from '@/features/deliberation/composables/useResolution'
import type { Resolution } from '@/features/deliberation/papers'
import { answer, asked, ok } from '../setup'
import { me, signIn } from './given'

const paper: Resolution = {
  poll_id: '8', title: '决议公告', standing: '社区党组织已确认', decision: '决议：赞成。', outcome: 'passed',
  annulment: null, question: '是否同意？', parties: [{ label: '组织', text: '望江社区居委会' }, { label: '名册', text: '锦秋苑 10 户' }],
  rule: { route: 'E', title: '业主大会（一般事项）', cite: '《民法典》第二百七十八条第（四）项', version: '2021-01-01 起施行', asks: '参与须达到三分之二以上' },
  sentences: ['结论：表决通过。'], undelivered: [], channels: { phone: 7, paper: 2, proxy: 0 },
  dates: [
    { label: '开始表决', at: '2026-11-13T16:00:00Z', note: null },
    { label: '延期', at: '2026-11-20T16:30:00Z', note: '参与不足' },
  ],
  confirmed_by: '沈**', note: null, hashes: { terms_hash: 'aa', roll_root: 'bb', box_root: 'cc' },
  publication: '/api/v1/communities/7/polls/8/publication', format: 'shequtong-poll/1',
}

async function opened(given: Resolution = paper) {
  signIn()
  answer(ok(me()), ok(given))
  const resolution = useResolution(() => '8')
  await resolution.open()
  return resolution
}

describe('a resolution', () => {
  it('is read from the poll it belongs to', async () => {
    const { paper: read, state } = await opened()
    expect(asked.at(-1)?.url).toContain('/communities/7/polls/8/resolution')
    expect([state.value, read.value?.title]).toEqual(['ready', '决议公告'])
  })

  it('says whole dates in China\'s time, whatever day it is read, and why it was extended', () => {
    expect(factsOf(paper).dates).toEqual([
      { name: '开始表决', value: '2026年11月14日 00:00' },
      { name: '延期', value: '2026年11月21日 00:30，参与不足' },
    ])
  })

  it('cites the rule with its version, and leaves out what was never cited', () => {
    expect(factsOf(paper).rule[0]?.value).toBe('《民法典》第二百七十八条第（四）项（2021-01-01 起施行）')
    const old = { ...paper, rule: { ...paper.rule, cite: null, version: null } }
    expect(factsOf(old).rule[0]?.value).toBe('')
  })

  it('says how the ballots came in, and nothing where that is not told', () => {
    expect(sayChannels(paper.channels)).toBe('手机 7 张，纸质 2 张，委托 0 张')
    expect(sayChannels(null)).toBe('')
  })

  it('prints the hashes whole', () => {
    expect(factsOf(paper).hashes.map(one => one.value)).toEqual(['aa', 'bb', 'cc'])
  })

  it('saves the publication as the verifier reads it', async () => {
    const resolution = await opened()
    const link = { href: '', download: '', click: vi.fn() }
    vi.stubGlobal('document', { createElement: () => link })
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1')
    answer(ok({ format: 'shequtong-poll/1' }))
    expect(await resolution.saving.run()).toBe(true)
    expect(link.download).toBe('poll-8.json')
    expect(await (made.mock.calls[0]![0] as Blob).text()).toBe('{"format":"shequtong-poll/1"}')
  })

  it('says so when the publication cannot be read', async () => {
    const resolution = await opened()
    answer({ statusCode: 404, data: { code: 'not_found', message: '没有找到' } })
    expect(await resolution.saving.run()).toBe(false)
    expect(resolution.saving.failure).toBe('没有找到')
  })
})
