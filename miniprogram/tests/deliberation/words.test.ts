import { describe, expect, it } from 'vitest'
import { isPlain, usualOptions, waysOf, waysToChoose } from '@/features/deliberation/ballotTerms'
import { awaits, isGate, pageOf, paperOf } from '@/features/deliberation/verbs'
import { sayHash, sayShare, shareKey, termsFacts } from '@/features/deliberation/words'
import { verb } from './given'

describe('shares', () => {
  it.each([[1, 2, '过半数'], [2, 4, '过半数'], [2, 3, '三分之二以上'], [3, 4, '四分之三以上'], [1, 1, '全部']])('%i/%i is said %s', (num, den, said) => {
    expect(sayShare({ num, den })).toBe(said)
  })

  it('have one key each', () => expect(shareKey({ num: 2, den: 3 })).toBe('2/3'))
})

const share = (num: number, den: number, text: string) => ({ num, den, over: false, text })
const terms = {
  matter_name: '日常公共事务', route_title: '意见表决', options: usualOptions(), days: 7, who: 'adults', mode: 'named', base: 'homes', building: null,
  quorum: share(1, 2, '过半数'), pass: share(2, 3, '三分之二以上'), rule: { cite: '本社区议事规则' },
}

describe('a question', () => {
  it('between several ways can always be answered with none of them, or left to others', () => {
    const options = waysToChoose(['声控', '光控'])
    expect(options.map(option => option.weight)).toEqual(['for', 'for', 'against', 'abstain'])
    expect(waysOf(options)).toEqual(['声控', '光控'])
    expect([isPlain(options), isPlain(usualOptions())]).toEqual([false, true])
  })

  it('is told with who votes and what is needed', () => {
    expect(termsFacts(terms).map(fact => fact.value)).toEqual([
      '日常公共事务', '意见表决', '', '赞成、反对、弃权', '每户一票，由成年住户投', '记名，截止后公开谁参加，选择只有计票的人核对',
      '开放 7 天', '名册上过半数的户参加才有效', '参加的户中三分之二以上赞成', '本社区议事规则',
    ])
  })

  it('of the owners is judged by area and by heads', () => {
    const said = termsFacts({ ...terms, base: 'owners', who: 'owners' }).map(fact => fact.value)
    expect(said).toContain('按专有部分面积和业主人数分别计算，由业主投')
    expect(said).toContain('名册上过半数的面积和人数参加才有效')
  })

  it('that a meeting decides says who calls it', () => {
    const called = (convener: { body: 'committee' | 'owners_committee', name: string, instead: boolean }) =>
      termsFacts({ ...terms, convener }).find(fact => fact.name === '由谁召集')?.value
    expect(called({ body: 'owners_committee', name: '业委会', instead: false })).toBe('业委会')
    expect(called({ body: 'committee', name: '居委会', instead: true })).toBe('居委会（小区没有在任的业委会，代为召集）')
  })

  it('that nobody votes on says how it counts as agreed', () => {
    const said = termsFacts({ ...terms, quorum: null, pass: null, days: null })
    expect(said.map(fact => fact.name)).toEqual(['事项', '决定方式', '怎样算定', '依据'])
  })
})

describe('a verb', () => {
  it('of the party organisation is carried out at the gate', () => {
    expect(pageOf(verb('decline', { needs: ['reason'] }), '5')).toBe('/features/deliberation/pages/gate?id=5')
    expect([isGate(verb('certify')), awaits(verb('terminate'))]).toEqual([true, false])
  })

  it('that wants words leads to the text, one that wants a form to its form', () => {
    expect(pageOf(verb('revise', { needs: ['text'] }), '5')).toBe('/features/deliberation/pages/propose?id=5')
    expect(pageOf(verb('plan', { needs: ['plan'] }), '5')).toBe('/features/deliberation/pages/host?id=5&verb=plan')
  })

  it('that hands in a paper leads to the page that writes it', () => {
    expect(pageOf(verb('form_project', { needs: ['project'] }), '5')).toBe('/features/projects/pages/form?topic=5')
    expect(pageOf(verb('submit_covenant', { needs: ['covenant_step'] }), '5')).toBe('/features/covenants/pages/covenant?topic=5')
  })

  it('of a covenant at the gate leads there, and from there to the articles', () => {
    const open = verb('open_covenant_vote', { needs: ['covenant_step'] })
    expect([pageOf(open, '5'), paperOf(open, '5')]).toEqual(['/features/deliberation/pages/gate?id=5', '/features/covenants/pages/covenant?topic=5'])
    expect([awaits(open), paperOf(verb('return_covenant', { needs: ['reason_code', 'reason'] }), '5')]).toEqual([true, ''])
  })

  it('that wants nothing is only confirmed', () => expect(pageOf(verb('withdraw'), '5')).toBe(''))
})

describe('a hash', () => {
  it('is said by its beginning, in groups', () => expect(sayHash('0123456789abcdef0123')).toBe('0123 4567 89ab cdef'))
})
