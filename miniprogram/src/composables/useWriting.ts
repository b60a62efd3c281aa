/** What everything written for neighbours has: a title, words, photos, and who shall see it. */
import { computed, reactive, ref } from 'vue'
import { useSession } from '@/session'
import { usePhotos } from './usePhotos'

/**
 * `first`: the estate it is for unless another is chosen; the empty key stands for the whole community. `only`: the one
 * estate that may be chosen beside it, when it is written for somebody of that estate.
 */
export function useWriting(first: () => string = () => '', only: () => string | undefined = () => undefined) {
  const session = useSession()
  const photos = usePhotos(() => `${session.base}/uploads`)
  const title = ref('')
  const body = ref('')
  const chosen = ref<string>()

  const estate = computed(() => chosen.value ?? first())
  const choose = (key: string): void => void (chosen.value = key)
  /** The one it begins with stands first. */
  const scopes = computed(() => [
    { key: '', name: session.place ? `${session.place.name}全体` : '' },
    ...(session.place?.estates ?? []).filter(one => !only() || one.id === only()).map(one => ({ key: one.id, name: `只给${one.name}` })),
  ].sort((one, other) => Number(other.key === first()) - Number(one.key === first())))

  /** As the server takes it. */
  const draft = () => ({
    title: title.value.trim(), body: body.value.trim(), estate_id: estate.value || null, photos: photos.ids,
  })

  return reactive({ title, body, photos, estate, scopes, choose, draft })
}
