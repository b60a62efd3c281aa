import { describe, expect, it } from 'vitest'
import { useCited } from '@/composables/useCited'
import { useCiting } from '@/composables/useCiting'
import { useCovenant, type Wanted } from '@/features/covenants/composables/useCovenant'
import { useCovenants } from '@/features/covenants/composables/useCovenants'
import { useTrace } from '@/features/covenants/composables/useTrace'
import { useWays } from '@/features/covenants/composables/useWays'
import { adoptionFacts, sayAsked, sayCard, sayCounts, sayNumber, sayWholeDay } from '@/features/covenants/words'
import { useSession } from '@/session'
import { answer, asked, lastAsked, ok } from '../setup'
import { article, card, covenant, me, signIn, trace } from './given'

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('words', () => {
  it.each([[1, '第一条'], [10, '第十条'], [11, '第十一条'], [20, '第二十条'], [59, '第五十九条']])('number %i', (number, said) =>
    expect(sayNumber(number)).toBe(said))

  it('say a day whole, and nothing where there is none', () =>
    expect([sayWholeDay('2026-01-09'), sayWholeDay(null)]).toEqual(['2026年1月9日', '']))

  it('count by article', () =>
    expect([sayCounts(article(1)), sayCounts(article(1, { citations: 2, breaches: 1 }))]).toEqual(['', '引用 2 次，登记违反 1 次']))

  it('of a card', () => {
    expect(sayCard(card({ filing_no: '备3' }))).toBe('第 1 版，共 2 条，2026年11月22日起生效，备案 备3')
    expect(sayCard(card({ version: null, open: { version: 1, state: 'voting', state_name: '表决中', topic_id: '8' } }))).toBe('表决中，还没有生效的版本')
  })

  it('of a running vote tell no count', () => {
    const running = covenant({ adoption: { ...covenant().adoption!, outcome: null, homes: null } })
    expect(adoptionFacts(running)[1]).toEqual({ name: '表决', value: '名册 5 户，正在表决' })
    expect(adoptionFacts(covenant())[1]!.value).toBe('名册 5 户，参加 4 户，通过')
  })

  it('of a draft at the gate say whose meeting it is for', () => {
    const now = { state_name: '公约草案待把关', next_sentence: '', due_at: null, at_gate: true, sent_back: null }
    const asked = { route_title: '居民会议', days: 7, convener: '居委会', convened: null }
    const convened = { name: '王主任', org: '锦秋居委会', at: '2026-11-22T02:00:00Z' }
    expect(sayAsked(covenant({ now: { ...now, asked } }))).toBe('交居民会议表决，开放 7 天，等居委会同意召集')
    expect(sayAsked(covenant({ now: { ...now, asked: { ...asked, convened } } }))).toBe('交居民会议表决，开放 7 天，锦秋居委会王主任已同意召集')
    expect(sayAsked(covenant())).toBe('')
  })

  it('of a count that was annulled say so, whatever it came to', () => {
    const annulled = covenant({ adoption: { ...covenant().adoption!, state: 'annulled' } })
    expect(adoptionFacts(annulled)[1]!.value).toBe('名册 5 户，参加 4 户，这次表决作废')
  })
})

describe('the list', () => {
  it('says when there is none yet', async () => {
    signIn()
    answer(ok(me()), ok({ items: [] }))
    const list = useCovenants()
    await list.open()
    expect(list.bare.value).toBe(true)
  })
})

