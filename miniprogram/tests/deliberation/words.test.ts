import { describe, expect, it } from 'vitest'
import { isPlain, usualOptions, waysOf, waysToChoose } from '@/features/deliberation/ballotTerms'
import { awaits, isGate, pageOf } from '@/features/deliberation/verbs'
import { sayHash, sayShare, shareKey, termsFacts } from '@/features/deliberation/words'
import { verb } from './given'

describe('shares', () => {
  it.each([[1, 2, '过半数'], [2, 4, '过半数'], [2, 3, '三分之二以上'], [3, 4, '四分之三以上'], [1, 1, '全部']])('%i/%i is said %s', (num, den, said) => {
    expect(sayShare({ num, den })).toBe(said)
  })

  it('have one key each', () => expect(shareKey({ num: 2, den: 3 })).toBe('2/3'))
})

describe('a question', () => {
  it('between several ways can always be answered with none of them, or left to others', () => {
    const options = waysToChoose(['声控', '光控'])
    expect(options.map(option => option.weight)).toEqual(['for', 'for', 'against', 'abstain'])
    expect(waysOf(options)).toEqual(['声控', '光控'])
    expect([isPlain(options), isPlain(usualOptions())]).toEqual([false, true])
  })

  it('is told with who votes and what is needed', () => {
    const terms = { question: '', options: usualOptions(), days: 7, who: 'adults' as const, quorum: { num: 1, den: 2 }, pass: { num: 2, den: 3 } }
    expect(termsFacts(terms).map(fact => fact.value)).toEqual([
      '赞成、反对、弃权', '每户一票，由成年住户投', '开放 7 天', '名册上过半数的户参加才有效', '参加的户中三分之二以上赞成',
    ])
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

  it('that wants nothing is only confirmed', () => expect(pageOf(verb('withdraw'), '5')).toBe(''))
})

describe('a hash', () => {
  it('is said by its beginning, in groups', () => expect(sayHash('0123456789abcdef0123')).toBe('0123 4567 89ab cdef'))
})
