import { beforeEach, describe, expect, it } from 'vitest'
import { showSegment } from '@/pages/neighbours/segment'
import { standing } from '@/pages/neighbours/standing'
import { useNeighbours } from '@/pages/neighbours/useNeighbours'
import type { PostCard } from '@/features/boards/types'
import { lastAsked } from '../setup'
import { says, signedIn } from '../member'

const settled = () => new Promise(resolve => setTimeout(resolve))
const none = { items: [], next: null, mine: { thanked: [], pending: [] } }

describe('useNeighbours', () => {
  beforeEach(() => showSegment('nearby'))

  it('shows what the reader wrote and nobody else sees yet on top', async () => {
    signedIn()
    says({ items: [{ id: '1' }], next: null, mine: { thanked: ['1'], pending: [{ id: '9' }] } })
    const page = useNeighbours()
    await page.open()
    expect(page.shown.value.map(one => one.id)).toEqual(['9', '1'])
    expect(page.thanked.value.has('1')).toBe(true)
  })

  it('is not empty for somebody whose first post is being checked', async () => {
    signedIn()
    says({ ...none, mine: { thanked: [], pending: [{ id: '9' }] } })
    const page = useNeighbours()
    await page.open()
    expect(page.state.value).toBe('ready')
  })

  it('reads the part that another page turned to', async () => {
    signedIn()
    says(none, { items: [{ id: '3' }], next: null, mine: { pending: [] } })
    const page = useNeighbours()
    await page.open()
    expect(page.state.value).toBe('empty')
    showSegment('market')
    await settled()
    expect([lastAsked().url, page.state.value, page.items.value.length]).toEqual(['/api/v1/communities/7/items', 'ready', 1])
  })

  it('narrows the market to one kind', async () => {
    signedIn()
    showSegment('market')
    says({ items: [], next: null }, { items: [], next: null })
    const page = useNeighbours()
    await page.open()
    page.kind.value = 'lend'
    await settled()
    expect(lastAsked().url).toBe('/api/v1/communities/7/items?kind=lend')
  })

  it('calls the market what the village calls it', () => {
    signedIn()
    expect(useNeighbours().segments.value.at(-1)!.name).toBe('爱心集市')
  })
})

describe('where a post stands', () => {
  const post = (more: object) => ({ kind: 'ask', state: 'published', state_name: '已发布', answered: null, ...more }) as PostCard

  it.each([
    ['an ask that was answered', post({ answered: { by: '居委会', at: '', after_minutes: 125 } }), '居委已回复 · 2 小时'],
    ['an ask that waits', post({}), '等待居委会回复'],
    ['a suggestion that waits', post({ kind: 'suggest' }), '等待居委会回复'],
    ['what is not public yet', post({ state: 'checking', state_name: '审核中' }), '审核中'],
    ['a story', post({ kind: 'share' }), undefined],
  ])('is said of %s', (_, one, words) => expect(standing(one)?.text).toBe(words))
})
