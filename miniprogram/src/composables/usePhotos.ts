/** Photos beside a text: chosen, sent one after the other, each with its own progress and failure. */
import { computed, reactive, ref } from 'vue'
import { absolute, ApiError, upload } from '@/api/http'

export interface Photo {
  key: number
  local: string
  percent: number
  id: string
  failure: string
}

/** A photo as the server keeps it; both addresses are signed paths. */
export interface SavedPhoto { id: string, url: string, thumb: string, width: number, height: number }

function choose(count: number): Promise<string[]> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count,
      sizeType: ['compressed'],
      success: chosen => resolve([chosen.tempFilePaths].flat()),
      fail: () => resolve([]), // the person changed their mind
    })
  })
}

/** `path` is where the files go, behind `/api/v1`: `${session.base}/uploads`. */
export function usePhotos(path: () => string, limit = 9) {
  const photos = ref<Photo[]>([])
  let counter = 0

  async function send(photo: Photo): Promise<void> {
    photo.failure = ''
    photo.percent = 0
    try {
      const answer = await upload<SavedPhoto>(path(), photo.local, percent => (photo.percent = percent))
      photo.id = answer.id
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      photo.failure = error.message
    }
  }

  async function add(): Promise<void> {
    const files = await choose(limit - photos.value.length)
    const start = photos.value.length
    for (const local of files.slice(0, limit - start))
      photos.value.push({ key: ++counter, local, percent: 0, id: '', failure: '' })
    for (const photo of photos.value.slice(start)) await send(photo)
  }

  /** Photos the server has already: they stay unless removed. */
  function keep(saved: SavedPhoto[]): void {
    photos.value = saved.map(one => ({ key: ++counter, local: absolute(one.url), percent: 100, id: one.id, failure: '' }))
  }

  async function retry(key: number): Promise<void> {
    const photo = photos.value.find(one => one.key === key)
    if (photo) await send(photo)
  }

  function remove(key: number): void {
    photos.value = photos.value.filter(photo => photo.key !== key)
  }

  const ids = computed(() => photos.value.map(photo => photo.id).filter(Boolean))
  /** Something is still on its way, or did not arrive: sending now would leave it behind unsaid. */
  const pending = computed(() => photos.value.some(photo => !photo.id))
  /** Why one has to wait, or what to mend first; empty when nothing is left behind. */
  const holdup = computed(() => photos.value.some(photo => photo.failure) ? '有照片没传上去' : pending.value ? '照片正在上传' : '')
  return reactive({ photos, ids, pending, holdup, limit, add, keep, retry, remove })
}
