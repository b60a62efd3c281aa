/** Offering a thing: the picture, what it is, to whom. The server refuses prices and phone numbers and says so. */
import { computed, ref } from 'vue'
import { useMember } from '@/composables/useMember'
import { useTask } from '@/composables/useTask'
import { useWriting } from '@/composables/useWriting'
import { offerItem } from '../api'
import type { ItemDraft } from '../types'

export function useOffer() {
  const { session, state, failure, open } = useMember()
  const writing = useWriting()
  const kind = ref<ItemDraft['kind']>('give')
  const wants = ref('')
  const offered = ref('')

  const ready = computed(() => writing.title.trim() !== '' && writing.body.trim() !== '')

  const sending = useTask(async () => {
    const draft = { ...writing.draft(), kind: kind.value, wants: kind.value === 'swap' ? wants.value.trim() : '' }
    offered.value = (await offerItem(session.base, draft)).item.id
  })

  return { state, failure, open, writing, kind, wants, ready, sending, offered }
}