describe('a covenant', () => {
  async function opened(given = covenant(), wanted: Wanted = { id: '5' }) {
    signIn()
    answer(ok(me()), ...wanted.topic ? [ok({ items: [card({ open: { version: 2, state: 'draft', state_name: '拟订中', topic_id: '8' } })] })] : [], ok(given))
    const read = useCovenant(() => wanted)
    await read.open()
    return read
  }

  it('is found by the topic that drafts it', async () => {
    await opened(covenant(), { id: '', topic: '8' })
    expect(lastAsked().url).toContain('/covenants/5?version=2')
  })

  it('changes the version on screen', async () => {
    const read = await opened()
    answer(ok(covenant({ version: 3 })))
    await read.pick('3')
    expect([lastAsked().url.endsWith('version=3'), read.covenant.value?.version]).toEqual([true, 3])
  })

  it('offers what the server offers; what is shut says why', async () => {
    const verb = (name: string, shut: string | null) => ({ verb: name, name, consequence: '', needs: [], codes: [], grounds: false, shut })
    const verbs = [verb('open_vote', '先比对'), verb('adopt', null), verb('challenge', null), verb('name_keeper', '还有人')]
    const mine = { ...covenant().mine, verbs, may_file: true, may_review: true }
    const read = await opened(covenant({ mine }))
    expect(read.acts.verbs.map(one => one.verb)).toEqual(['adopt', 'file', 'note_review'])
    expect(read.shut.value).toEqual(['open_vote：先比对'])
    expect(read.besides.value).toBe('challenge')
  })

  it('is handed in for the meeting chosen', async () => {
    const read = await opened()
    answer(ok(covenant({ version: 2, state: 'draft' })))
    await read.handIn({ matter: 'residents_covenant', route: 'C', days: 7, who: null, mode: null })
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ verb: 'submit', ballot: { route: 'C' } })
    expect(read.covenant.value?.state).toBe('draft')
  })
})

describe('the ways of a vote', () => {
  it('are those open now; of shut ones it says why', async () => {
    signIn()
    const way = (route: string, shut: string | null, allowed = true) => ({ route, title: route, ballot: true, allowed, shut, why_not: allowed ? null : '不适用' })
    answer(ok({ least_days: 3, items: [way('B', null, false), way('C', '请先核定'), way('E', null)] }))
    const { ways, shut, least } = useWays(() => '8', () => 'covenant', () => true)
    await settled()
    expect([ways.value.map(one => one.route), shut.value, least.value]).toEqual([['E'], ['C：请先核定'], 3])
  })
})

describe('the trace', () => {
  it('leads only to pages this app has, and says what is to come', async () => {
    signIn()
    answer(ok(me()), ok(trace()))
    const read = useTrace(() => 'topics', () => '8')
    await read.open()
    expect(read.nodes.value.map(node => node.address)).toEqual([
      '/features/boards/pages/post?id=1', '', '/features/covenants/pages/covenant?id=5&version=2',
    ])
    expect(read.coming.value.map(step => step.name)).toEqual(['建立公约'])
  })

  it('of what has ended expects nothing more', async () => {
    signIn()
    answer(ok(me()), ok(trace({ now: { ...trace().now!, ended: true } })))
    const read = useTrace(() => 'posts', () => '1')
    await read.open()
    expect([lastAsked().url.includes('/posts/1/trace'), read.coming.value]).toEqual([true, []])
  })
})

describe('naming an article', () => {
  it('shows what is named on a page', async () => {
    signIn()
    answer(ok({ items: [{ covenant_id: '5', covenant: '公约', version: 1, article: 2, title: '', subject_kind: 'post', subject_id: '1' }] }))
    const { items } = useCited(() => 'post', () => '1')
    await settled()
    expect([items.value.length, lastAsked().url.includes('post=1')]).toEqual([1, true])
  })

  it('takes the only covenant at once and sends the article', async () => {
    signIn()
    answer(ok(me()))
    await useSession().loadMe()
    let told = 0
    const citing = useCiting(() => ({ kind: 'post', id: '1' }), async () => void told++)
    answer(ok({ items: [card(), card({ id: '6', version: null })] }), ok(covenant()))
    await citing.begin.run()
    citing.article.value = '2'
    answer(ok(covenant(), 201))
    await citing.send.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ article: 2, subject_kind: 'post', subject_id: '1', kind: 'cited' })
    expect([told, citing.mayNoteBreach.value, asked.length]).toEqual([1, false, 4])
  })
})
