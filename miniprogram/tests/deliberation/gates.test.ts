import { describe, expect, it } from 'vitest'
import { useGateRecord } from '@/features/deliberation/composables/useGateRecord'
import { useInbox } from '@/features/deliberation/composables/useInbox'
import { useKeepers } from '@/features/deliberation/composables/useKeepers'
import { useRules } from '@/features/deliberation/composables/useRules'
import { awaits, inOrder, isGate, isStreet, pageOf } from '@/features/deliberation/verbs'
import { usePetition } from '@/features/deliberation/composables/usePetition'
import type { Topic, TopicVerb } from '@/features/deliberation/types'
import { answer, ok } from '../setup'
import { place, says, signedIn } from '../member'

const verb = (name: string, needs: string[] = []) => ({ verb: name, name, consequence: '', needs, codes: [], shut: null }) as unknown as TopicVerb
const holding = (...permissions: string[]) => signedIn({ communities: [{ ...place, permissions }] })
const signed = { topic_id: '9', state: 'open', title: '充电桩', body: '全文', reason: '不是公共事务', reason_name: '非本辖区公共事务' }
const record = { recusals: [], namings: [], countersigns: [signed], appeal: null, challenge: null, petition: null }

describe('the verbs of the gate', () => {
  it('lead to the gate page, those of the street before the party organisation\'s', () => {
    const names = ['pause', 'admit', 'uphold', 'recuse', 'decline']
    expect(inOrder(names.map(name => verb(name))).map(one => one.verb)).toEqual(['uphold', 'admit', 'decline', 'recuse', 'pause'])
    expect(names.map(name => isGate(verb(name)))).toEqual([true, true, true, true, true])
    expect([isStreet(verb('uphold')), isStreet(verb('admit'))]).toEqual([true, false])
    expect(pageOf(verb('countersign'), '9')).toBe('/features/deliberation/pages/gate?id=9')
  })

  it('only wait for the reader when more than standing back or stopping is offered', () => {
    expect(['admit', 'order_review', 'recuse', 'pause'].map(name => awaits(verb(name)))).toEqual([true, true, false, false])
  })

  it('leave the appeal to a page of its author', () => {
    expect(pageOf(verb('appeal', ['reason']), '9')).toBe('/features/deliberation/pages/host?id=9&verb=appeal')
  })
})

describe('the record of a topic\'s gates', () => {
  it('shows the second hand what the first signed, though the topic is not open to him', async () => {
    holding('topic:countersign')
    const kept = useGateRecord(() => '9')
    answer(ok({ items: [signed] }), ok({ code: 'not_found', message: '没有', details: {} }, 404))
    await kept.reading.run()
    expect([kept.waiting.value?.reason, kept.unsigned.value?.body, kept.record.value]).toEqual(['不是公共事务', '全文', undefined])
  })

  it('is read by others without asking what they may sign', async () => {
    holding('topic:gate')
    const kept = useGateRecord(() => '9')
    says(record)
    await kept.reading.run()
    expect([kept.unsigned.value, kept.waiting.value?.state]).toEqual([undefined, 'open'])
  })
})

describe('the inbox of the gates', () => {
  it('of a member of the committee holds what he signs second, and no gate is asked for', async () => {
    holding('topic:countersign')
    const inbox = useInbox()
    says({ items: [signed] })
    await inbox.open()
    expect([inbox.unsigned.value.map(one => one.title), inbox.waiting.items, inbox.state.value]).toEqual([['充电桩'], [], 'ready'])
  })
})

describe('whom the street may name', () => {
  it('is said with his office', async () => {
    signedIn()
    const keepers = useKeepers(() => '9')
    says({ left: 0, items: [{ id: '3', name: '王先生', role: '书记', org: '望江社区党委' }] })
    await keepers.reading.run()
    expect(keepers.choices.value).toEqual([{ value: '3', label: '王先生（书记）', hint: '望江社区党委' }])
  })
})

describe('the rules of the gate', () => {
  it('come with this community\'s numbers', async () => {
    signedIn()
    const rules = useRules()
    says({
      sections: [{ title: '谁来把关', lines: ['书记'] }],
      settings: [{ key: 'gate.days', title: '每道把关的办理期限', text: '3 个工作日', basis: '' }],
      figures: { counts: [{ count: 2 }, { count: 3 }], reasons: [], overdue: 1, median_hours: 4 },
    })
    await rules.open()
    expect([rules.total.value, rules.numbers.value, rules.sections.value.length]).toEqual([5, [{ name: '每道把关的办理期限', value: '3 个工作日' }], 1])
  })
})

describe('a petition', () => {
  const petition = { reached_at: '2026-11-20T02:00:00Z', seconds: 9, due_at: '2026-12-04T15:59:59Z' }
  const holder = (role: string) => signedIn({ communities: [{ ...place, duties: [{ role }] as unknown as typeof place.duties }] })

  it('is answered by the committee, once', async () => {
    holder('committee')
    let changed = 0
    const kept = { id: '9', petition: petition as Topic['petition'] } as Topic
    const { owed, ask, answering } = usePetition(() => kept, () => changed++)
    expect([owed.value, answering.open]).toEqual([true, undefined])
    ask()
    expect(answering.open?.act).toBe('公开答复')
    says(record)
    await answering.run('本会定于十二月五日召开居民会议，讨论这件事。')
    expect([changed, answering.open]).toEqual([1, undefined])
    kept.petition = { ...petition, text: '已答复' } as Topic['petition']
    expect(usePetition(() => kept, () => undefined).owed.value).toBe(false)
  })

  it('is nobody else\'s to answer', () => {
    holder('secretary')
    expect(usePetition(() => ({ id: '9', petition }) as Topic, () => undefined).owed.value).toBe(false)
  })
})
