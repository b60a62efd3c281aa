import { describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { useDiscussion } from '@/features/deliberation/composables/useDiscussion'
import { sentencesOf } from '@/features/deliberation/sentences'
import { answer, asked, lastAsked, ok } from '../setup'
import { author, signIn, topicPage } from './given'

const amendment = (changes = {}) => ({
  id: '60', passage: '统一加装充电桩', proposal: '先装两个', reason: '先试一试', author, note: '', state: 'checking' as const, state_name: '审核中',
  answer: null, answered_at: null, text_version: null, created_at: '2026-11-20T02:00:00Z', ...changes,
})
const objection = (changes = {}) => ({
  topic_id: '5', stage: 'summary' as const, stage_name: '对协商纪要', round: 1, home_id: '900', name: '李女士', body: '没有写噪音',
  state: 'checking' as const, state_name: '审核中', note: '', answer: null, answered_by: null, answered_at: null, at: '2026-11-20T02:00:00Z', ...changes,
})
const open = { stage: 'summary' as const, stage_name: '对协商纪要', until: '2026-11-30', homes: [{ id: '900', label: '3号楼501室' }] }

function begun(page = topicPage()) {
  signIn()
  const subject = ref(page)
  let reloads = 0
  const discussion = useDiscussion(() => '5', subject as never, async () => void (reloads += 1))
  return { discussion, subject, reloads: () => reloads }
}

describe('a proposed change', () => {
  it('needs the new words and a reason', () => {
    const { discussion } = begun()
    discussion.ask({ kind: 'amend' })
    discussion.given.proposal = '先装两个'
    expect(discussion.ready.value).toBe(false)
    discussion.given.reason = '先试一试看'
    expect(discussion.ready.value).toBe(true)
  })

  it('stands on the page at once, for its author alone', async () => {
    const { discussion, subject } = begun()
    discussion.ask({ kind: 'amend' })
    Object.assign(discussion.given, { passage: '统一加装充电桩', proposal: ' 先装两个 ', reason: '先试一试看' })
    answer(ok(amendment()))
    await discussion.handing.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ passage: '统一加装充电桩', proposal: '先装两个', reason: '先试一试看' })
    expect(subject.value.mine.pending_amendments.map(one => one.id)).toEqual(['60'])
    expect([discussion.asked.value, discussion.given.proposal]).toEqual([undefined, ''])
  })

  it('whose words are gone meanwhile is told, the page read again, and what was written kept', async () => {
    const { discussion, reloads } = begun()
    discussion.ask({ kind: 'answer_amendment', amendment: amendment({ state: 'open' }), accept: true })
    discussion.given.reason = '大家都同意了'
    answer({ statusCode: 409, data: { code: 'passage_gone', message: '这段原文已经不在正文里了，不能采纳' } })
    await discussion.handing.run()
    expect(discussion.handing.failure).toBe('这段原文已经不在正文里了，不能采纳')
    expect([reloads(), discussion.given.reason]).toEqual([1, '大家都同意了'])
  })
})

describe('an objection', () => {
  it('is its home\'s only one in this notice', async () => {
    const { discussion, subject } = begun(topicPage({ state: 'summarised' }, { objection: open }))
    discussion.ask({ kind: 'object' })
    expect(discussion.given.home).toBe('900')
    discussion.given.body = '没有写噪音的问题'
    answer(ok(objection()))
    await discussion.handing.run()
    expect(subject.value.mine.objection).toBeNull()
    expect(subject.value.mine.pending_objections).toHaveLength(1)
    expect(subject.value.mine.withdrawable).toEqual(['900'])
  })

  it('is withdrawn after the question alone', async () => {
    const { discussion, subject } = begun(topicPage({ state: 'summarised' }, { withdrawable: ['900'] }))
    const reply = (confirmed: boolean) => vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: confirmed } as never))
    reply(false)
    await discussion.withdrawing.run('900')
    expect(subject.value.mine.withdrawable).toEqual(['900'])
    reply(true)
    answer(ok(topicPage()))
    await discussion.withdrawing.run('900')
    expect([lastAsked().url!.split('/topics')[1], JSON.parse(lastAsked().data!)]).toEqual(['/5/objections/withdrawal', { home_id: '900' }])
    expect(subject.value.mine.withdrawable).toEqual([])
  })

  it('is answered by its notice and home', async () => {
    const { discussion } = begun()
    discussion.ask({ kind: 'answer_objection', objection: objection({ state: 'open' }) })
    discussion.given.body = '已补进第二版'
    answer(ok(topicPage()))
    await discussion.handing.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ stage: 'summary', round: 1, home_id: '900', answer: '已补进第二版' })
  })
})

describe('support', () => {
  it('is given for a home, and taken back', async () => {
    const { discussion } = begun()
    answer(ok(topicPage({ seconding: { count: 1, needed: 3 } })), ok(topicPage()))
    await discussion.seconding.run('900')
    await discussion.seconding.run('900', true)
    expect(asked.slice(-2).map(one => [one.method, one.url!.split('/topics')[1]])).toEqual([['POST', '/5/second'], ['DELETE', '/5/second/900']])
  })
})

describe('a text', () => {
  it('is cut into sentences exactly as they stand in it', () => {
    const body = '门口经常飞线充电，很危险。\n建议加装充电桩；费用大家商量。好吗？'
    expect(sentencesOf(body)).toEqual(['门口经常飞线充电，很危险。', '建议加装充电桩；', '费用大家商量。', '好吗？'])
    expect(sentencesOf(body).every(one => body.includes(one))).toBe(true)
  })
})
