import { describe, expect, it } from 'vitest'
import { useWriting } from '@/composables/useWriting'
import { signedIn } from '../member'

describe('useWriting', () => {
  it('puts the ground it begins with first', () => {
    signedIn()
    expect(useWriting().scopes.map(one => one.name)).toEqual(['锦秋苑居委会全体', '只给锦秋花园', '只给运河人家'])
    expect(useWriting(() => '12').scopes.map(one => one.key)).toEqual(['12', '', '11'])
  })

  it('keeps what was chosen when the beginning changes', () => {
    signedIn()
    let first = '11'
    const writing = useWriting(() => first)
    writing.choose('')
    first = '12'
    expect(writing.draft().estate_id).toBeNull()
  })

  it('hands over trimmed words and the photos that have arrived', () => {
    signedIn()
    const writing = useWriting()
    Object.assign(writing, { title: ' 儿童自行车 ', body: ' 周末自取\n' })
    writing.photos.photos.push(
      { key: 1, local: 'a.jpg', percent: 100, id: '5', failure: '' }, { key: 2, local: 'b.jpg', percent: 40, id: '', failure: '' },
    )
    expect(writing.draft()).toEqual({ title: '儿童自行车', body: '周末自取', estate_id: null, photos: ['5'] })
    expect(writing.photos.pending).toBe(true)
  })
})
