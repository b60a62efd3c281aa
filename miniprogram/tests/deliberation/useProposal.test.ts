import { describe, expect, it } from 'vitest'
import { useProposal } from '@/features/deliberation/composables/useProposal'
import { answer, asked, lastAsked, ok } from '../setup'
import { me, signIn, topicPage, verb } from './given'

const sent = () => JSON.parse(lastAsked().data!)

async function opened(id = '', page = topicPage()) {
  signIn()
  answer(ok(me()), ...(id ? [ok(page)] : []))
  const proposal = useProposal(() => id)
  await proposal.open()
  return proposal
}

const NOTE = {
  id: '1', seq: 1, gate: '1', gate_name: '第一关 提出议题', action: 'return', action_name: '退回补充', reason_code: 'unclear', reason_name: '问题没有说清',
  reason: '请补充照片', acting_org: '望江社区党委', acting_role: '书记', by: '周女士', second_by: null, decided_at: '2026-11-21T02:00:00Z', due_at: null,
  overdue_minutes: 0, text_version: 1, hash: 'ab', rule: '本社区议事规则', collective: false, convened: null,
}
const returned = () => topicPage({ state: 'returned', gate_decisions: [NOTE] }, { verbs: [verb('submit'), verb('revise', { needs: ['text'] })] })

describe('a new topic', () => {
  it('is about one\'s own estate unless the whole community is chosen', async () => {
    const proposal = await opened()
    expect(proposal.scopes.value.map(scope => scope.name)).toEqual(['锦秋苑', '全社区'])
    expect(proposal.form.estateId).toBe('70')
  })

  it('that grows from a post begins with its title, for its estate', async () => {
    signIn()
    answer(ok(me()))
    const proposal = useProposal(() => '', () => ({ id: '40', title: '飞线充电', estate: '70' }))
    await proposal.open()
    expect([proposal.form.title, proposal.form.estateId]).toEqual(['飞线充电', '70'])
    proposal.form.body = '很危险'
    answer(ok(topicPage({ id: '66' }), 201))
    await proposal.saving.run(false)
    expect(sent()).toMatchObject({ source_post_id: '40', estate_id: '70' })
  })

  it('goes to the gate with its words trimmed', async () => {
    const proposal = await opened()
    Object.assign(proposal.form, { title: ' 修坡道 ', body: ' 太陡了 ', estateId: '' })
    answer(ok(topicPage({ id: '66' }), 201))
    expect(await proposal.saving.run(true)).toBe(true)
    expect(sent()).toEqual({ title: '修坡道', body: '太陡了', estate_id: null, stake: 'normal', photos: [], source_post_id: null, submit: true })
    expect(proposal.savedId.value).toBe('66')
  })

  it('is filed for a neighbour without a draft, for his estate or for all', async () => {
    signIn()
    answer(ok(me({ permissions: ['topic:propose', 'assistance:file'] })))
    const proposal = useProposal(() => '')
    await proposal.open()
    Object.assign(proposal.form, { title: '修坡道', body: '太陡了' })
    proposal.behalf.turn(true)
    expect(proposal.written.value).toBe(false)
    proposal.behalf.take({ id: '31', name: '李**', estate: '运河人家', estate_id: '12', building: '3号楼', room: '502室', relation_name: '业主' })
    proposal.behalf.say('昨天当面说好的')
    await Promise.resolve()
    expect([proposal.written.value, proposal.form.estateId, proposal.scopes.value.map(one => one.key)]).toEqual([true, '12', ['12', '']])
    answer(ok(topicPage({ id: '66' }), 201))
    await proposal.saving.run(true)
    expect(lastAsked().url).toBe('/api/v1/communities/7/assisted-topics')
    expect(sent()).toMatchObject({ estate_id: '12', on_behalf_of: { membership_id: '31', words: '昨天当面说好的' } })
    expect(sent()).not.toHaveProperty('submit')
  })

  it('cannot be sent empty, and stays as written when the server refuses', async () => {
    const proposal = await opened()
    expect(proposal.written.value).toBe(false)
    Object.assign(proposal.form, { title: '修坡道', body: '太陡了' })
    answer({ statusCode: 409, data: { code: 'too_many', message: '您已有 3 个议题在办' } })
    expect(await proposal.saving.run(true)).toBe(false)
    expect([proposal.saving.failure, proposal.form.title]).toEqual(['您已有 3 个议题在办', '修坡道'])
  })
})

describe('a topic that came back', () => {
  it('shows the reason beside its text', async () => {
    const proposal = await opened('5', returned())
    expect(proposal.returned.value?.reason).toBe('请补充照片')
    expect(proposal.form.body).toBe('飞线充电很危险')
  })

  it('is revised first and then submitted, each on the version it saw', async () => {
    const proposal = await opened('5', returned())
    proposal.form.body = '飞线充电很危险，附照片'
    answer(ok(topicPage({ version: 5 })), ok(topicPage({ version: 6 })))
    await proposal.saving.run(true)
    const [revised, submitted] = asked.slice(-2).map(call => JSON.parse(call.data!))
    expect([revised.verb, revised.version, revised.body]).toEqual(['revise', 4, '飞线充电很危险，附照片'])
    expect([submitted.verb, submitted.version]).toEqual(['submit', 5])
  })

  it('keeps its photos, takes new ones, and may be for others than it was', async () => {
    const saved = (id: string) => ({ id, url: `/large/${id}`, thumb: `/small/${id}`, width: 4, height: 3 })
    const page = returned()
    page.topic.photos = [saved('7'), saved('8')]
    const proposal = await opened('5', page)
    expect(proposal.photos.ids).toEqual(['7', '8'])
    proposal.photos.remove(proposal.photos.photos[0]!.key)
    Object.assign(proposal.form, { estateId: '', stake: 'major' })
    answer(ok(topicPage({ version: 5 })))
    await proposal.saving.run(false)
    expect(sent()).toMatchObject({ verb: 'revise', photos: ['8'], scope: { estate_id: null }, stake: 'major' })
  })

  it('submitted unchanged makes no new version', async () => {
    const proposal = await opened('5', returned())
    answer(ok(topicPage()))
    await proposal.saving.run(true)
    expect(sent()).toEqual({ verb: 'submit', version: 4 })
  })

  it('keeps what is being written when the page is shown again', async () => {
    const proposal = await opened('5', returned())
    proposal.form.body = '写了一半'
    answer(ok(returned()))
    await proposal.open()
    expect(proposal.form.body).toBe('写了一半')
  })
})
