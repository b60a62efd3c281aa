import { describe, expect, it, vi } from 'vitest'
import { usePhotos } from '@/composables/usePhotos'
import { answer, asked, ok } from '../setup'

const chooses = (...files: string[]) => vi.mocked(uni.chooseImage as (options: UniApp.ChooseImageOptions) => void)
  .mockImplementation(options => options.success?.({ tempFilePaths: files, tempFiles: [], errMsg: '' }))

describe('usePhotos', () => {
  it('sends each photo and offers their ids', async () => {
    chooses('a.jpg', 'b.jpg')
    answer(ok('{"id": "1"}', 201), ok('{"id": "2"}', 201))
    const photos = usePhotos(() => '/communities/7/uploads')
    await photos.add()
    expect(photos.ids).toEqual(['1', '2'])
    expect(photos.pending).toBe(false)
    expect(asked[0]!.url).toBe('/api/v1/communities/7/uploads')
  })

  it('keeps the photo that failed, to be tried again under the same key', async () => {
    chooses('a.jpg')
    answer('offline', ok('{"id": "1"}', 201))
    const photos = usePhotos(() => '/uploads')
    await photos.add()
    expect([photos.photos[0]!.failure, photos.ids]).toEqual(['网络不通，请检查后重试', []])
    expect([photos.pending, photos.holdup]).toEqual([true, '有照片没传上去'])
    await photos.retry(photos.photos[0]!.key)
    expect([photos.ids, photos.pending, photos.holdup]).toEqual([['1'], false, ''])
    expect(asked[0]!.header['Idempotency-Key']).toBe(asked[1]!.header['Idempotency-Key'])
  })

  it('lets what is written go without a photo that failed once it is removed', async () => {
    chooses('a.jpg')
    answer('offline')
    const photos = usePhotos(() => '/uploads')
    await photos.add()
    photos.remove(photos.photos[0]!.key)
    expect([photos.pending, photos.holdup]).toEqual([false, ''])
  })

  it('takes no more than its limit, though the platform offers more', async () => {
    chooses('a.jpg', 'b.jpg', 'c.jpg')
    answer(ok('{"id": "1"}'), ok('{"id": "2"}'), ok('{"id": "3"}'))
    const photos = usePhotos(() => '/uploads', 2)
    await photos.add()
    expect(photos.photos).toHaveLength(2)
  })

  it('forgets a photo that is taken away', async () => {
    chooses('a.jpg')
    answer(ok('{"id": "1"}'))
    const photos = usePhotos(() => '/uploads')
    await photos.add()
    photos.remove(photos.photos[0]!.key)
    expect(photos.ids).toEqual([])
  })
})
