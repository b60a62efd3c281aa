/** Offering a thing: the picture, what it is, to whom. The server refuses prices and phone numbers and says so. */
import { computed, ref } from 'vue'
import { useMember } from '@/composables/useMember'
import { usePhotos } from '@/composables/usePhotos'
import { useTask } from '@/composables/useTask'
import { offerItem } from '../api'
import type { ItemDraft } from '../types'

export function useOffer() {
  const { session, state, failure, open } = useMember()
  const photos = usePhotos(() => `${session.base}/uploads`)
  const kind = ref<ItemDraft['kind']>('give')
  const title = ref('')
  const body = ref('')
  const wants = ref('')
  const chosenEstate = ref<string>()
  const offered = ref('')

  const scopes = computed(() => [
    { key: '', name: session.place ? `${session.place.name}全体` : '' },
    ...(session.place?.estates ?? []).map(estate => ({ key: estate.id, name: `只给${estate.name}` })),
  ])
  const estate = computed({
    get: () => chosenEstate.value ?? '',
    set: (value: string) => void (chosenEstate.value = value),
  })
  const ready = computed(() => title.value.trim() !== '' && body.value.trim() !== '' && !photos.pending)

  const sending = useTask(async () => {
    const draft = {
      kind: kind.value, title: title.value.trim(), body: body.value.trim(),
      wants: kind.value === 'swap' ? wants.value.trim() : '', estate_id: estate.value || null, photos: photos.ids,
    }
    offered.value = (await offerItem(session.base, draft)).item.id
  })

  return { session, state, failure, open, photos, kind, title, body, wants, scopes, estate, ready, sending, offered }
}
